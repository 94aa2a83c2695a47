"""Officers at the same draft at the same moment: one begins it, one saves over what both opened, one approves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.presence import viewer_of
from models.access.viewer import Viewer
from models.accounts.account import Account, Role
from models.administration.two_person_acts import ACTS
from models.approvals import deciding
from models.approvals.approval import find_approval
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.errors import Conflict
from models.legal.published_texts import TextVersion
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind
from models.publishing import drafts, publication
from models.publishing.drafts import Stale
from models.publishing.words import Section, read_typed
from tests.access.people import new_account
from tests.amount import ROUNDS
from tests.models.accounts.people import BOX, PUBLIC
from tests.races.racing import Racers

NAME = "consent:ministry"
Act = Callable[[Session, Viewer], object]


@pytest.fixture
def two(session: Session) -> Iterator[Racers]:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    racers = Racers(engine, 2)
    yield racers
    racers.close()


@pytest.fixture
def officers(session: Session) -> list[int]:
    """Three of the owner's officers: one proposes, two approve."""
    made = [new_account(session, kind=OrganisationKind.OWNER, role=Role.OWNER_OFFICER) for _ in range(3)]
    session.commit()
    return [account.id for account in made]


def as_officer(session: Session, number: int, act: Act) -> object:
    """Do something as one of them; a conflict is an answer."""
    account = session.get_one(Account, number)
    try:
        return act(session, viewer_of(session, account, Actor(account_id=number), clock.now()))
    except Conflict as error:
        session.rollback()
        return type(error)


def save(session: Session, viewer: Viewer, number: int, revision: int, typed: str) -> None:
    """Save one's own words over what one has opened."""
    edit = drafts.find_draft(session, number).edit
    first, *others = edit.words.sections
    words = replace(edit.words, sections=(Section(first.heading, read_typed(typed)), *others))
    ahead = clock.today() + timedelta(days=30)
    drafts.save(session, viewer, number, revision, replace(edit, words=words, changes=("改めました。",), version=ahead))


def approve(session: Session, viewer: Viewer, number: int) -> int:
    """Approve what one was shown."""
    shown = ACTS[find_approval(session, number).kind].difference(session, find_approval(session, number)).sha256
    return deciding.approve(session, ACTS, Outgoing(BOX, PUBLIC), viewer, number, shown).id


def count(session: Session, name: EventName) -> int:
    """How often this stands in the trail."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.name == name.value)) or 0


def test_two_who_begin_a_draft_at_once_land_in_the_same(session: Session, two: Racers, officers: list[int]) -> None:
    for number in range(1, ROUNDS + 1):
        begin = partial(drafts.begin, name=NAME)
        one, other = two.race(*(partial(as_officer, number=officer, act=begin) for officer in officers[:2]))
        assert one == other
        assert count(session, EventName.TEXT_DRAFTED) == number
        session.delete(session.scalars(select(TextVersion)).one())
        session.commit()


def test_of_two_who_save_over_the_same_state_one_is_told(session: Session, two: Racers, officers: list[int]) -> None:
    number = as_officer(session, officers[0], partial(drafts.begin, name=NAME))
    session.commit()
    for revision in range(1, ROUNDS + 1):
        answers = two.race(
            *(
                partial(
                    as_officer,
                    number=officer,
                    act=partial(save, number=number, revision=revision, typed=f"{officer}の{revision}回目の文です。"),
                )
                for officer in officers[:2]
            )
        )
        assert sorted(answers, key=str) == sorted([None, Stale], key=str)
    assert count(session, EventName.TEXT_CHANGED) == ROUNDS


def test_of_two_who_approve_one_publishes(session: Session, two: Racers, officers: list[int]) -> None:
    for number in range(1, ROUNDS + 1):
        # Ever later days: a published version stays, so each round is about the next one.
        draft = as_officer(session, officers[0], partial(drafts.begin, name=NAME))
        as_officer(session, officers[0], partial(save, number=draft, revision=1, typed=f"{number}回目の文です。"))
        row = session.get_one(TextVersion, draft)
        row.version = clock.today() + timedelta(days=number)
        session.flush()
        laid = as_officer(
            session, officers[0], partial(publication.lay_before, chosen=[(row.id, row.revision)], reason="見直し")
        )
        session.commit()
        answers = two.race(
            *(partial(as_officer, number=officer, act=partial(approve, number=laid.id)) for officer in officers[1:])  # type: ignore[attr-defined]
        )
        assert sorted(map(str, answers)) == sorted([str(laid.id), str(Conflict)])  # type: ignore[attr-defined]
        assert count(session, EventName.TEXT_PUBLISHED) == number
