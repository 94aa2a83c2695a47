"""List, detail and matrix under a catalogue of another size, in a process of its own: a catalogue is loaded once.

python -m tests.bench.catalogue_size --url sqlite:///… --items 5000
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, create_engine, delete, insert, select, text
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Role
from models.audit.actor import Actor
from models.catalogue.catalogue import Catalogue, catalogue, shipped_catalogue, use_catalogue
from models.catalogue.files import FILES, ITEMS
from models.catalogue.recorded import record_catalogue
from models.organisations.kinds import OrganisationKind
from models.words import SHIPPED
from tests.bench.results import Ratio
from tests.bench.timing import medians

SMALL, LARGE = 500, 5_000
GRANTED = 0.35
ROUNDS, TURNS = 25, 3


def measure(url: str) -> tuple[list[Ratio], dict[str, float]]:
    """The ratios of a large catalogue to a small one, and the figures behind them."""
    taken: dict[str, list[float]] = {}
    for _turn in range(TURNS):
        for size in (SMALL, LARGE):
            command = [sys.executable, "-m", "tests.bench.catalogue_size", "--url", url, "--items", str(size)]
            printed = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ)).stdout
            for name, value in json.loads(printed).items():
                taken.setdefault(f"{name}, {size:,} items", []).append(value)
    figures = {name: median(values) for name, values in taken.items()}
    ratios = [
        Ratio(f"{name}, {LARGE:,} items : {SMALL:,} items", _of(figures, name, LARGE) / _of(figures, name, SMALL), 1.1)
        for name in ("list", "detail")
    ]
    return ratios, figures


def _of(figures: dict[str, float], name: str, size: int) -> float:
    return figures[f"{name}, {size:,} items"]


def main() -> None:
    """Print the times of the pages as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--items", type=int, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        added = _pad(Path(folder), options.items)
        use_catalogue(Path(folder))
        print(json.dumps(_measure(options.url, options.items, added)))


def _pad(folder: Path, size: int) -> list[str]:
    """A copy of the catalogue, made longer by plain document items; returns their keys."""
    for name in FILES:
        shutil.copyfile(SHIPPED / name, folder / name)
    with (SHIPPED / ITEMS).open(encoding="utf-8", newline="") as file:
        items = list(csv.DictReader(file))
    plain = next(item for item in items if item["store"] == "document" and item["type"] == "string")
    added = [f"padding_{number}" for number in range(size - len(items))]
    sections = sorted({item["section"] for item in items})
    for number, key in enumerate(added):
        items.append({**plain, "key": key, "code": f"P-{number}", "section": sections[number % len(sections)]})
    with (folder / ITEMS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(plain))
        writer.writeheader()
        writer.writerows(items)
    return added


def _measure(url: str, edition: int, added: list[str]) -> dict[str, float]:
    from models.catalogue.grants import Grant, GrantsEdition
    from tests.bench.world import KIND, sign_in, world

    with _on_record(url), world(url) as first:
        with Session(first.engine) as session:
            _clear(session, edition)
            grants = [
                dict(row) for row in session.execute(select(*Grant.__table__.c).where(Grant.edition == 1)).mappings()
            ]
            granted = added[: int(len(added) * GRANTED)]
            more = [{**grants[0], "attribute": KIND.value, "item": key} for key in granted]
            session.add(GrantsEdition(number=edition, in_force_from=clock.now(), proposal=True, note="bench"))
            session.flush()
            session.execute(insert(Grant), [{**grant, "edition": edition} for grant in (*grants, *more)])
            session.commit()
        try:
            pages = {"list": "/certifications", "detail": f"/certifications/{first.facility_id}"}
            taken = {name: partial(first.get, path) for name, path in pages.items()}
            client, _viewer = sign_in(first.app, first.engine, OrganisationKind.OWNER, Role.OWNER_OFFICER)
            officer = replace(first, client=client)
            return medians(taken | {"matrix of a hundred items": partial(officer.get, "/admin/items?size=100")}, ROUNDS)
        finally:
            with Session(first.engine) as session:
                _clear(session, edition)
                session.commit()


@contextmanager
def _on_record(url: str) -> Iterator[None]:
    """The longer catalogue is the one the database was told of, for as long as it is measured."""
    engine = create_engine(url)
    _record(engine, catalogue())
    try:
        yield
    finally:
        _record(engine, shipped_catalogue())
        engine.dispose()


def _record(engine: Engine, taken: Catalogue) -> None:
    with Session(engine) as session:
        record_catalogue(session, Actor.at_console("bench"), taken)
        session.commit()


def _clear(session: Session, edition: int) -> None:
    """Take the measured edition away again: what a deployment's database refuses, this one is made to allow."""
    from models.catalogue.grants import Grant, GrantsEdition
    from models.catalogue.guards import guard_statements, removal_statements

    off, on = removal_statements("sqlite"), guard_statements("sqlite")
    if session.get_bind().dialect.name == "postgresql":
        off, on = ([f"SET LOCAL session_replication_role = {role}"] for role in ("replica", "origin"))
    for statement in off:
        session.execute(text(statement))
    session.execute(delete(Grant).where(Grant.edition == edition))
    session.execute(delete(GrantsEdition).where(GrantsEdition.number == edition))
    for statement in on:
        session.execute(text(statement))


if __name__ == "__main__":
    main()
