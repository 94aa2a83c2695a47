"""The trail's own pages, each against the same page with its rows held in memory; and the two questions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from unittest import mock
from urllib.parse import urlencode

from sqlalchemy import update
from sqlalchemy.orm import Session

from blueprints.admin import listing
from models import clock
from models.accounts.account import Account, Role
from models.auditing.acts import acts_told_to
from models.list_cursor import ListCursor
from models.lists import ask, list_page
from models.organisations.kinds import OrganisationKind
from tests.access import people
from tests.bench.results import Ratio, Results
from tests.bench.timing import medians
from tests.bench.trail import made_up
from tests.bench.world import World, assembled, sign_in

ROUNDS = 15
LIST, FACILITY, PERSON = "/admin/audit", "/admin/audit/facility", "/admin/audit/person"
TABLES = "audit_event"
BUSIEST, TYPICAL = 0, made_up.ACTORS // 4
RARE_ACTOR = made_up.ACTORS - 1
MOST_SEEN, SELDOM_SEEN = 1, made_up.FACILITIES // 3
GROWING = ("all", "actor", "facility", "act, dates", "actor, act", "rare actor, act, outcome", "deep page")
"""Pages whose time must not follow the length of the trail. The questions' follows that of their answers."""


@contextmanager
def desk(url: str) -> Iterator[World]:
    """The application over the trail at ``url``, and an officer of the owner who looks at it."""
    with assembled(url) as (app, engine):
        client, viewer = sign_in(app, engine, OrganisationKind.OWNER, Role.OWNER_OFFICER)
        with Session(engine) as session:
            for actor in (BUSIEST, TYPICAL):
                _found_by_id(session, actor)
            session.commit()
        yield World(app, engine, client, viewer, made_up.facility_id(SELDOM_SEEN))


def _found_by_id(session: Session, actor: int) -> None:
    """The question about a person takes a login ID that an account has."""
    key = made_up.FIRST_ACCOUNT + actor
    if session.get(Account, key) is None:
        account = people.new_account(session, login_id=made_up.login_id(actor))
        numbered = update(Account).where(Account.id == account.id).values(id=key)
        session.execute(numbered, execution_options={"synchronize_session": False})


def measure(world: World, system: str, events: int, results: Results) -> dict[str, float]:
    """The ratios of one trail; the times of the pages, for those of another length."""
    lists, questions = _lists(world, events), _questions()
    with Session(world.engine) as session:
        spec = acts_told_to(session, world.viewer)
        held = list_page(session, spec, ask(spec, {}))

    def floor() -> None:
        with mock.patch.object(listing, "list_page", return_value=held):
            world.get(LIST)

    calls = {name: partial(world.get, path) for name, path in lists.items()}
    times = medians({"floor": floor, **calls}, ROUNDS)
    raw = medians({name: world.replaying(world.statements(path, TABLES)) for name, path in lists.items()}, ROUNDS)
    asked = medians({name: partial(world.get, path) for name, path in questions.items()}, ROUNDS // 3)
    results.note(system, events, {f"trail: {name}": value for name, value in (times | asked).items()})
    results.note(system, events, {f"trail: {name}: its raw queries": value for name, value in raw.items()})
    for name in lists:
        results.add(
            system, events, Ratio(f"trail, {name} : (floor + raw)", times[name] / (times["floor"] + raw[name]), 1.5)
        )
        results.add(system, events, Ratio(f"trail, {name} : floor", times[name] / times["floor"], 2))
    results.add(system, events, Ratio("trail, deep page : first page", times["deep page"] / times["all"], 1.2))
    results.add(system, events, *(Ratio(f"trail, {name} : floor", asked[name] / times["floor"]) for name in questions))
    return times | asked


def _lists(world: World, events: int) -> dict[str, str]:
    middle = made_up.moment(events // 2, events)
    edge = ListCursor(middle.isoformat(), events // 2).parameter()
    listed = "register:certification:list"
    asked: Mapping[str, Mapping[str, str]] = {
        "all": {},
        "deep page": dict([edge]),
        "actor": {"actor": made_up.login_id(TYPICAL)},
        "facility": {"object": f"facility:{world.facility_id}"},
        "act, dates": {"act": "register:certification:read", **_days(middle.date(), 30)},
        "actor, act": {"actor": made_up.login_id(TYPICAL), "act": listed},
        "rare actor, act, outcome": {"actor": made_up.login_id(RARE_ACTOR), "act": listed, "outcome": "done"},
        "organisation, act, dates": {
            "organisation": made_up.organisation(TYPICAL), "act": listed, **_days(middle.date(), 30),
        },
        "refused": {"outcome": "refused"},
    }  # fmt: skip
    return {name: f"{LIST}?{urlencode(question)}" for name, question in asked.items()}


def _questions() -> dict[str, str]:
    whole, quarter = _days(clock.today(), 3 * 365), _days(_last_day(), 90)
    people_asked = {
        "what the busiest has seen, 90 days": (BUSIEST, quarter),
        "what the busiest has seen, 2 years": (BUSIEST, whole),
        "what a typical person has seen, 90 days": (TYPICAL, quarter),
    }
    return {
        "who has seen the facility most seen": f"{FACILITY}?facility={MOST_SEEN}",
        "who has seen a facility": f"{FACILITY}?facility={SELDOM_SEEN}",
        **{
            name: f"{PERSON}?{urlencode({'login_id': made_up.login_id(actor), **days})}"
            for name, (actor, days) in people_asked.items()
        },
    }


def _last_day() -> date:
    return (made_up.FIRST_DAY + timedelta(days=made_up.DAYS)).date()


def _days(until: date, days: int) -> dict[str, str]:
    return {"since": (until - timedelta(days=days)).isoformat(), "until": until.isoformat()}
