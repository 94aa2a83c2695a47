"""Cutting a thousand off at once: their organisation barred, their kind stopped, one bare UPDATE of their sessions."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, insert, select, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.links import LinkPurpose, OneTimeLink
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import Rung, SignInSession
from models.organisations.kinds import OrganisationKind
from models.people import debarment, kind_stop
from models.people.cutting import accounts_in
from tests.bench.databases import kept, mark
from tests.bench.results import Ratio, Results
from tests.bench.timing import medians
from tests.models.people.office import LEAD, OFFICER, OUTGOING, Office, staff

PEOPLE, ROUNDS = 1_000, 30
KIND = OrganisationKind.GRID_OPERATOR
BARE = "one bare UPDATE of their sessions"
Act = Callable[[Session], object]


def measure(system: str, folder: Path, results: Results) -> None:
    """The ratio of each way to stop them to the UPDATE, all taken back so that every round meets the same rows."""
    with _thousand(system, folder) as engine:
        with Session(engine) as session:
            office = Office(session)
            officer, place = office.viewer(OFFICER), office.account(LEAD).organisation_id

        def bar(session: Session) -> object:
            return debarment.bar(session, OUTGOING, officer, place, "試験")

        def stop_kind(session: Session) -> object:
            return kind_stop.stop_kind(
                session, OUTGOING, officer, OrganisationKind.GRID_OPERATOR, "試験", "停止中です。"
            )

        def bare(session: Session) -> object:
            chosen = update(SignInSession).where(
                SignInSession.account_id.in_(accounts_in(place)), SignInSession.ended_at.is_(None)
            )
            values = {"ended_at": clock.now(), "end_reason": EndReason.ORGANISATION_BARRED.value}
            return session.execute(chosen.values(**values).execution_options(synchronize_session=False))

        acts = {"bar of an organisation": bar, "emergency stop of a kind": stop_kind, BARE: bare}
        times = medians({name: _taken_back(engine, act) for name, act in acts.items()}, ROUNDS)
    results.add(
        system, PEOPLE, *(Ratio(f"{name} : {BARE}", times[name] / times[BARE]) for name in acts if name != BARE)
    )
    results.note(system, PEOPLE, {f"{PEOPLE:,} accounts: {name}": value for name, value in times.items()})


def _taken_back(engine: Engine, act: Act) -> Callable[[], None]:
    def run() -> None:
        with Session(engine) as session:
            act(session)
            session.flush()
            session.rollback()

    return run


@contextmanager
def _thousand(system: str, folder: Path) -> Iterator[Engine]:
    with kept(system, f"people-{PEOPLE}-{mark(sys.modules[__name__])}", folder, fill) as url:
        engine = create_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


def fill(url: str) -> None:
    """A small office, and a thousand people in one of its grid companies, each signed in and with a link."""
    engine = create_engine(url)
    with Session(engine) as session:
        place, now = staff(session).account(LEAD).organisation_id, clock.now()
        session.execute(insert(Account), [_person(number, place, now) for number in range(PEOPLE)])
        ids = session.scalars(select(Account.id).where(Account.login_id.startswith("many-"))).all()
        session.execute(insert(SignInSession), [_session(number, now) for number in ids])
        session.execute(insert(OneTimeLink), [_link(number, now) for number in ids])
        session.commit()
    engine.dispose()


def _person(number: int, organisation_id: int, now: datetime) -> dict[str, object]:
    name = f"many-{number}"
    return {
        "login_id": name,
        "folded_id": name,
        "skeleton": name,
        "organisation_id": organisation_id,
        "role_code": Role.MEMBER.value,
        "person_name": "見本",
        "email": f"{name}@town.example",
        "state_code": AccountState.ACTIVE.value,
        "issued_at": now,
    }


def _session(account_id: int, now: datetime) -> dict[str, object]:
    return {
        "token_hash": f"{account_id:064}",
        "account_id": account_id,
        "rung_number": Rung.CONSENT.value,
        "created_at": now,
        "rung_at": now,
        "last_seen_at": now,
        "address": "",
        "user_agent": "",
    }


def _link(account_id: int, now: datetime) -> dict[str, object]:
    return {
        "account_id": account_id,
        "purpose_code": LinkPurpose.RESET.value,
        "token_hash": f"{account_id:064}",
        "created_at": now,
        "expires_at": now + LinkPurpose.RESET.life,
    }
