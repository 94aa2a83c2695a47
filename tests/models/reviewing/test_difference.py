"""What a draft is said to change is what people will see otherwise: overdue grants, and the rule that closes them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import clock
from models.access.visible_items import visible_items
from models.approvals.approval import hold_approval
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.reviewing import drafting
from models.reviewing.bulk import Bulk, BulkAct, consequence_of
from models.reviewing.cells import Changes, GrantTerms
from models.reviewing.changes_page import page_of_changes
from models.reviewing.difference import AttributeDifference
from models.reviewing.drafts import find_draft
from models.reviewing.item_filter import ItemFilter
from models.reviewing.putting_in_force import PUT_IN_FORCE, differences_of, showings_of
from models.reviewing.updating import bring_up_to_date
from tests.access import people
from tests.models.reviewing.conftest import GRID, TOWN, Committee, cell

SHOWN = cell("facility_id", GRID)
CLOSED, KEPT = "期限の翌日から表示しない", "表示を続け、点検待ちとして知らせる"


def due(committee: Committee, days: int, **values: object) -> GrantTerms:
    """Terms whose next review is due so many days from today."""
    today = clock.today()
    reviewed, last = today - timedelta(days=60), today + timedelta(days=days)
    return committee.terms(reviewed_on=reviewed, review_due_on=last, **values)


def drafted(committee: Committee, changes: Changes, *, closes: bool) -> int:
    """A draft with these changes, under which overdue grants show nothing or show on."""
    number = committee.draft(changes)
    revision = committee.revision(number)
    drafting.set_rule(committee.session, committee.first, number, revision, "期限の扱い", closes_overdue=closes)
    committee.session.commit()
    return number


def in_force(committee: Committee, changes: Changes, *, closes: bool) -> None:
    """An edition with these changes and this rule, from now on."""
    committee.approve(committee.propose(drafted(committee, changes, closes=closes)))


def of_grid(committee: Committee, number: int) -> tuple[list[str], list[str], list[str]]:
    """What a draft that nobody has proposed reveals to grid companies, hides from them, and puts on other terms."""
    found = [one for one, _ in differences_of(committee.session, find_draft(committee.session, number), None)]
    return next((keys_of(one) for one in found if one.attribute is GRID), ([], [], []))


def keys_of(one: AttributeDifference) -> tuple[list[str], list[str], list[str]]:
    """The items of a difference by key: revealed, hidden, on other terms."""
    return (
        [item.key for item in one.revealed],
        [item.key for item in one.hidden],
        [changed.item.key for changed in one.changed],
    )


def sees(committee: Committee) -> bool:
    """Whether grid companies see the item at this moment."""
    return SHOWN.item in visible_items(committee.session, GRID, clock.now())


def lines(committee: Committee, approval: int) -> dict[str, tuple[str, str]]:
    """What the second person is shown, by its label."""
    shown = PUT_IN_FORCE.difference(committee.session, hold_approval(committee.session, approval))
    return {one.label: (one.before, one.after) for one in shown.changes}


@pytest.mark.parametrize("closes", [True, False])
def test_turning_the_rule_is_a_change_of_what_people_see(committee: Committee, *, closes: bool) -> None:
    people.new_account(committee.session, kind=GRID)
    in_force(committee, {SHOWN: due(committee, -10)}, closes=not closes)
    assert sees(committee) is closes
    number = drafted(committee, {}, closes=closes)
    moved: tuple[list[str], ...] = ([], ["facility_id"], []) if closes else (["facility_id"], [], [])
    assert of_grid(committee, number) == moved
    approval = committee.propose(number)
    shown = lines(committee, approval)
    told = "".join(shown["一般送配電事業者：見え" + ("なくなる" if closes else "るようになる")])
    assert ("1 項目：設備ID" in told, "1 組織 1 人" in told) == (True, True)
    assert shown["点検の期限を過ぎた許可"] == ((KEPT, CLOSED) if closes else (CLOSED, KEPT))
    committee.approve(approval)
    assert sees(committee) is not closes
    made = select(AuditEvent.details).where(AuditEvent.name == EventName.GRANTS_EDITION_MADE)
    details = committee.session.scalars(made.order_by(AuditEvent.number)).all()[-1]
    expected = {GRID.value: ["facility_id"]}
    assert (details["revealed"], details["hidden"]) == (({}, expected) if closes else (expected, {}))


def test_the_rule_left_as_it_is_is_no_line(committee: Committee) -> None:
    in_force(committee, {}, closes=True)
    assert "点検の期限を過ぎた許可" not in lines(committee, committee.propose(committee.draft({SHOWN: None})))


def test_a_review_done_again_under_the_closing_rule_reveals(committee: Committee) -> None:
    in_force(committee, {SHOWN: due(committee, -10)}, closes=True)
    number = committee.draft({SHOWN: due(committee, 300)})
    assert of_grid(committee, number) == (["facility_id"], [], [])
    committee.approve(committee.propose(number))
    assert sees(committee)


def test_a_review_done_again_in_time_reveals_nothing(committee: Committee) -> None:
    in_force(committee, {SHOWN: due(committee, 0)}, closes=True)
    assert of_grid(committee, committee.draft({SHOWN: due(committee, 300)})) == ([], [], ["facility_id"])


def test_withdrawing_what_nobody_saw_any_more_hides_nothing(committee: Committee) -> None:
    in_force(committee, {SHOWN: due(committee, -10)}, closes=True)
    assert of_grid(committee, committee.draft({SHOWN: None})) == ([], [], ["facility_id"])


@pytest.mark.parametrize(("days", "hides"), [(10, False), (11, True)])
def test_what_will_be_overdue_when_the_edition_takes_effect_is_told(
    committee: Committee, days: int, *, hides: bool
) -> None:
    in_force(committee, {SHOWN: due(committee, 10)}, closes=False)
    number = drafted(committee, {}, closes=True)
    approval = committee.propose(number, clock.now() + timedelta(days=days))
    assert ("一般送配電事業者：見えなくなる" in lines(committee, approval)) is hides
    draft = find_draft(committee.session, number)
    told = differences_of(committee.session, draft, draft.waiting)
    assert [keys_of(one) for one, _ in told] == ([([], ["facility_id"], [])] if hides else [])


def test_the_pages_of_changes_say_what_is_seen(committee: Committee) -> None:
    in_force(committee, {SHOWN: due(committee, -10)}, closes=True)
    number = drafted(committee, {cell("facility_id", TOWN): None}, closes=False)
    draft = find_draft(committee.session, number)
    (line,) = page_of_changes(*showings_of(draft, None), GRID, 1).lines
    assert (line.label, line.closed_before, line.closed_after) == ("見えるようになる", True, False)
    assert line.before == line.after
    (line,) = page_of_changes(*showings_of(draft, None), TOWN, 1).lines
    assert (line.label, line.closed_before, line.closed_after) == ("見えなくなる", False, False)


def test_confirming_many_reviews_at_once_tells_what_that_reveals(committee: Committee) -> None:
    in_force(committee, {SHOWN: due(committee, -10)}, closes=True)
    number = committee.draft({})
    confirmed = Bulk(BulkAct.CONFIRM, GRID, due(committee, 300))
    found = consequence_of(committee.session, number, ItemFilter(words="facility_id"), confirmed)
    reveals, confirms_what_is_seen = ["facility_id"], ["former_facility_id"]
    assert [keys_of(one) for one, _ in found.differences] == [(reveals, [], confirms_what_is_seen)]


@pytest.mark.parametrize(("mine", "newer", "becomes"), [(False, True, True), (True, False, True), (True, True, True)])
def test_bringing_a_draft_up_to_date_turns_no_rule_back(
    committee: Committee, *, mine: bool, newer: bool, becomes: bool
) -> None:
    number = drafted(committee, {SHOWN: None}, closes=mine)
    in_force(committee, {cell("facility_id", TOWN): None}, closes=newer)
    bring_up_to_date(committee.session, committee.first, number, committee.revision(number), mine=())
    assert find_draft(committee.session, number).row.closes_overdue is becomes


def test_a_draft_with_another_rule_is_not_equal_to_the_edition_it_goes_back_to(committee: Committee) -> None:
    committee.put_in_force({SHOWN: None})
    number = drafting.begin(committee.session, committee.first, "第1版に戻す", equal_to=1)
    for closes, equal in ((False, 1), (True, None)):
        revision = committee.revision(number)
        drafting.set_rule(committee.session, committee.first, number, revision, "戻す", closes_overdue=closes)
        assert find_draft(committee.session, number).row.equal_to == equal
