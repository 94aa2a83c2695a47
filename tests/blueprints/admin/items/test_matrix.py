"""The matrix from page to page, without any script: looked at, filtered, ticked."""

from collections.abc import Iterable

import pytest
import time_machine
from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Role
from models.accounts.sessions import IDLE
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Ground
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey
from models.reviewing.item_use import ItemUseCount
from tests.blueprints.admin.conftest import Office
from tests.blueprints.admin.items.conftest import CellsOf
from tests.driver.visitor import Visitor

GRID, OPERATOR = OrganisationKind.GRID_OPERATOR, OrganisationKind.CERTIFIED_OPERATOR
MATRIX = "/admin/items/drafts/1"


def places(visitor: Visitor) -> dict[str, str]:
    """The names of the page's ticks, by item and attribute (``facility_id:occto``)."""
    sent = dict(visitor.page.form("ticks")[0].sending(None).pairs)
    return {
        f"{item}:{attribute}": f"{row}.{column}"
        for row, item in enumerate(sent["shown"].split(), start=1)
        for column, attribute in enumerate(sent["columns"].split(), start=1)
    }


def ticks(visitor: Visitor) -> list[str]:
    """The ticked cells of the page in view."""
    named = {place: cell for cell, place in places(visitor).items()}
    return [named[value] for name, value in visitor.page.form("ticks")[0].sending(None).pairs if name == "on"]


def sent(visitor: Visitor, cells: Iterable[str]) -> list[str]:
    """These cells as the form of the page in view sends them."""
    named = places(visitor)
    return [named[cell] for cell in cells]


def test_whoever_only_looks_sees_the_edition_in_force_and_no_form(office: Office) -> None:
    auditor = office.enter(OrganisationKind.AUDITOR, Role.AUDITOR)
    page = auditor.visit("/admin/items")
    assert ("有効な第1版" in page.text, "このページの印を保存する" in page.text) == (True, False)
    page = auditor.visit(MATRIX)
    assert ("設備ID" in page.text, "このページの印を保存する" in page.text) == (True, False)
    auditor.visit("/admin/items/drafts/1/bulk", expect=403)


def test_what_is_ticked_is_granted_and_what_loses_its_tick_is_not(first: Visitor, drafted: CellsOf) -> None:
    before = drafted()
    shut = next(
        item.key
        for item in catalogue().items
        if item.section == "02" and CellKey(item.key, GRID) not in before and not item.internal
    )
    opened = next(item.key for item in catalogue().items if item.section == "02" and CellKey(item.key, GRID) in before)
    first.visit(f"{MATRIX}?section=02&size=100")
    on = (set(ticks(first)) | {f"{shut}:grid_operator"}) - {f"{opened}:grid_operator"}
    page = first.submit("ticks", on=sent(first, sorted(on)), less_will_not_do="名称だけでは特定できない")
    assert "2 か所を変更しました。" in page.text
    assert first.path.endswith("section=02&size=100")
    after = drafted()
    assert before.keys() - after.keys() == {CellKey(opened, GRID)}
    assert after.keys() - before.keys() == {CellKey(shut, GRID)}
    new = after[CellKey(shut, GRID)]
    assert (new.ground is not None, new.reference != "") == (True, True)
    assert (new.reviewer, new.reviewed_on) == ("起草 一郎", clock.today())


def test_saving_an_untouched_page_changes_nothing(first: Visitor, drafted: CellsOf) -> None:
    before = drafted()
    first.visit(MATRIX)
    assert "変わったところはありません。" in first.submit("ticks").text
    assert drafted() == before


def test_a_page_somebody_else_has_overtaken_keeps_what_was_ticked(
    office: Office, first: Visitor, second: Visitor, drafted: CellsOf
) -> None:
    first.visit(f"{MATRIX}?section=01")
    second.visit(f"{MATRIX}?section=01")
    second.submit("ticks", on=sent(second, (one for one in ticks(second) if one != "scheme:grid_operator")))
    page = first.submit(
        "ticks", on=sent(first, (one for one in ticks(first) if one != "facility_id:occto")), expect=422
    )
    assert ("開いた後に別の人が変更しました" in page.text, "未保存" in page.text) == (True, True)
    assert "facility_id:occto" not in ticks(first)
    assert CellKey("facility_id", OrganisationKind.OCCTO) in drafted()


def test_a_cell_that_can_never_be_granted_is_refused_whoever_sends_it(first: Visitor, drafted: CellsOf) -> None:
    internal = next(item for item in catalogue().items if item.internal)
    before = drafted()
    first.visit(f"{MATRIX}?section={internal.section}")
    form, _ = first.page.form("ticks")
    pairs = [*form.sending(None).pairs, ("on", *sent(first, [f"{internal.key}:{OPERATOR.value}"]))]
    first.request("POST", first.path, data={name: [v for n, v in pairs if n == name] for name, _ in pairs})
    assert first.response.status_code == 422
    assert drafted() == before


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=facility_id", "設備ID"),
        ("words=ｉ０１－００１", "設備ID"),
        ("words=Ｉ01-001", "設備ID"),
        ("section=01&seen_by=grid_operator&use=unused", "設備ID"),
        ("seen_by=grid_operator&hidden_from=grid_operator", ""),
        ("reviewed_before=2026-04-01", ""),
        ("reviewed_before=2026-04-02&section=01", "設備ID"),
        ("change=changed", ""),
        ("use=used", ""),
        ("use=never&section=01", "設備ID"),
        ("section=99&personal=maybe&page=7", ""),
    ],
)
def test_the_filter_asks_the_catalogue_and_the_cells(first: Visitor, query: str, found: str) -> None:
    page = first.visit(f"{MATRIX}?{query}")
    assert (found or "該当する項目はありません。") in page.text


