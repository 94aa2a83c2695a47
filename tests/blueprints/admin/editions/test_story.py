"""A committee's decision, from the draft to what people see, from form to form, without any script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import permissions_of
from models.access.viewer import Viewer
from models.access.visible_items import visible_items
from models.accounts.account import Account, Role
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.first_edition import load_first_edition
from models.catalogue.grants import Ground
from models.catalogue.recorded import record_catalogue
from models.organisations.kinds import OrganisationKind
from models.reviewing import drafting
from models.reviewing.cells import CellKey, Changes, GrantTerms, cells_of
from models.reviewing.drafts import find_draft
from tests.blueprints.admin.conftest import Office, approve
from tests.driver.visitor import Visitor

GRID = OrganisationKind.GRID_OPERATOR
SHOWN = CellKey("facility_id", GRID)
OTHER = CellKey("operator_name", GRID)


@pytest.fixture(autouse=True)
def _first_edition(office: Office) -> None:
    office.change(lambda session: load_first_edition(session, Actor.at_console("試験")))


def change(office: Office, number: int, changes: Changes) -> None:
    """Change cells of a draft as the first officer does on the matrix."""

    def put(session: Session) -> None:
        account = session.get_one(Account, office.find("起草 一郎"))
        kind = account.organisation.kind
        items = visible_items(session, kind, clock.now())
        actor = Visit(address="192.0.2.1").actor(account)
        viewer = Viewer(actor, kind, account.role, permissions_of(kind, account.role), frozenset(), items)
        drafting.put_cells(session, viewer, number, find_draft(session, number).row.revision, changes)

    office.change(put)


def begin(visitor: Visitor, title: str) -> None:
    """A draft of the newest edition."""
    visitor.visit("/admin/editions")
    visitor.submit("begin", title=title)


def test_a_committees_decision_goes_from_draft_to_edition_and_one_step_back(
    office: Office, first: Visitor, second: Visitor
) -> None:
    office.enter(GRID, Role.MEMBER, "tokyo")
    begin(first, "第2回 閲覧項目審査会")
    change(office, 1, {SHOWN: None})
    page = first.visit("/admin/editions/drafts/1")
    assert "見えなくなる項目：1 項目" in page.text
    assert "影響を受ける人：1 組織 1 人" in page.text
    page = first.submit("propose", reason="業務に要らないため")
    assert page.heading == "閲覧権限の新しい版の確認"
    assert "自分が提案したものは、自分では承認できません。" in page.text

    page = second.visit("/admin/approvals/1")
    assert "一般送配電事業者：見えなくなる" in page.text
    assert second.follow("変わるところをすべて見る").heading == "下書き「第2回 閲覧項目審査会」"
    assert "承認し、実施しました。" in approve(second).text
    page = first.visit("/admin/editions/2")
    assert ("有効" in page.text, "見えなくなる項目：1 項目" in page.text) == (True, True)
    assert "第2版" in first.visit("/admin/editions").text

    first.visit("/admin/editions/1")
    page = first.submit("go-back")
    assert page.heading == "下書き「第1版と同じ内容に戻す」"
    assert "見えるようになる項目：1 項目" in page.text
    first.submit("propose", reason="元に戻す")
    approve(second, 2)
    assert "第1版と同じ内容" in first.visit("/admin/editions/3").text
    assert "変わるところはありません。" in first.visit("/admin/editions/compare?from=1&to=3").text


def test_going_back_says_what_does_not_come_back(office: Office, first: Visitor, second: Visitor) -> None:
    begin(first, "外す")
    change(office, 1, {OTHER: None})
    first.visit("/admin/editions/drafts/1")
    first.submit("propose", reason="審査会の決定")
    approve(second)
    assert "ただし" not in first.visit("/admin/editions/1").text
    whole = catalogue()
    items = tuple(one for one in whole.items if one.key != SHOWN.item)
    for taken in (Catalogue(items, whole.sections, whole.attributes, whole.grounds, digest="0" * 64), whole):
        office.change(lambda session, taken=taken: record_catalogue(session, Actor.at_console("試験"), taken))
    told = "の許可 8 か所は戻りません：設備ID"
    page = first.visit("/admin/editions/1")
    assert told in page.text
    page = first.submit("go-back")
    assert page.heading == "下書き「第1版に戻す」"
    assert told in page.terms()["戻す版"]
    page = first.submit("propose", reason="元に戻す")
    assert told in page.text
    approve(second, 2)
    page = first.visit("/admin/editions/3")
    assert (told in page.terms()["戻した版"], "同じ内容" in page.terms()["戻した版"]) == (True, False)


def test_every_change_is_shown_before_and_after_page_by_page(office: Office, first: Visitor, second: Visitor) -> None:
    begin(first, "全体の見直し")
    granted = list(granted_items(office))
    change(office, 1, {CellKey(item, GRID): None for item in granted})
    page = first.visit("/admin/editions/drafts/1")
    assert f"見えなくなる項目：{len(granted)} 項目" in page.text
    assert f"ほか {len(granted) - 12} 項目" in page.text
    page = first.follow("すべての変更を前後で見る：一般送配電事業者")
    labels = [catalogue().by_key[item].label for item in granted]
    seen = [row["項目"].partition(" ")[2] for row in page.rows("変わる項目")]
    while "次のページ" in page.text:
        page = first.follow("次のページ")
        seen += [row["項目"].partition(" ")[2] for row in page.rows("変わる項目")]
    assert (seen, page.text.count("許可していない")) == (labels, len(labels) % 100)
    first.visit("/admin/editions/drafts/1/changes/contractor", expect=404)
    first.visit("/admin/editions/drafts/1")
    first.submit("propose", reason="審査会の決定")
    approve(second)
    assert first.visit("/admin/editions/2/changes/grid_operator").text.count("見えなくなる") == 100
    assert "変わるところはありません。" in first.visit("/admin/editions/2/changes/grid_operator?since=2").text
    first.visit("/admin/editions/1/changes/grid_operator", expect=404)


def granted_items(office: Office) -> Iterator[str]:
    """What the first edition grants to grid companies, in the catalogue's order."""
    with Session(office.engine) as session:
        cells = cells_of(session, 1)
    return (item.key for item in catalogue().items if CellKey(item.key, GRID) in cells)


