"""Acts on everything found, two attributes side by side, and the lists of what is due or unused."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from models import clock
from models.audit.event_names import EventName
from models.catalogue.catalogue import catalogue
from models.catalogue.first_edition import REVIEW_DUE_ON
from models.catalogue.grants import Ground
from models.catalogue.item import PersonalData
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey
from tests.blueprints.admin.conftest import Office, approve
from tests.blueprints.admin.items.conftest import CellsOf
from tests.driver.visitor import Visitor

GRID, OCCTO = OrganisationKind.GRID_OPERATOR, OrganisationKind.OCCTO
BULK = "/admin/items/drafts/1/bulk"


def items_of(section: str) -> list[str]:
    """The keys of a section's items."""
    return [item.key for item in catalogue().items if item.section == section]


def test_what_the_filter_finds_is_closed_after_its_consequence_was_shown(
    office: Office, first: Visitor, drafted: CellsOf
) -> None:
    before = drafted()
    granted = {key for key in before if key.attribute is GRID and key.item in items_of("01")}
    first.visit(f"{BULK}?section=01")
    page = first.submit("bulk", act="close", attribute="grid_operator")
    assert f"見えなくなる項目：{len(granted)} 項目" in page.text
    assert drafted() == before
    page = first.submit("carry-out")
    assert f"{len(granted)} か所を変更しました。" in page.text
    assert before.keys() - drafted().keys() == granted
    (_, _, told) = office.events(EventName.GRANTS_DRAFT_CHANGED)[-1]
    assert (told["hidden"], told["revealed"]) == (len(granted), 0)


def test_a_section_is_opened_at_once_on_the_usual_ground(first: Visitor, drafted: CellsOf) -> None:
    first.visit(f"{BULK}?section=05")
    first.submit("bulk", act="grant", attribute="occto", less_will_not_do="照合のため")
    first.submit("carry-out")
    after = drafted()
    assert all(CellKey(item, OCCTO) in after for item in items_of("05"))


def test_confirming_a_review_keeps_every_ground(first: Visitor, drafted: CellsOf) -> None:
    before = drafted()
    first.visit(f"{BULK}?section=01")
    first.submit("bulk", act="confirm", reviewer="閲覧項目審査会")
    first.submit("carry-out")
    after, own = drafted(), items_of("01")
    assert after.keys() == before.keys()
    moved = {key for key in after if after[key] != before[key]}
    assert moved == {key for key in before if key.item in own}
    assert all(
        (after[key].ground, after[key].reference) == (before[key].ground, before[key].reference) for key in moved
    )
    assert {(after[key].reviewer, after[key].reviewed_on) for key in moved} == {("閲覧項目審査会", clock.today())}


def test_a_ground_is_written_over_what_is_granted_and_opens_nothing(first: Visitor, drafted: CellsOf) -> None:
    before = drafted()
    first.visit(f"{BULK}?section=01")
    page = first.submit(
        "bulk",
        act="ground",
        attribute="grid_operator",
        ground="public_interest",
        reference="法第9条",
        reviewer="閲覧項目審査会",
        note="",
    )
    assert ("見えるようになる項目" in page.text, "見えなくなる項目：" in page.text) == (False, False)
    first.submit("carry-out")
    after = drafted()
    assert after.keys() == before.keys()
    moved = {key for key in after if after[key] != before[key]}
    assert moved == {key for key in before if key.attribute is GRID and key.item in items_of("01")}
    for key in moved:
        expected = replace(
            before[key],
            ground=Ground.PUBLIC_INTEREST,
            reference="法第9条",
            reviewer="閲覧項目審査会",
            reviewed_on=clock.today(),
            review_due_on=clock.today() + timedelta(days=365),
        )
        personal = catalogue().by_key[key.item].personal is not PersonalData.NO
        assert after[key] == (expected if personal else replace(expected, less_will_not_do=""))


def test_one_attribute_is_made_like_another(first: Visitor, drafted: CellsOf) -> None:
    first.visit(f"{BULK}?section=02")
    page = first.submit("bulk", act="copy", attribute="occto", source="occto", expect=422)
    assert "別々の属性を選んでください" in page.text
    first.submit("bulk", act="copy", attribute="occto", source="grid_operator")
    first.submit("carry-out")
    after = drafted()
    seen = {attribute: {key.item for key in after if key.attribute is attribute} for attribute in (GRID, OCCTO)}
    own = set(items_of("02"))
    assert seen[GRID] & own == seen[OCCTO] & own