def test_a_cell_says_whether_it_is_granted_on_what_ground_by_whom_and_when(first: Visitor) -> None:
    first.visit(f"{MATRIX}/scheme/grid_operator")
    first.submit(
        "cell", ground="public_interest", reference="法第9条", reviewer="試験 審査会", reviewed_on="2026-05-20"
    )
    first.visit(f"{MATRIX}/scheme/occto")
    first.submit("cell", granted="no")
    page = first.visit(f"{MATRIX}?section=01&size=100")
    row = next(row for row in page.rows("項目と利用者属性ごとの許可") if row["項目"].startswith("I01-002 "))
    assert catalogue().by_key["scheme"].code == "I01-002"
    number = page.text.partition("］試験 審査会")[0].rpartition("［")[2]
    assert row["一般送配電事業者"] == f"〇公益 0人 2026-05-20［{number}］ 変更"
    assert row[OrganisationKind.OCCTO.label.partition("（")[0]] == "なし 変更"
    other = next(row for row in page.rows("項目と利用者属性ごとの許可") if row["項目"].startswith("I01-001 "))
    assert other["一般送配電事業者"].startswith("〇業務 0人 2026-04-01［")


def test_the_page_of_an_item_says_when_somebody_last_looked_at_it(office: Office, first: Visitor) -> None:
    def look(session: Session) -> None:
        looked = {"item": "facility_id", "attribute": GRID.value, "people": 3, "last_seen_at": clock.now()}
        session.execute(insert(ItemUseCount).values(looked))

    office.change(look)
    rows = {row["利用者属性"]: row for row in first.visit("/admin/items/facility_id/all").rows("利用者属性ごとの許可")}
    assert (rows[GRID.label]["90日間の閲覧者数"], rows[GRID.label]["最後の閲覧"][:10]) == ("3", "2026年5月31日")
    assert rows[OrganisationKind.OCCTO.label]["最後の閲覧"] == "―"
    page = first.visit(f"{MATRIX}?section=01&seen_by=grid_operator&use=never")
    names = [row["項目"][:7] for row in page.rows("項目と利用者属性ごとの許可")]
    assert ("I01-001" in names, "I01-002" in names) == (False, True)


def test_a_row_leads_to_the_cells_of_its_item(first: Visitor) -> None:
    first.visit(f"{MATRIX}?section=01")
    page = first.follow("I01-001 設備ID")
    attributes = [row["利用者属性"] for row in page.rows("利用者属性ごとの許可")]
    assert attributes[:2] == [OrganisationKind.OWNER.label, OrganisationKind.BUREAU.label]
    assert first.follow("一般送配電事業者").heading == "設備ID・一般送配電事業者"
    assert first.visit("/admin/items/facility_id/all").heading == "設備ID"
    first.visit("/admin/items/no_such_item/all", expect=404)


def test_a_cell_has_its_page_its_history_and_its_form(first: Visitor, drafted: CellsOf) -> None:
    key = CellKey("facility_id", GRID)
    first.visit("/admin/items/contractor/facility_id", expect=404)
    assert "第1版" in first.visit("/admin/items/facility_id/grid_operator").text
    first.visit(f"{MATRIX}/facility_id/grid_operator")
    page = first.submit("cell", ground=Ground.PUBLIC_INTEREST.value, reference="法第9条", note="確認済み")
    assert "下書きに保存しました。" in page.text
    assert "この下書きで変わる" in page.text
    terms = drafted()[key]
    assert (terms.ground, terms.reference, terms.note) == (Ground.PUBLIC_INTEREST, "法第9条", "確認済み")
    first.submit("cell", granted="no")
    assert key not in drafted()


def test_a_cell_with_words_too_long_is_told_at_its_form(first: Visitor) -> None:
    first.visit(f"{MATRIX}/facility_id/grid_operator")
    page = first.submit("cell", reference="長" * 201, expect=422)
    assert "200 文字以内で入力してください。" in page.text


@pytest.mark.parametrize(
    ("form", "path", "kept"),
    [("ticks", MATRIX, False), ("cell", f"{MATRIX}/facility_id/{GRID.value}", True)],
)
def test_ticks_are_never_kept_for_a_page_on_which_other_cells_may_stand(
    first: Visitor, hands: time_machine.Traveller, form: str, path: str, kept: bool
) -> None:
    first.visit(path)
    hands.shift(IDLE)
    assert first.submit(form).heading == "サインイン"
    assert ("__Host-saiene-kept-form" in first.cookies) == kept
