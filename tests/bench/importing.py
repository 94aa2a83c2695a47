"""A published register taken into the filled one, against the same rows put into bare tables."""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.certifications.intake import import_file
from models.demonstration.generator import DemonstrationCertification, certifications
from models.register.bulk import Stamp, perform
from models.register.steps import Action, Row, Step
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx
from tests.bench.results import Ratio, Results
from tests.bench.world import World

FACILITIES = 10_000
PREFECTURE = "06"
UNUSED_LETTERS = "HPQRSTWXZ"
"""First letters of a 設備ID that no made-up certification has."""
STAMPED = datetime(2026, 4, 1, tzinfo=UTC)
BARE = ("bench_facilities", "bench_sites")


def measure(world: World, system: str, rows: int, results: Results) -> None:
    """The ratio of facilities a second."""
    published = list(_published())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{PREFECTURE}.山形県_202604.xlsx"
        sites = (row for one in published for row in one.site_rows())
        write_xlsx(path, Edition.COLUMNS_18, (one.values for one in published), sites)
        with Session(world.engine) as session:
            begun = time.perf_counter()
            report = import_file(session, Actor.at_console("bench"), path)
            session.commit()
            ours = time.perf_counter() - begun
    if report.added != FACILITIES:
        raise RuntimeError(f"{report.added:,} of {FACILITIES:,} facilities were taken in")
    bare = _bare(world, published)
    results.add(system, rows, Ratio("E import : bare executemany, facilities a second", bare / ours, at_least=0.2))
    figures = {"E import, facilities a second": FACILITIES / ours, "E bare, facilities a second": FACILITIES / bare}
    results.note(system, rows, figures)


def _published() -> Iterator[DemonstrationCertification]:
    """Facilities that the register does not hold, under other 設備ID at every run."""
    draw = random.Random()
    letter, first = draw.choice(UNUSED_LETTERS), draw.randrange(900_000)
    for number, one in enumerate(certifications(FACILITIES, details=False), first):
        one.values["facility_id"] = f"{letter}{number:06d}{one.facility_id[7:]}"
        yield one


def _bare(world: World, published: list[DemonstrationCertification]) -> float:
    """Seconds to put the same rows into tables without keys, by the driver's own way."""
    facilities: list[Row] = [tuple(_plain(value) for value in one.values.values()) for one in published]
    sites: list[Row] = [tuple(_plain(value) for value in row.values()) for one in published for row in one.site_rows()]
    with Session(world.engine) as session:
        connection = session.connection()
        seconds = 0.0
        for table, rows in zip(BARE, (facilities, sites), strict=True):
            columns = tuple(f"c{number}" for number in range(len(rows[0])))
            connection.exec_driver_sql(f"CREATE TABLE {table} ({', '.join(f'{name} text' for name in columns)})")
            begun = time.perf_counter()
            perform(session, Step(table, Action.INSERT, table, columns), rows, Stamp(STAMPED))
            seconds += time.perf_counter() - begun
        begun = time.perf_counter()
        session.commit()
        seconds += time.perf_counter() - begun
        for table in BARE:
            session.connection().exec_driver_sql(f"DROP TABLE {table}")
        session.commit()
    return seconds


def _plain(value: object) -> object:
    return None if value is None else str(value)
