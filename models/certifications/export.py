"""Taking a list away: its purpose stated, recorded before the first byte, cut when rights change (B4, M11)."""

import itertools
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy.orm import Session

from models import clock
from models.access import door
from models.access.admission import permitted
from models.access.permissions import Permission
from models.access.snapshot import Snapshot, Statement
from models.access.viewer import Viewer
from models.accounts.lifecycle import lock_account
from models.accounts.own_security import ProofNeeded
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.certifications.cells import Cells, plain_column, shower_of
from models.certifications.criteria import SearchCriteria
from models.certifications.export_format import ExportFormat
from models.certifications.quota import Allowance, Limits, Remaining, check_quota, needs_proof, remaining
from models.certifications.search import count
from models.certifications.statements import listing, ordered
from models.certifications.walking import in_an_order_to_be_had
from models.errors import DomainError
from models.legal.purposes import Purpose, may_state
from models.monitoring.in_line import before_export
from models.monitoring.upper_limits import UpperLimit, limit_reached
from models.register.certification import Certification

ROWS_AT_A_TIME = 500
"""Read, turned into cells and sent together: as many as stay in the processor's cache."""
BATCHES_A_CHECK = 4
"""Before every so many batches the person is asked for anew (1.5 ms, a tenth of the time of four batches)."""
LONGEST_NOTE = 200
MAY_EXPORT = permitted(Permission.CERTIFICATION_EXPORT)
"""What somebody needs to take a file, at its beginning and at every moment until its end."""
FILE_NUMBER_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FILE_NUMBER_LENGTH = 8

PresentViewer = Callable[[], Viewer | None]
"""Says who the person is this very moment, in a transaction begun just now; None once they would be refused."""


class PurposeMissing(DomainError):
    """The purpose is not one this kind of organisation may state, or needs a sentence beside it."""


class ExportCut(DomainError):
    """The session or a right ended while the file was on its way: nothing more is sent."""

    def __init__(self) -> None:
        super().__init__("利用の権限が変わったため、書き出しを中止しました。")


class ExportEnd(StrEnum):
    """How a file ended; kept in the trail."""

    COMPLETE = "complete"
    RIGHTS_CHANGED = "rights changed"
    BROKEN_OFF = "broken off"
    CANCELLED = "cancelled"
    WORKER_LOST = "worker lost"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: this list, for this purpose (with a sentence of their own), in this form."""

    criteria: SearchCriteria
    purpose: Purpose
    note: str = ""
    format: ExportFormat = ExportFormat.CSV


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What is told before the button: how many rows there are, and what may still be taken.

    ``needs_proof``: a code has to be given again first. ``stopped_by``: at this limit detection stops the file anyway.
    """

    criteria: SearchCriteria
    total: int
    limits: Limits
    left: Remaining
    problem: str | None
    needs_proof: bool
    stopped_by: UpperLimit | None

    @property
    def left_after(self) -> int:
        """How many rows may still be taken today once this file is: none is the least."""
        return max(self.left.rows_today - self.total, 0)

    @property
    def consequence(self) -> str:
        """What it takes to have the file, in words."""
        if self.problem:
            return "上限を超えるため、承認が必要です"
        if self.stopped_by:
            return "監視の規則の上限に達するため、中止されます"
        return "確認コードの入力が必要です" if self.needs_proof else "承認と確認コードは要りません"


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """A recorded export: from here rows may flow. ``person`` is the name the file bears."""

    file_number: str
    at: datetime
    wish: Wish
    viewer: Viewer
    person: str

    @property
    def criteria(self) -> SearchCriteria:
        """The list it holds."""
        return self.wish.criteria

    @property
    def file_name(self) -> str:
        """The file's name: it carries the number by which a leaked file is traced to the act."""
        return f"saiene-{self.file_number}.{self.wish.format.suffix}"


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


def plan(session: Session, viewer: Viewer, criteria: SearchCriteria, limits: Limits) -> ExportPlan:
    """What a file of this list would be, in the order of the list. The count is a reading, and recorded as one."""
    with door.reading(session, viewer) as register:
        total, _kw = count(register, criteria, listing(register, criteria))
        criteria = in_an_order_to_be_had(register, criteria, total)
        details = {"asked": criteria.asked(), "total": total, "items": [item.key for item in criteria.columns]}
        register.note(EventName.CERTIFICATIONS_LISTED, details=details)
    now = clock.now()
    left = remaining(session, viewer.account_id, now, limits)
    proof = needs_proof(session, viewer.account_id, now, total)
    stopped_by = limit_reached(session, viewer.kind, viewer.role, total)
    return ExportPlan(criteria, total, limits, left, _problem(left, total, limits), proof, stopped_by)