def test_what_was_shown_and_is_not_true_any_more_is_not_done(first: Visitor, second: Visitor, drafted: CellsOf) -> None:
    first.visit(f"{BULK}?section=01")
    first.submit("bulk", act="close", attribute="grid_operator")
    second.visit("/admin/items/drafts/1/facility_id/grid_operator")
    second.submit("cell", granted="no")
    before = drafted()
    page = first.submit("carry-out", expect=422)
    assert "変わりました" in page.text or "変更しました" in page.text
    assert drafted() == before
    first.submit("carry-out")
    assert not any(key.attribute is GRID and key.item in items_of("01") for key in drafted())


def test_two_attributes_are_compared_and_chosen_items_copied(first: Visitor, drafted: CellsOf) -> None:
    before = drafted()
    item = next(key.item for key in before if key.attribute is GRID and CellKey(key.item, OCCTO) not in before)
    page = first.visit("/admin/items/compare?model=grid_operator&other=occto")
    assert "と同じにする" not in page.text
    first.visit("/admin/items/drafts/1/compare?model=grid_operator&other=occto")
    page = first.submit("copy", item=[item])
    assert "1 か所を変更しました。" in page.text
    assert drafted().keys() - before.keys() == {CellKey(item, OCCTO)}


NARROWED = "seen_by=grid_operator&use=unused&section=04"


def test_an_act_changes_the_attribute_that_was_filtered_by_and_no_other(first: Visitor, drafted: CellsOf) -> None:
    before = drafted()
    own = {key for key in before if key.item in items_of("04") and key.attribute is GRID}
    others = {key for key in before if key.item in {one.item for one in own} and key.attribute is not GRID}
    assert own
    assert others
    first.visit(f"{BULK}?{NARROWED}")
    assert "絞り込んだ属性（一般送配電事業者）" in first.page.text
    page = first.submit("bulk", act="close")
    assert f"この操作で変わること（{len(own)} か所）" in page.text
    assert "絞り込んだ属性のほかに" not in page.text
    first.submit("carry-out")
    assert before.keys() - drafted().keys() == own


def test_an_act_beyond_the_filters_attribute_has_to_be_chosen_and_is_told(first: Visitor, drafted: CellsOf) -> None:
    before = drafted()
    shown = {key.item for key in before if key.item in items_of("04") and key.attribute is GRID}
    first.visit(f"{BULK}?{NARROWED}")
    page = first.submit("bulk", act="close", attribute="occto")
    assert f"絞り込んだ属性のほかに、{OCCTO.label}の許可も変わります。" in page.text
    page = first.submit("bulk", act="close", attribute="every")
    assert "絞り込んだ属性のほかに、" in page.text
    first.submit("carry-out")
    assert before.keys() - drafted().keys() == {key for key in before if key.item in shown}


def test_copying_needs_an_attribute_that_is_named(first: Visitor) -> None:
    first.visit(f"{BULK}?{NARROWED}")
    for chosen in ("", "every"):
        page = first.submit("bulk", act="copy", attribute=chosen, source="occto", expect=422)
        assert "別々の属性を選んでください" in page.text


@pytest.mark.parametrize(
    ("condition", "label"),
    [("reviewed_before=2026-4-31", "点検日がこれより前"), ("seen_by=gird_operator", "見える属性")],
)
def test_an_act_does_not_begin_from_a_condition_that_cannot_be_used(
    first: Visitor, drafted: CellsOf, condition: str, label: str
) -> None:
    before = drafted()
    page = first.visit(f"/admin/items/drafts/1?section=01&{condition}")
    assert f"使えない条件（{label}）" in page.text
    assert "/drafts/1/bulk" not in page.source
    for asked in ("", "&act=close"):
        page = first.visit(f"{BULK}?section=01&{condition}{asked}", expect=400)
        assert f"絞り込みに使えない条件（{label}）があるため" in page.text
        assert not [form for form in page.forms if form.element.get("id") in {"bulk", "carry-out"}]
    first.visit(f"{BULK}?section=01")
    first.submit("bulk", act="close", attribute="grid_operator")
    (form, _) = first.page.form("carry-out")
    sent = dict(form.sending(None).pairs)
    assert first.request("POST", f"{BULK}?section=01&{condition}", data=sent).status_code == 400
    assert drafted() == before


