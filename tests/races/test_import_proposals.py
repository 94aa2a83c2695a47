"""Two officers who press at the same moment: the file is taken in once (B4)."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.presence import viewer_of
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.accounts.visit import Visit
from models.certifications.proposals.acts import confirm
from models.certifications.proposals.proposal import ImportProposal, ProposalKind, Stage
from models.errors import Conflict
from models.jobs.job import Job, JobKind
from models.organisations.kinds import OrganisationKind
from models.settings import Settings
from tests.access import people
from tests.amount import ROUNDS
from tests.races.racing import Racers


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = create_engine(settings.database, pool_size=4)
    yield made
    made.dispose()


def officer(session: Session) -> Viewer:
    account = people.new_account(session, kind=OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
    person = people.signed_in(session, account, Rung.CONSENT)
    return viewer_of(session, account, Visit().actor(account, person.sign_in.id), clock.now())


def ready(uploader: Viewer) -> ImportProposal:
    now = clock.now()
    return ImportProposal(
        kind_code=ProposalKind.PUBLISHED.value,
        stage_code=Stage.READY.value,
        file_name="06.山形県.xlsx",
        sha256="0" * 64,
        size=1,
        strict=False,
        accept_vanished=False,
        reason="試験",
        token="0" * 32,
        sealed_key="x",
        proposed_by=uploader.actor.account_id,
        proposed_in=uploader.actor.session,
        proposed_at=now,
        expires_at=now + timedelta(days=7),
    )


def press(viewer: Viewer, number: int, session: Session) -> str:
    try:
        confirm(session, viewer, number)
    except Conflict as error:
        session.rollback()
        return error.reason
    return ""


def test_of_two_who_press_at_once_one_takes_the_file_in(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        uploader, second, third = officer(session), officer(session), officer(session)
        proposals = [ready(uploader) for _ in range(ROUNDS)]
        session.add_all(proposals)
        session.commit()
    racers = Racers(engine, 2)
    for proposal in proposals:
        answers = racers.race(partial(press, second, proposal.id), partial(press, third, proposal.id))
        assert sorted(map(bool, answers)) == [False, True], answers
    racers.close()
    with Session(engine) as session:
        jobs = select(func.count(), func.count(Job.subject.distinct())).where(Job.kind_code == JobKind.IMPORT_APPLY)
        assert tuple(session.execute(jobs).one()) == (ROUNDS, ROUNDS)