def test_an_effect_in_the_future_is_shown_and_can_be_called_off_by_two(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    begin(first, "来月から")
    change(office, 1, {SHOWN: None})
    first.visit("/admin/editions/drafts/1")
    page = first.submit("propose", day="2026-06-02", hour="9:30", reason="来月から")
    assert "2026年6月2日 09:30 から" in page.text
    approve(second)
    page = first.visit("/admin/editions/2")
    assert "発効前" in page.text
    first.follow("発効前に取りやめる")
    first.submit("call-off", reason="決定の取消し")
    approve(second, 2)
    hands.move_to(clock.now() + timedelta(days=5))
    assert "取りやめ" in office.enter(name="三人目 花子").visit("/admin/editions/2").text


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        ("2026-05-31", "23:00", "今より後にしてください"),
        ("2028-01-01", "", "1年以内にしてください"),
        ("", "9:00", "発効の日も入力してください"),
        ("2026-06-01", "25:00", "時刻で入力してください"),
        ("六月", "", "日付で入力してください"),
    ],
)
def test_a_moment_that_will_not_do_is_told_at_the_form(
    office: Office, first: Visitor, day: str, hour: str, told: str
) -> None:
    begin(first, "時刻")
    change(office, 1, {SHOWN: None})
    first.visit("/admin/editions/drafts/1")
    page = first.submit("propose", day=day, hour=hour, reason="理由", expect=422)
    assert told in page.text


def test_where_two_drafts_differ_the_officer_chooses_cell_by_cell(
    office: Office, first: Visitor, second: Visitor
) -> None:
    terms = GrantTerms(Ground.DUTY, "後の下書きの業務", "審査会", clock.today(), None, "名称が要るため")
    for title in ("先", "後"):
        begin(first, title)
    change(office, 1, {SHOWN: None, OTHER: None})
    change(office, 2, {SHOWN: terms, OTHER: terms})
    first.visit("/admin/editions/drafts/1")
    first.submit("propose", reason="先に決まった")
    approve(second)
    page = first.visit("/admin/editions/drafts/2")
    assert "この下書きの後に、新しい版ができています" in page.text
    page = first.follow("第2版の内容を取り込む")
    assert page.text.count("後の下書きの業務") == 2
    page = first.submit("update", **{f"cell:{GRID.value}:facility_id": "mine"})
    assert "見えるようになる項目：1 項目" in page.text
    assert "1 か所" in page.text