def order(session: Session, viewer: Viewer, wish: Wish, person: str, limits: Limits, *, proved: bool) -> Extract:
    """Record the export of exactly this list, and open it. ``proved``: a code was given lately.

    Raises ``PurposeMissing``, or like ``note_export``; no export is recorded then.
    """
    check_purpose(viewer, wish)
    with ExitStack() as undone:
        extract = undone.enter_context(Extract(session, new_order(viewer, wish, person)))
        number, _rows = note_export(session, extract.order, limits, extract.keys, proved=proved)
        extract.recorded(session, number, EventName.CERTIFICATIONS_EXPORTED)
        undone.pop_all()
    return extract


def new_order(viewer: Viewer, wish: Wish, person: str) -> ExportOrder:
    """An order of this moment, under a number of its own."""
    drawn = "".join(secrets.choice(FILE_NUMBER_LETTERS) for _ in range(FILE_NUMBER_LENGTH))
    return ExportOrder(f"{clock.today():%Y%m%d}-{drawn}", clock.now(), wish, viewer, person)


def note_export(
    session: Session, made: ExportOrder, allowance: Allowance, keys: Sequence[int] | None = None, *, proved: bool
) -> tuple[int, int]:
    """Count the file against the quota and record it; returns the event's number and how many rows it speaks of.

    ``keys`` are the certifications it holds, in the order of the list; without them they are only counted, and whoever
    makes the file records them. Two files asked for at once are counted one after the other: here it is decided whether
    one may be taken without a code given lately (``proved``), whatever its plan said. Raises what ``allowance`` raises,
    and ``ProofNeeded``.
    """
    criteria, wish = made.criteria, made.wish
    account = lock_account(session, made.viewer.account_id)
    with door.reading(session, made.viewer) as register:
        total = len(keys) if keys is not None else count(register, criteria, listing(register, criteria))[0]
        allowance.check(session, made.viewer.account_id, made.at, total)
        if not proved and needs_proof(session, made.viewer.account_id, made.at, total):
            raise ProofNeeded
        watched = before_export(session, made.viewer, account, total, keys or ())
        details = {
            "asked": criteria.asked(),
            "total": total,
            "items": [item.key for item in criteria.columns],
            "purpose": wish.purpose.value,
            "note": wish.note,
            "file_number": made.file_number,
            "format": wish.format.value,
        }
        name, file = EventName.CERTIFICATIONS_EXPORTED, f"file:{made.file_number}"
        event = register.note(name, certifications=keys or (), object=file, details=details)
    watched.fed_ahead(event.number)
    return event.number, total


def record_end(session: Session, actor: Actor, file_number: str, sent: int, why: ExportEnd, sha256: str = "") -> None:
    """Record how the file ended, after how many rows; of a whole file, the SHA-256 of all its bytes."""
    whole = why is ExportEnd.COMPLETE
    details = {"file_number": file_number, "rows": sent, "why": why.value, "sha256": sha256 if whole else ""}
    outcome = Outcome.DONE if whole else Outcome.FAILED
    record(session, Event(EventName.EXPORT_ENDED, actor, outcome, f"file:{file_number}", details=details))


def check_purpose(viewer: Viewer, wish: Wish) -> None:
    """Raise ``PurposeMissing`` unless the kind may state the purpose, with a sentence where one is needed."""
    if not may_state(viewer.kind, wish.purpose):
        raise PurposeMissing("利用目的を選んでください。")
    if wish.purpose.needs_note and not wish.note.strip():
        raise PurposeMissing("「その他」を選んだときは、目的を文で書いてください。")
    if len(wish.note) > LONGEST_NOTE:
        raise PurposeMissing(f"目的の説明は {LONGEST_NOTE} 文字以内で書いてください。")


def _listed(register: Snapshot, criteria: SearchCriteria, columns: Sequence[Any]) -> Statement:
    return ordered(listing(register, criteria).rows(columns), register, criteria)


def _problem(left: Remaining, total: int, limits: Limits) -> str | None:
    try:
        check_quota(left, total, limits)
    except DomainError as error:
        return error.reason
    return None
