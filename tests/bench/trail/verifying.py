"""The auditor's verifier against the least that could be done: every line through SHA-256, and its event read."""

import contextlib
import io
import json
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
    """The ratios of events a second."""
    stretch = Stretch(1, min(EVENTS, events))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trail.jsonl"
        with Session(world.engine) as session, path.open("wb") as file:
            size = trail_file.write(file, stretch, trail_file.lines(session, stretch)).size
        calls = {"verified": partial(_verified, path), "hashed": partial(_hashed, path), "read": partial(_read, path)}
        times = medians(calls, ROUNDS)
    ours = times["verified"]
    results.add(
        system,
        events,
        Ratio("trail, verifier : SHA-256 and JSON of each line", times["read"] / ours, at_least=0.7),
        Ratio("trail, verifier : SHA-256 of each line alone", times["hashed"] / ours),
    )
    rates = {f"trail: lines {name} a second": stretch.count / one * 1000 for name, one in times.items()}
    results.note(system, events, {"trail: bytes of a line": size / stretch.count, **rates})


def _verified(path: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        if verify_trail.main([str(path)]):
            raise RuntimeError("the made-up trail is not intact")


def _hashed(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            sha256(line).hexdigest()


def _read(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            sha256(line).hexdigest()
            json.loads(line)