def test_the_rule_for_overdue_grants_is_shown_with_what_it_hides_and_reveals(
    office: Office, first: Visitor, second: Visitor
) -> None:
    office.enter(GRID, Role.MEMBER, "tokyo")
    reviewed, due = clock.today() - timedelta(days=400), clock.today() - timedelta(days=35)
    begin(first, "期限の扱い")
    change(office, 1, {SHOWN: GrantTerms(Ground.DUTY, "買取業務", "審査会", reviewed, due)})
    first.visit("/admin/editions/drafts/1")
    page = first.submit("rule", closes_overdue=True)
    assert ("見えなくなる項目：1 項目" in page.text, "影響を受ける人：1 組織 1 人" in page.text) == (True, True)
    first.submit("propose", reason="期限を過ぎたものを閉じる")
    page = second.visit("/admin/approvals/1")
    assert "期限の翌日から表示しない" in page.text
    assert "一般送配電事業者：見えなくなる" in page.text
    approve(second)

    begin(first, "元の扱いに戻す")
    first.visit("/admin/editions/drafts/2")
    page = first.submit("rule", closes_overdue=False)
    assert "変わるところはありません。" not in page.text
    assert "見えるようになる項目：1 項目" in page.text
    assert "期限の翌日から表示しない から 表示を続け、点検待ちとして知らせる へ変わります。" in page.text
    (line,) = first.follow("すべての変更を前後で見る：一般送配電事業者").rows("変わる項目")
    assert line["変わること"] == "見えるようになる"
    assert (line["前"], line["後"].endswith("まで")) == (f"{line['後']}（期限を過ぎたため表示しない）", True)
    first.visit("/admin/editions/drafts/2")
    first.submit("propose", reason="見えるようにする")
    page = second.visit("/admin/approvals/2")
    assert "一般送配電事業者：見えるようになる" in page.text
    approve(second, 2)
    for path in ("/admin/editions/3", "/admin/editions/compare?from=2&to=3"):
        assert "見えるようになる項目：1 項目" in first.visit(path).text
    assert "見えなくなる項目：1 項目" in first.visit("/admin/editions/compare?from=3&to=2").text


def test_a_rule_that_hides_nothing_yet_is_a_change_all_the_same(office: Office, first: Visitor) -> None:
    begin(first, "これから閉じる")
    first.visit("/admin/editions/drafts/1")
    page = first.submit("rule", closes_overdue=True)
    assert "表示を続け、点検待ちとして知らせる から 期限の翌日から表示しない へ変わります。" in page.text
    assert "発効の日に見える項目と、許可の根拠に変わるところはありません。" in page.text


def test_a_draft_somebody_else_changed_since_is_not_laid_before_anyone(office: Office, first: Visitor) -> None:
    begin(first, "競合")
    change(office, 1, {SHOWN: None})
    first.visit("/admin/editions/drafts/1")
    change(office, 1, {OTHER: None})
    page = first.submit("propose", reason="古い内容", expect=422)
    assert "開いた後に別の人が変更しました" in page.text


def test_whoever_only_looks_is_offered_no_form(office: Office, first: Visitor) -> None:
    begin(first, "下書き")
    auditor = office.enter(OrganisationKind.AUDITOR, Role.AUDITOR)
    page = auditor.visit("/admin/editions")
    assert "今の版から下書きを作る" not in page.text
    assert "第1版" in page.text
    auditor.visit("/admin/editions/1/visible/grid_operator")
    auditor.visit("/admin/editions/drafts/1/discard", expect=403)


def test_a_draft_is_given_up_and_an_edition_prints_what_it_grants(office: Office, first: Visitor) -> None:
    begin(first, "やめる")
    first.visit("/admin/editions/drafts/1")
    first.follow("この下書きを破棄する")
    assert "下書きを破棄しました。" in first.submit("discard").text
    first.visit("/admin/editions/drafts/1", expect=404)
    page = first.visit("/admin/editions/1/visible/grid_operator")
    assert ("設備ID" in page.text, "業務遂行に必要不可欠" in page.text) == (True, True)
    first.visit("/admin/editions/1/visible/contractor", expect=404)
