"""Measures what docs/adr/0010 decides: a whole made-up publication taken in, and the next month's after it.

    python docs/adr/measure_import.py publish FOLDER --facilities 100000
    python docs/adr/measure_import.py take DATABASE_URL FOLDER/first [FOLDER/second …]

``publish`` writes one workbook for each prefecture into ``first``, and into ``second`` the same register a month later:
one facility in a hundred gone, two changed, one new. ``take`` makes a new database (an SQLite file, or an empty one of
PostgreSQL) and takes the folders' files in, one after another. At the end the facilities that are stored then are
written once more with nothing but ``executemany``, into a bare table of a new SQLite file, for comparison.
"""

# ruff: noqa: INP001, T201 - a script on its own, with printed results

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from models.audit.actor import Actor  # noqa: E402  # not installed as a package
from models.certifications.intake import apply_prepared, prepare  # noqa: E402
from models.demonstration.generator import DemonstrationCertification, certifications  # noqa: E402
from models.demonstration.workbooks import write_workbooks  # noqa: E402
from models.register.tripwire import opened  # noqa: E402

GONE, CHANGED, NEW = 100, 50, 100
"""One in so many."""


def publish(folder: Path, facilities: int) -> None:
    """Write the publications of two months."""
    write_workbooks(folder / "first", certifications(facilities, details=False), _say)
    write_workbooks(folder / "second", _a_month_later(facilities), _say)


def _a_month_later(facilities: int) -> Iterator[DemonstrationCertification]:
    for index, each in enumerate(certifications(facilities + facilities // NEW, details=False)):
        if index % GONE == 1:
            continue
        if index % CHANGED == 2:
            each.values["operator_telephone"] = "000-0000-0000"
            each.values["operation_reported_month"] = "2026-10"
        yield each


def _say(done: int) -> None:
    print(f"\r{done:,}", end="", file=sys.stderr)


def take(url: str, folders: list[Path]) -> None:
    """Take every file in and tell how long it took: reading beside others, and holding the turn."""
    _migrate(url)
    engine = create_engine(url)
    print(
        f"{'':24}{'facilities':>11}{'parcels':>9}{'s':>7}{'in turn':>9}{'rows/s':>9}{'new':>9}{'changed':>9}{'gone':>7}"
    )
    for folder in folders:
        with Session(engine) as session:
            _take_folder(session, folder)
    with engine.connect() as connection, opened():
        rows = [tuple(row) for row in connection.execute(text("SELECT * FROM register_certifications LIMIT 100000"))]
    engine.dispose()
    print(f"bare executemany of facilities: {_bare(rows):,.0f} rows/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory: {_own_memory()} MiB of its own at the end, {peak} MiB at most with the pages it shares")


def _take_folder(session: Session, folder: Path) -> None:
    whole = time.perf_counter()
    facilities = rows = 0
    held = 0.0
    with tempfile.TemporaryDirectory() as place:
        for path in sorted(folder.iterdir()):
            staged = Path(place) / "difference.sqlite3"
            began = time.perf_counter()
            prepared = prepare(session, path, staged=staged)
            prepared_at = time.perf_counter()
            report = apply_prepared(session, Actor.at_console("measure"), prepared)
            session.commit()
            ended = time.perf_counter()
            staged.unlink()
            facilities, rows = facilities + report.facilities, rows + report.facilities + report.parcels
            held = max(held, ended - prepared_at)
            seconds = ended - began
            print(
                f"{path.name:20}{report.facilities:11,}{report.parcels:9,}{seconds:7.1f}{ended - prepared_at:9.2f}"
                f"{(report.facilities + report.parcels) / seconds:9,.0f}{report.added:9,}{report.changed:9,}"
                f"{report.vanished:7,}",
                flush=True,
            )
    seconds = time.perf_counter() - whole
    print(
        f"{folder.name}: {facilities:,} facilities, {rows:,} rows in {seconds:,.0f} s: {facilities / seconds:,.0f} "
        f"facilities/s, {rows / seconds:,.0f} rows/s; the turn was held {held:.1f} s at most"
    )


def _migrate(url: str) -> None:
    from flask_migrate import upgrade

    from app import create_app
    from models.db import db
    from tests.databases.recipes import settings_for_tests

    with tempfile.TemporaryDirectory() as instance:
        app = create_app(settings_for_tests(url, Path(instance)))
        with app.app_context():
            upgrade(str(REPOSITORY / "models" / "migrations"))
            db.engine.dispose()


def _bare(rows: list[tuple[object, ...]]) -> float:
    plain = [tuple(str(value) if hasattr(value, "isoformat") else value for value in row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        width = len(plain[0])
        connection.execute(f"CREATE TABLE bare ({', '.join(f'c{place}' for place in range(width))})")
        began = time.perf_counter()
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO bare VALUES ({', '.join('?' * width)})", plain)  # noqa: S608
        connection.execute("COMMIT")
        seconds = time.perf_counter() - began
        connection.close()
    return len(plain) / seconds


def _own_memory() -> int:
    """Anonymous memory in MiB: without the pages of files, which the system takes back as it needs them."""
    status = Path(f"/proc/{os.getpid()}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) // 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    acts = parser.add_subparsers(required=True)
    publishing = acts.add_parser("publish")
    publishing.add_argument("folder", type=Path)
    publishing.add_argument("--facilities", type=int, default=100_000)
    publishing.set_defaults(act=lambda given: publish(given.folder, given.facilities))
    taking = acts.add_parser("take")
    taking.add_argument("url")
    taking.add_argument("folders", type=Path, nargs="+")
    taking.set_defaults(act=lambda given: take(given.url, given.folders))
    arguments = parser.parse_args()
    arguments.act(arguments)
