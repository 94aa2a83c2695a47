"""The auditor's verifier against the least that could be done: every line of the file once through SHA-256."""

import contextlib
import io
import tempfile
from functools import partial
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from models.audit import trail_file, verify_trail
from models.audit.trail_file import Stretch
from tests.bench.results import Ratio, Results
from tests.bench.timing import medians
from tests.bench.world import World

EVENTS = 20_000
ROUNDS = 5


def measure(world: World, system: str, events: int, results: Results) -> None:
    """The ratio of events a second."""
    stretch = Stretch(1, min(EVENTS, events))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trail.jsonl"
        with Session(world.engine) as session, path.open("wb") as file:
            size = trail_file.write(file, stretch, trail_file.lines(session, stretch)).size
        times = medians({"verified": partial(_verified, path), "hashed": partial(_hashed, path)}, ROUNDS)
    share = times["hashed"] / times["verified"]
    results.add(system, events, Ratio("trail, verifier : SHA-256 of each line, events a second", share, at_least=0.1))
    results.note(
        system,
        events,
        {
            "trail: a line, bytes": size / stretch.count,
            "trail: events verified a second": stretch.count / times["verified"] * 1000,
            "trail: lines hashed a second": stretch.count / times["hashed"] * 1000,
        },
    )


def _verified(path: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        if verify_trail.main([str(path), "--part"]):
            raise RuntimeError("the made-up trail is not intact")


def _hashed(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            sha256(line).hexdigest()
