"""What has been in force stays so, whatever becomes of the clock (B5)."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import sessionmaker

from models import clock
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.catalogue.grants import BegunEdition, edition_in_force
from models.errors import Conflict
from models.reviewing import calling_off
from models.reviewing.beginning import note_begun
from models.reviewing.editions import EditionState, find_edition, standing_of
from tests.models.reviewing.conftest import GRID, Committee, cell

SHOWN = cell("facility_id", GRID)
DAY = timedelta(days=1)


def in_force(committee: Committee) -> int:
    """The number of the edition in force."""
    found = edition_in_force(committee.session, clock.now())
    return found.number if found else 0


def noted(committee: Committee) -> int:
    """How many editions the worker finds begun."""
    committee.session.commit()
    return note_begun(sessionmaker(committee.session.get_bind()), clock.now())


def test_a_clock_set_back_revives_no_edition_that_two_persons_have_replaced(committee: Committee) -> None:
    with time_machine.travel(clock.now(), tick=False) as hands:
        committee.put_in_force({SHOWN: None})
        hands.shift(-30 * DAY)
        assert in_force(committee) == 2


def test_an_edition_decided_ahead_is_written_down_once_when_its_moment_has_come(committee: Committee) -> None:
    session = committee.session
    with time_machine.travel(clock.now(), tick=False) as hands:
        moment = clock.now() + 3 * DAY
        committee.approve(committee.propose(committee.draft({SHOWN: None}), moment))
        assert (noted(committee), in_force(committee)) == (0, 1)
        hands.move_to(moment)
        assert [noted(committee), noted(committee)] == [1, 0]
        hands.shift(-DAY)
        session.rollback()
        assert in_force(committee) == 2
        assert standing_of(session, clock.now()).state(find_edition(session, 2)) is EditionState.IN_FORCE
        with pytest.raises(Conflict, match="すでに発効しています"):
            calling_off.propose(session, committee.first, 2, "時計が戻った後")
        session.rollback()
    told = select(func.count()).where(AuditEvent.name == EventName.GRANTS_EDITION_BEGAN.value)
    assert session.scalar(told) == 1


def test_before_it_is_written_down_the_clock_alone_decides(committee: Committee) -> None:
    with time_machine.travel(clock.now(), tick=False) as hands:
        moment = clock.now() + 3 * DAY
        committee.approve(committee.propose(committee.draft({SHOWN: None}), moment))
        hands.move_to(moment)
        assert in_force(committee) == 2
        hands.move_to(moment - timedelta(seconds=1))
        assert in_force(committee) == 1


def test_the_database_does_not_forget_that_an_edition_has_begun(committee: Committee) -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        committee.session.execute(delete(BegunEdition))
    committee.session.rollback()
