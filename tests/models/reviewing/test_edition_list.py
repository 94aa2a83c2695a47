"""The list of editions: found by how they stand, by who decided, and by when they take effect (B5)."""

from datetime import timedelta
from typing import Any

from models import clock
from models.approvals import deciding
from models.approvals.approval import ApprovalKind
from models.lists import ask, list_page
from models.mail.outgoing import Outgoing
from models.reviewing import calling_off
from models.reviewing.calling_off import CALL_OFF
from models.reviewing.editions import EditionState, editions, find_edition, standing_of
from tests.models.accounts.people import BOX, PUBLIC
from tests.models.reviewing.conftest import GRID, TOWN, Committee, cell

GRID_SEES, TOWN_SEES = cell("facility_id", GRID), cell("facility_id", TOWN)


def found(committee: Committee, **asked: str) -> list[int]:
    """The numbers of the editions under these conditions, all of which the list understands."""
    spec: Any = editions(standing_of(committee.session, clock.now()))
    question = ask(spec, asked)
    assert not question.ignored
    return [one.number for one in list_page(committee.session, spec, question).rows]


def test_editions_are_found_by_how_they_stand(committee: Committee) -> None:
    session, soon = committee.session, clock.now() + timedelta(days=3)
    committee.put_in_force({GRID_SEES: None})
    committee.approve(committee.propose(committee.draft({TOWN_SEES: None}), soon))
    approval = calling_off.propose(session, committee.first, 3, "決定の取消し")
    shown = CALL_OFF.difference(session, approval).sha256
    registry = {ApprovalKind.CALL_OFF_GRANTS: CALL_OFF}
    deciding.approve(session, registry, Outgoing(BOX, PUBLIC), committee.second, approval.id, shown)
    committee.approve(committee.propose(committee.draft({TOWN_SEES: None}, "次の見直し"), soon))
    assert {state: found(committee, state=state) for state in EditionState} == {
        EditionState.IN_FORCE: [2],
        EditionState.COMING: [4],
        EditionState.FORMER: [1],
        EditionState.CALLED_OFF: [3],
    }
    standing = standing_of(session, clock.now())
    for number in found(committee):
        assert number in found(committee, state=standing.state(find_edition(session, number)))
    day = clock.day_in_japan(soon).isoformat()
    assert found(committee, since=day) == found(committee, since=day, until=day) == [4, 3]
    assert found(committee, note="次の") == [4]


def test_editions_are_found_and_sorted_by_who_decided(committee: Committee) -> None:
    committee.put_in_force({GRID_SEES: None})
    for viewer in (committee.first, committee.second):
        assert found(committee, person=viewer.actor.login_id) == [2], "the first edition was nobody's"
    assert found(committee, person="nobody.at.all") == []
    for sort in ("number", "from", "proposer", "approver"):
        assert found(committee, sort=sort) == [1, 2]
        assert found(committee, sort=f"-{sort}") == [2, 1]
