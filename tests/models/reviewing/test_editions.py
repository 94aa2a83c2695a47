"""From a draft to an edition: who, when, and what nobody can do any more."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from models import clock
from models.access.visible_items import visible_items
from models.approvals import deciding
from models.approvals.acts import SamePerson
from models.approvals.approval import ApprovalKind, hold_approval
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Grant, GrantsEdition, Ground, edition_in_force
from models.catalogue.item import PersonalData
from models.errors import Conflict, DomainError
from models.mail.outgoing import Outgoing
from models.reviewing import calling_off, drafting
from models.reviewing.calling_off import CALL_OFF
from models.reviewing.cells import CellKey, NoSuchCell, cells_of, digest_of
from models.reviewing.drafts import find_draft
from models.reviewing.putting_in_force import PUT_IN_FORCE
from models.reviewing.updating import bring_up_to_date, clashes
from tests.models.accounts.people import BOX, PUBLIC
from tests.models.reviewing.conftest import GRID, OPERATOR, PUT, TOWN, Committee, cell

HIDDEN, SHOWN = cell("operator_telephone", GRID), cell("facility_id", GRID)


@pytest.fixture
def hidden(committee: Committee) -> CellKey:
    """A cell of personal data that the first edition does not grant."""
    granted = cells_of(committee.session, 1)
    personal = (item.key for item in catalogue().items if item.personal is PersonalData.YES)
    return next(cell(item, TOWN) for item in personal if cell(item, TOWN) not in granted)


def sees(committee: Committee, key: CellKey) -> bool:
    """Whether a cell shows its item at this moment."""
    return key.item in visible_items(committee.session, key.attribute, clock.now())


def test_what_two_persons_put_in_force_is_seen_at_the_next_look_and_not_before(
    committee: Committee, hidden: CellKey
) -> None:
    number = committee.draft({hidden: committee.terms(), SHOWN: None})
    approval = committee.propose(number)
    assert (sees(committee, hidden), sees(committee, SHOWN)) == (False, True)
    committee.approve(approval)
    assert (sees(committee, hidden), sees(committee, SHOWN)) == (True, False)
    edition = edition_in_force(committee.session, clock.now())
    assert edition is not None
    assert (edition.number, edition.based_on, edition.proposal) == (2, 1, True)
    assert (edition.proposed_by, edition.approved_by) == (committee.first.account_id, committee.second.account_id)
    assert edition.sha256 == digest_of(cells_of(committee.session, 2))


def test_whoever_proposed_does_not_approve(committee: Committee) -> None:
    approval = committee.propose(committee.draft({SHOWN: None}))
    shown = PUT_IN_FORCE.difference(committee.session, hold_approval(committee.session, approval)).sha256
    with pytest.raises(SamePerson):
        deciding.approve(committee.session, PUT, Outgoing(BOX, PUBLIC), committee.first, approval, shown)
    assert sees(committee, SHOWN)


def test_a_draft_that_waits_is_locked(committee: Committee) -> None:
    number = committee.draft({SHOWN: None})
    committee.propose(number)
    with pytest.raises(Conflict):
        drafting.put_cells(committee.session, committee.first, number, committee.revision(number), {SHOWN: None})


def test_a_grant_without_its_ground_cannot_be_proposed(committee: Committee, hidden: CellKey) -> None:
    for lacking in (
        {"ground": None},
        {"reference": " "},
        {"reviewer": ""},
        {"reviewed_on": None},
        {"less_will_not_do": ""},
    ):
        number = committee.draft({hidden: committee.terms(**lacking)})
        with pytest.raises(DomainError, match="根拠などが足りない"):
            committee.propose(number)
        committee.session.rollback()


def test_internal_items_are_never_granted_to_certified_operators(committee: Committee) -> None:
    internal = next(one.key for one in catalogue().items if one.internal)
    with pytest.raises(NoSuchCell, match="内部項目"):
        committee.draft({cell(internal, OPERATOR): committee.terms()})


def test_an_edition_takes_effect_at_its_moment_and_not_a_second_before(committee: Committee) -> None:
    with time_machine.travel(clock.now(), tick=False) as hands:
        moment = clock.now() + timedelta(days=3)
        committee.approve(committee.propose(committee.draft({SHOWN: None}), moment))
        hands.move_to(moment - timedelta(seconds=1))
        assert sees(committee, SHOWN)
        hands.move_to(moment)
        assert not sees(committee, SHOWN)


def test_nothing_takes_effect_before_what_was_decided_earlier(committee: Committee) -> None:
    moment = clock.now() + timedelta(days=3)
    committee.approve(committee.propose(committee.draft({SHOWN: None}), moment))
    sooner = committee.draft({cell("facility_id", TOWN): None})
    with pytest.raises(DomainError, match="取りやめてください"):
        committee.propose(sooner)


def test_an_edition_to_come_is_called_off_by_two_and_its_number_is_never_used_again(committee: Committee) -> None:
    session, moment = committee.session, clock.now() + timedelta(days=3)
    committee.approve(committee.propose(committee.draft({SHOWN: None}), moment))
    approval = calling_off.propose(session, committee.first, 2, "決定の取消し")
    shown = CALL_OFF.difference(session, approval).sha256
    registry = {ApprovalKind.CALL_OFF_GRANTS: CALL_OFF}
    deciding.approve(session, registry, Outgoing(BOX, PUBLIC), committee.second, approval.id, shown)
    session.commit()
    with time_machine.travel(moment + timedelta(days=1), tick=False):
        assert sees(committee, SHOWN)
        committee.put_in_force({cell("facility_id", TOWN): None})
        edition = edition_in_force(session, clock.now())
        assert edition is not None
        assert (edition.number, edition.based_on) == (3, 1)
        with pytest.raises(Conflict):
            calling_off.propose(session, committee.first, 3, "発効した後")


def test_going_back_makes_a_new_edition_equal_to_the_older_one(committee: Committee) -> None:
    session = committee.session
    committee.put_in_force({SHOWN: None})
    number = drafting.begin(session, committee.first, "第1版に戻す", equal_to=1)
    committee.approve(committee.propose(number))
    edition = edition_in_force(session, clock.now())
    assert edition is not None
    assert (edition.number, edition.equal_to) == (3, 1)
    assert cells_of(session, 3) == cells_of(session, 1)
    assert sees(committee, SHOWN)


def test_the_database_refuses_to_change_an_edition(committee: Committee) -> None:
    session = committee.session
    statements = (
        update(Grant).values(note="後から"),
        delete(Grant).where(Grant.item == "facility_id"),
        update(GrantsEdition).values(proposal=False),
        delete(GrantsEdition),
    )
    for statement in statements:
        with pytest.raises(DatabaseError, match="never changed"):
            session.execute(statement)
        session.rollback()


def test_an_overdue_grant_shows_nothing_once_the_edition_says_so(committee: Committee) -> None:
    session, today = committee.session, clock.today()
    due = today + timedelta(days=30)
    number = committee.draft({SHOWN: committee.terms(ground=Ground.PUBLIC_INTEREST, review_due_on=due)})
    drafting.set_rule(session, committee.first, number, committee.revision(number), "期限", closes_overdue=True)
    committee.approve(committee.propose(number))
    with time_machine.travel(clock.now() + timedelta(days=29), tick=False):
        assert clock.today() < due
        assert sees(committee, SHOWN)
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert clock.today() > due
        assert not sees(committee, SHOWN)


def test_every_step_is_in_the_trail_with_who_and_what(committee: Committee) -> None:
    committee.put_in_force({SHOWN: None})
    names = (EventName.GRANTS_DRAFTED, EventName.GRANTS_DRAFT_CHANGED, EventName.GRANTS_EDITION_MADE)
    rows = committee.session.scalars(
        select(AuditEvent).where(AuditEvent.name.in_(names)).order_by(AuditEvent.number)
    ).all()
    assert [row.name for row in rows] == list(names)
    made = rows[-1]
    assert made.account_id == committee.second.account_id
    assert made.details["hidden"] == {GRID.value: ["facility_id"]}
    assert made.details["revealed"] == {}
    assert made.details["proposed_by"] == committee.first.account_id


def test_two_drafts_of_one_edition_never_overwrite_each_other_silently(committee: Committee) -> None:
    session, town = committee.session, cell("facility_id", TOWN)
    mine, other = committee.terms(reference="私の条文"), committee.terms(reference="別の条文")
    later = committee.draft({SHOWN: mine, town: None})
    committee.put_in_force({SHOWN: other})
    with pytest.raises(Conflict, match="新しい版"):
        committee.propose(later)
    session.rollback()
    draft = find_draft(session, later)
    assert draft.outdated
    assert clashes(session, draft) == {SHOWN: other}
    bring_up_to_date(session, committee.first, later, draft.row.revision, mine=())
    draft = find_draft(session, later)
    assert (draft.outdated, dict(draft.changes)) == (False, {town: None})
    committee.approve(committee.propose(later))
    granted = cells_of(session, 3)
    assert granted[SHOWN] == other
    assert town not in granted