def test_what_a_draft_closes_is_said_to_be_hidden_wherever_it_stands(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    first.visit("/admin/editions/drafts/1")
    first.submit("rule", closes_overdue="y")
    first.visit("/admin/editions/drafts/1")
    first.submit("propose", reason="期限の扱い")
    approve(second)
    hands.move_to(clock.now() + (REVIEW_DUE_ON - clock.today()) + timedelta(days=1))
    officer = office.enter(name="後日 花子")
    closed = "期限切れで非表示"
    assert closed in officer.visit("/admin/items?due=overdue&hidden_from=grid_operator&section=01").text
    assert "該当する項目はありません。" in officer.visit("/admin/items?seen_by=grid_operator").text
    assert f"許可（{closed}）" in officer.visit("/admin/items/facility_id/grid_operator").text
    rows = officer.visit("/admin/items/facility_id/all").rows("利用者属性ごとの許可")
    assert {row["閲覧"] for row in rows} == {f"許可（{closed}）"}
    counts = officer.visit("/admin/editions/2").rows("利用者属性ごとの項目数")
    assert {row["項目数"].partition("（")[0] for row in counts} == {"0"}
    page = officer.visit("/admin/editions/2/visible/grid_operator")
    assert ("見える項目 0 項目" in page.text, closed in page.text) == (True, True)
    page = officer.visit("/admin/items/due?due=overdue&attribute=grid_operator&section=01")
    assert f"（{closed}）" in page.text
    officer.visit("/admin/editions")
    officer.submit("begin", title="点検の更新")
    officer.visit("/admin/items/due?due=overdue&attribute=grid_operator&section=01")
    found = officer.follow("下書き「点検の更新」で見る")
    assert f"{closed} 業務" in found.text
    assert "該当する項目はありません。" not in found.text


def test_what_is_overdue_waits_for_the_officer_and_stands_in_the_list(
    office: Office, first: Visitor, hands: time_machine.Traveller
) -> None:
    assert "該当するものはありません。" in first.visit("/admin/items/due?due=overdue").text
    hands.move_to(clock.now() + (REVIEW_DUE_ON - clock.today()) + timedelta(days=1))
    officer = office.enter(name="後日 花子")
    assert "点検の期限を過ぎた許可" in officer.visit("/admin").text
    assert "期限を過ぎた" in officer.visit("/admin/items/due?due=overdue&attribute=grid_operator").text


def test_what_nobody_used_is_listed_and_taken_as_a_file(office: Office, first: Visitor) -> None:
    page = first.visit("/admin/items/unused?attribute=grid_operator&section=01")
    assert "設備ID" in page.text
    response = first.request("GET", "/admin/items/unused?attribute=grid_operator&section=01&file=csv")
    lines = response.get_data(as_text=True).splitlines()
    (_, _, told) = office.events(EventName.LIST_EXPORTED)[-1]
    assert (told["list"], told["rows"]) == ("grants-unused", len(lines) - 1)


def test_what_waits_is_sorted_as_its_address_says_and_its_file_likewise(first: Visitor) -> None:
    unused = "/admin/items/unused?attribute=grid_operator&section=01"

    def shown(address: str, column: str = "項目") -> list[str]:
        return [line[column] for line in first.visit(address).rows()]

    catalogue_order = shown(unused)
    assert len(catalogue_order) > 1
    assert shown(f"{unused}&sort=-item") == catalogue_order[::-1]
    assert shown(f"{unused}&sort=nothing") == shown(f"{unused}&sort=people") == catalogue_order
    file = first.request("GET", f"{unused}&sort=-item&file=csv").get_data(as_text=True).splitlines()[1:]
    assert [" ".join(line.split(",")[:2]) for line in file] == catalogue_order[::-1]
    due = shown(f"{unused}&sort=-due", "次の点検の期限")
    assert len(due) == len(catalogue_order)
    assert due == sorted(due, reverse=True)
