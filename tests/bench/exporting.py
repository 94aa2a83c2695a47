"""A long list taken away, against the driver's cursor emptied into ``csv``: the same statement, no right, no record."""

import csv
import io
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from models.certifications import export as exporting
from models.certifications.criteria import SearchCriteria, read_criteria
from models.certifications.export_order import Wish
from models.certifications.extract import Extract
from models.certifications.item_columns import listable
from models.certifications.quota import Limits
from models.certifications.sending import pieces_of
from models.legal.purposes import purposes_for
from models.register.scopes import FIRST_DAY, RegisterScope, listing_position
from models.register.tripwire import opened
from tests.bench.results import Ratio, Results
from tests.bench.timing import medians
from tests.bench.world import SCOPE, Statements, World

ROWS, COLUMNS = 100_000, 20
ROUNDS = 5
UNLIMITED = Limits(rows_a_file=10**9, rows_a_day=10**12, files_in_a_while=10**9)


def measure(world: World, system: str, rows: int, results: Results) -> None:
    """The ratio of rows a second, the time to the first byte, and how much memory a file takes."""
    criteria = long_list(world)
    statement = _statement(world, criteria)
    times = medians({"ours": partial(_taken_away, world, criteria), "raw": partial(_raw, world, statement)}, ROUNDS)
    first = medians({"first byte": partial(_first_byte, world, _first(world))}, ROUNDS)["first byte"]
    name = f"{ROWS:,} × {COLUMNS}"
    results.add(
        system, rows, Ratio("D export : raw cursor and csv, rows a second", times["raw"] / times["ours"], at_least=0.7)
    )
    results.note(
        system,
        rows,
        {
            f"D export, {name}, its record included": times["ours"],
            f"D raw cursor and csv, {name}": times["raw"],
            "D first byte of 10,000 rows": first,
            "D memory while a file is sent (MiB at its peak)": _memory(world, criteria) / 2**20,
        },
    )


def long_list(world: World) -> SearchCriteria:
    """About ``ROWS`` of the newest certifications, with ``COLUMNS`` columns."""
    return _newest(world, ROWS)


def _first(world: World) -> SearchCriteria:
    return _newest(world, 10_000)


def _newest(world: World, rows: int) -> SearchCriteria:
    kind = RegisterScope.kind == "grid", RegisterScope.code == SCOPE
    with Session(world.engine) as session, opened():
        total = session.scalar(select(func.count()).where(*kind)) or 0
        chosen = select(RegisterScope.position).where(*kind).order_by(RegisterScope.position.desc())
        position = session.scalar(chosen.offset(min(rows, total) - 1).limit(1)) or 0
    day = FIRST_DAY + timedelta(days=(position >> 32) - 1)
    columns = [item.key for item in listable(tuple(world.viewer.items.by_key.values())) if item.store.value == "column"]
    assert position >= listing_position(day, 0)
    return read_criteria({"certified_on_from": [_written(day)], "columns": columns[:COLUMNS]}, world.viewer.items)


def _written(day: date) -> str:
    return day.isoformat()


def ordered(world: World, session: Session, criteria: SearchCriteria) -> Extract:
    """The recorded file, ready to be sent."""
    purpose = next(one for one in purposes_for(world.viewer.kind) if not one.needs_note)
    return exporting.order(session, world.viewer, Wish(criteria, purpose), "試験 太郎", UNLIMITED, proved=True)


def sent(world: World, criteria: SearchCriteria) -> Iterator[bytes]:
    """The file, its record committed before its first byte."""
    with Session(world.engine) as session, ordered(world, session, criteria) as extract:
        session.commit()
        yield from pieces_of(extract, lambda: world.viewer)


def _taken_away(world: World, criteria: SearchCriteria) -> None:
    file = io.BytesIO()
    for piece in sent(world, criteria):
        file.write(piece)


def _first_byte(world: World, criteria: SearchCriteria) -> None:
    pieces = sent(world, criteria)
    next(pieces)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]  # a generator


def _raw(world: World, statements: Statements) -> None:
    ((statement, parameters),) = statements
    file = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with world.raw_cursor() as cursor:
        cursor.execute(statement, parameters)
        csv.writer(file).writerows(cursor)
    file.flush()


def _statement(world: World, criteria: SearchCriteria) -> Statements:
    """What the file's rows are read by."""
    asked: Statements = []

    def keep(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    with Session(world.engine) as session, ordered(world, session, criteria) as extract:
        session.commit()
        event.listen(world.engine, "before_cursor_execute", keep)
        next(extract.batches(lambda: world.viewer))
        event.remove(world.engine, "before_cursor_execute", keep)
    return asked[-1:]


def _memory(world: World, criteria: SearchCriteria) -> int:
    """The peak of what Python holds between the first piece and the last, beyond what it held before."""
    pieces = sent(world, criteria)
    next(pieces)
    tracemalloc.start()
    for _piece in pieces:
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def take_away_until(world: World, criteria: SearchCriteria, end: float) -> None:
    """Take files away, one after the other, until a moment of the monotonic clock."""
    while time.monotonic() < end:
        for _piece in sent(world, criteria):
            if time.monotonic() >= end:
                break
