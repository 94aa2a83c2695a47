"""Filling a migrated, empty database with the made-up register, past the importer: whole tables at once.

What is written is worked out by the product's own writer, which hands its steps over instead of carrying them out; they
are carried out in the order of each table's key, so that three million certifications take minutes.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing import get_context
from typing import Protocol

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Store
from models.register.bulk import Stamp
from models.register.certification import Document
from models.register.operators import ENTER as OPERATORS
from models.register.scopes import RegisterScope
from models.register.steps import Action, Row, Step
from models.register.totals import Movements
from models.register.writing import Change, write
from tests.bench import made_up

STAMP = Stamp(datetime(2026, 4, 1, tzinfo=UTC))
FILLED_ITEMS = 100
DIFFERENT_DOCUMENTS = 500
"""Documents are drawn from so many: to make each anew would take longer than all else."""
PROCESSES = 2
SCOPES = RegisterScope.__tablename__
DOCUMENTS = Step("enter_documents", Action.INSERT, Document.__tablename__, ("certification_id", "items"))

Rows = Sequence[Row]


class Loader(Protocol):
    """Loads rows into one database system."""

    dialect: str

    def prepare(self) -> None:
        """Before the first row."""

    def load(self, step: Step, rows: Iterable[Row]) -> None:
        """Append rows; those of scopes are kept until all are there."""

    def finish(self) -> None:
        """Put the scopes in the order of their key, build what was left out, let the database look at itself."""


@dataclass
class Collected:
    """A writer that keeps what it is given."""

    dialect: str
    steps: dict[Step, list[Row]] = field(default_factory=dict)

    def put(self, step: Step, rows: Sequence[Row]) -> None:
        """Keep the rows of a step."""
        self.steps.setdefault(step, []).extend(rows)


def fill(loader: Loader, count: int) -> None:
    """Load ``count`` certifications, a multiple of ``made_up.CHUNK``."""
    loader.prepare()
    loader.load(OPERATORS, _operators())
    sums: dict[Step, dict[Row, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    arguments = [(number, count, loader.dialect) for number in made_up.chunks(count)]
    with get_context("fork").Pool(PROCESSES) as pool:
        for steps in pool.imap(_chunk, arguments):
            for step, rows in steps.items():
                if step.action is Action.INSERT:
                    loader.load(step, rows)
                    continue
                for *key, certifications, watts in rows:
                    both = sums[step][tuple(key)]
                    both[0] += certifications
                    both[1] += watts
    for step, by_key in sums.items():
        loader.load(step, ((*key, *both) for key, both in sorted(by_key.items())))
    loader.finish()


def _chunk(arguments: tuple[int, int, str]) -> dict[Step, Rows]:
    number, count, dialect = arguments
    made = made_up.chunk(number, count)
    collected, movements = Collected(dialect), Movements()
    write([Change(one.id, None, one.facts) for one in made], movements, collected)
    collected.put(DOCUMENTS, [(one.id, _documents()[one.id % DIFFERENT_DOCUMENTS]) for one in made])
    for step, rows in movements.steps():
        collected.put(step, rows)
    return {step: _completed(step, rows, dialect) for step, rows in collected.steps.items() if rows}


def _completed(step: Step, rows: Rows, dialect: str) -> Rows:
    stamp = STAMP.of(step, dialect)
    # In the order of its key: a chunk's ids lie together, so its rows share pages.
    return sorted((row + stamp for row in rows), key=lambda row: row[0]) if step.table != SCOPES else rows


def _operators() -> Iterator[Row]:
    for number in range(1, made_up.OPERATORS + 1):
        yield (number, f"{number:064x}", "法人", f"みほん{number}電力", None)


@lru_cache(maxsize=1)
def _documents() -> Sequence[str]:
    items = [item for item in catalogue().items if item.store is Store.DOCUMENT]
    draw = random.Random(1)
    made = (made_up.document(draw, items, FILLED_ITEMS) for _ in range(DIFFERENT_DOCUMENTS))
    return [json.dumps(document, ensure_ascii=False) for document in made]
