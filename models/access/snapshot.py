"""The register at one moment: keys and values of a file, whatever others write while it is on its way (B4, M11)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, Result, Select, func, select
from sqlalchemy.orm import Session

from models.access.door import Reading
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import is_recorded
from models.register.tripwire import DoorClosed, opened

# SQLite's transaction keeps to what stood when it first read (write-ahead log); PostgreSQL's has to be asked for it.
FROZEN: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
Statement = Select[*tuple[Any, ...]]


class Snapshot(Reading):
    """One read transaction on a connection of its own, begun by the first statement. To be closed.

    Keys may be listed at once, for the record names them; values leave only on that record.
    """

    def __init__(self, session: Session, viewer: Viewer) -> None:
        engine = session.get_bind().engine
        self._connection = engine.connect().execution_options(**FROZEN[engine.dialect.name])
        super().__init__(Session(self._connection), viewer)
        self._recorded = False
        self._reading: list[CursorResult[*tuple[Any, ...]]] = []

    def close(self) -> None:
        """End the transaction and give the connection back. Once is enough, twice does no harm."""
        for result in self._reading:
            result.close()  # an unfinished one would hold the old moment in whoever gets the connection next
        self._session.close()
        self._connection.close()

    def keys(self, statement: Statement) -> Sequence[int]:
        """The first column of every row: keys of certifications, which say nothing of them."""
        with opened():
            return tuple(self._connection.scalars(statement))

    def how_many(self, rows: Statement) -> int:
        """How many rows a statement has; like keys, before the record."""
        with opened():
            number: int = self._connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
        return number

    def resume(self, session: Session, event_number: int, name: EventName) -> None:
        """Let values leave from here on.

        Raises ``DoorClosed`` unless event ``event_number`` is a ``name`` by this very person, as ``session`` knows it.
        """
        if not is_recorded(session, event_number, name, self.viewer.actor.account_id):
            raise DoorClosed("a file was begun that no record speaks of")
        self._recorded = True

    def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Result[*tuple[Any, ...]]:
        """Run a statement that reads."""
        self._check_recorded()
        with opened():
            return super().execute(statement, parameters)

    def batches(self, statement: Statement, size: int) -> Iterator[Sequence[Sequence[Any]]]:
        """The rows of ``statement``, ``size`` at a time, read on (by a cursor of the server) as they are asked for."""
        self._check_recorded()
        with opened():
            result = self._connection.execute(statement, execution_options={"yield_per": size})
        self._reading.append(result)
        yield from result.partitions()

    def _check_recorded(self) -> None:
        if not self._recorded:
            raise DoorClosed("values of a file were asked for before its record")
