"""The rows of a file, all of one moment: read once they are recorded, cut when rights change (B4, M11)."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

from sqlalchemy.orm import Session

from models.access.snapshot import Snapshot, Statement
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.certifications.cells import Cells, plain_column, shower_of
from models.certifications.criteria import SearchCriteria
from models.certifications.export_order import ExportOrder
from models.certifications.statements import listing, ordered
from models.errors import DomainError
from models.register.certification import Certification

ROWS_AT_A_TIME = 500
"""Read, turned into cells and sent together: as many as stay in the processor's cache."""
BATCHES_A_CHECK = 4
"""Before every so many batches the person is asked for anew (1.5 ms, a tenth of the time of four batches)."""

PresentViewer = Callable[[], Viewer | None]
"""Says who the person is this very moment, in a transaction begun just now; None once they would be refused."""


class ExportCut(DomainError):
    """The session or a right ended while the file was on its way: nothing more is sent."""

    def __init__(self) -> None:
        super().__init__("利用の権限が変わったため、書き出しを中止しました。")


class Extract:
    """The rows of an export, all of one moment: listed at once, read once they are recorded. To be closed.

    ``keys`` are the certifications in the order of the list; ``taken`` is how many rows were handed out and used up.
    """

    def __init__(self, session: Session, order: ExportOrder) -> None:
        self.order = order
        self.taken = 0
        self._snapshot = Snapshot(session, order.viewer)
        try:
            self.keys = self._snapshot.keys(_listed(self._snapshot, order.criteria, [Certification.id]))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the moment up."""
        self._snapshot.close()

    def recorded(self, session: Session, event_number: int, name: EventName) -> None:
        """Let rows flow: event ``event_number``, a ``name`` of this very person, says which."""
        self._snapshot.resume(session, event_number, name)

    def batches(self, present_viewer: PresentViewer) -> Iterator[Sequence[Cells]]:
        """The list's columns, some rows of them at a time, as cells.

        Raises ``ExportCut`` when ``present_viewer`` finds the person gone or with other rights than the file was
        ordered with.
        """
        showers = [shower_of(item) for item in self.order.criteria.columns]
        waiting = self._snapshot.batches(self._statement(), ROWS_AT_A_TIME)
        self.taken = 0
        for number in itertools.count():
            if number % BATCHES_A_CHECK == 0:
                self._check(present_viewer())
            rows = next(waiting, None)
            if rows is None:
                return
            _keys, *columns = zip(*rows, strict=True)
            yield [shown(values) for shown, values in zip(showers, columns, strict=True)]
            self.taken += len(rows)

    def _statement(self) -> Statement:
        columns = [plain_column(item, self._snapshot.dialect) for item in self.order.criteria.columns]
        return _listed(self._snapshot, self.order.criteria, [Certification.id, *columns])

    def _check(self, present: Viewer | None) -> None:
        ordered_by = self.order.viewer
        if present is None or (present.scope, present.items.by_key) != (ordered_by.scope, ordered_by.items.by_key):
            raise ExportCut


def _listed(register: Snapshot, criteria: SearchCriteria, columns: Sequence[Any]) -> Statement:
    return ordered(listing(register, criteria).rows(columns), register, criteria)
