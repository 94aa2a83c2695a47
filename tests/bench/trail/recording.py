"""What the indexes of the trail cost whoever writes: a page's record with them, and into a bare table."""

from collections.abc import Callable
from unittest import mock

from sqlalchemy import Column, Engine, MetaData, Table, insert, select
from sqlalchemy.orm import Session

from models.audit import recorder
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from tests.bench.results import Ratio, Results
from tests.bench.timing import medians
from tests.bench.trail import made_up
from tests.bench.world import World

ROUNDS = 200
BARE = Table(
    "bench_events",
    MetaData(),
    *(Column(one.key, one.type, primary_key=one.primary_key) for one in AuditEvent.__table__.columns),
)


def measure(world: World, system: str, events: int, results: Results) -> None:
    """The ratio of one record, committed: a page of fifty certifications, as the list writes it."""
    BARE.create(world.engine)
    try:
        times = medians({"indexed": _recording(world), "bare": _recording(world, bare=True)}, ROUNDS)
        _move(world.engine)
    finally:
        BARE.drop(world.engine)
    results.add(system, events, Ratio("trail, record with its indexes : without", times["indexed"] / times["bare"], 2))
    results.note(system, events, {f"trail: record, {name}": value for name, value in times.items()})


def _recording(world: World, *, bare: bool = False) -> Callable[[], None]:
    shown = range(1, made_up.FACILITIES, made_up.FACILITIES // made_up.LISTED_AT_MOST)
    details = {"asked": {"q": ["太陽光"]}, "total": len(shown), "items": ["facility_id", "output_kw", "source"]}
    event = Event(EventName.CERTIFICATIONS_LISTED, world.viewer.actor, certifications=shown, details=details, edition=1)

    def run() -> None:
        with Session(world.engine) as session:
            record(session, event)
            session.commit()

    def run_bare() -> None:
        with mock.patch.object(recorder, "_APPEND", insert(BARE)):
            run()

    return run_bare if bare else run


def _move(engine: Engine) -> None:
    """What the bare table took into the trail: the chain goes on from it."""
    columns = AuditEvent.__table__.columns
    with Session(engine) as session:
        session.execute(
            insert(AuditEvent).from_select([one.key for one in columns], select(*(BARE.c[one.key] for one in columns)))
        )
        session.commit()
