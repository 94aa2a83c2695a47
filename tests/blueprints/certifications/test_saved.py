"""Saved searches: kept, shared, run by the rights of the moment, and absent for everybody else."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.audit.tables import AuditEvent
from models.certifications.saved_searches import LONGEST_NAME, MOST, SavedSearch
from models.organisations.kinds import OrganisationKind
from tests.blueprints.certifications.conftest import Office
from tests.driver.fingerprint import fingerprint
from tests.driver.page import Page
from tests.driver.swap import normal
from tests.driver.visitor import Visitor
from tests.factories.editions import withdraw

K = OrganisationKind
ASKED = "/certifications?q=みほん&source=風力&prefecture=22&sort=output_kw&columns=facility_id&columns=status&size=20"


def save(visitor: Visitor, name: str, address: str = ASKED, *, shared: bool = False) -> Page:
    """Keep the question of a list under a name."""
    visitor.visit(address)
    visitor.follow("この条件を保存")
    return visitor.submit("この条件を保存する", name=name, shared=shared)


def test_a_question_is_kept_whole_and_comes_back_by_its_name(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    page = save(visitor, " 静岡の　風力 ")
    assert "条件を保存しました。" in page.text
    (row,) = page.rows("自分が保存した条件")
    assert row["名前"] == "静岡の 風力"
    assert row["条件"] == (
        "検索語: みほん、発電設備区分: 風力、所在地：都道府県: 静岡県、並び順: 発電出力（昇順）、表示する項目: 2 項目"
    )
    listed = visitor.follow("静岡の 風力")
    assert listed.heading == "認定情報の検索"
    assert normal(listed.tree.by_id("results")) == normal(visitor.visit(ASKED).tree.by_id("results"))


def test_a_shared_question_is_the_organisations_and_a_private_one_is_not(office: Office) -> None:
    visitor, account = office.someone(K.GRID_OPERATOR, "tokyo")
    save(visitor, "自分だけの条件", "/certifications?source=風力")
    save(visitor, "みなで使う条件", "/certifications?source=太陽光", shared=True)
    colleague = office.colleague_of(account)
    page = colleague.visit("/certifications/saved")
    assert [(row["名前"], row["共有した人"]) for row in page.rows("同じ組織の人が共有した条件")] == [
        ("みなで使う条件", "試験 太郎")
    ]
    assert "自分だけの条件" not in page.text
    assert "太陽光" in colleague.follow("みなで使う条件").text
    stranger, _ = office.someone(K.GRID_OPERATOR, "tokyo")
    assert "みなで使う" not in stranger.visit("/certifications/saved").text


def test_what_is_not_theirs_is_one_and_the_same_absence(office: Office) -> None:
    visitor, account = office.someone(K.OWNER)
    save(visitor, "自分だけの条件")
    save(visitor, "みなで使う条件", "/certifications?source=太陽光", shared=True)
    private, shared = 1, 2
    colleague, (stranger, _) = office.colleague_of(account), office.someone(K.OWNER)
    for one, numbers in ((colleague, (private,)), (stranger, (private, shared))):
        for number in numbers:
            for end in ("", "/edit", "/delete"):
                assert _absent(one, number, end) == _absent(one, 4711, end)
    for end in ("/edit", "/delete"):
        assert _absent(colleague, shared, end) == _absent(colleague, 4711, end)
        for method_data in ({"name": "取り上げた"}, {}):
            answer = colleague.request(
                "POST", f"/certifications/saved/{shared}{end}", data={"csrf_token": colleague.token(), **method_data}
            )
            assert answer.status_code == 404
    assert "みなで使う条件" in visitor.visit("/certifications/saved").text


def _absent(visitor: Visitor, number: int, end: str) -> object:
    answer = fingerprint(visitor.request("GET", f"/certifications/saved/{number}{end}"))
    assert answer[0] == 404
    visitor.visit("/certifications")
    return answer


def test_a_question_is_renamed_shared_withdrawn_and_deleted_after_asking(office: Office) -> None:
    visitor, account = office.someone(K.OWNER)
    save(visitor, "はじめの名前")
    colleague = office.colleague_of(account)
    visitor.follow("名前と共有を変える：はじめの名前")
    page = visitor.submit("変更する", name="あたらしい名前", shared=True)
    assert page.rows("自分が保存した条件")[0]["共有"] == "組織で共有"
    assert "あたらしい名前" in colleague.visit("/certifications/saved").text
    visitor.follow("名前と共有を変える：あたらしい名前")
    visitor.submit("変更する", shared=False)
    assert "あたらしい名前" not in colleague.visit("/certifications/saved").text
    page = visitor.follow("削除する：あたらしい名前")
    assert "あたらしい名前" in page.text
    page = visitor.submit("この条件を削除する")
    assert "保存した条件はありません。" in page.text


@pytest.mark.parametrize("name", ["", "　 ", "あ" * (LONGEST_NAME + 1)])
def test_a_name_that_does_not_do_is_named_and_the_form_comes_back(office: Office, name: str) -> None:
    visitor, _ = office.someone(K.OWNER)
    visitor.visit(ASKED)
    visitor.follow("この条件を保存")
    page = visitor.submit("この条件を保存する", name=name, expect=422)
    assert len(page.errors) == 1
    assert "発電設備区分: 風力" in page.text


def test_a_name_of_ones_own_is_given_once_and_there_are_only_so_many(office: Office) -> None:
    visitor, account = office.someone(K.OWNER)
    save(visitor, "ひとつ")
    visitor.visit("/certifications/saved/new")
    assert visitor.submit("この条件を保存する", name="ひとつ", expect=422).errors == [
        "同じ名前の条件が、すでに保存されています。別の名前にしてください。"
    ]
    save(office.colleague_of(account), "ひとつ")
    office.change(lambda session: _fill_up(session, account))
    visitor.visit("/certifications/saved/new")
    (error,) = visitor.submit("この条件を保存する", name="もうひとつ", expect=422).errors
    assert f"{MOST} 件まで" in error


def _fill_up(session: Session, account: Account) -> None:
    first = session.scalars(select(SavedSearch).where(SavedSearch.account_id == account.id)).one()
    for number in range(MOST - 1):
        session.add(SavedSearch(account_id=account.id, name=f"条件 {number}", parameters=[], saved_at=first.saved_at))


def test_a_condition_on_an_item_that_is_no_longer_visible_is_dropped_name_and_value(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    address = (
        "/certifications?source=風力&operator_kind=個人&columns=procurement_price&columns=facility_id&sort=applied_on"
    )
    save(visitor, "むかしの条件", address)
    office.change(lambda session: withdraw(session, "operator_kind", "procurement_price", "applied_on"))
    page = visitor.visit("/certifications/saved")
    (row,) = page.rows("自分が保存した条件")
    assert row["条件"].startswith("発電設備区分: 風力、表示する項目: 1 項目 保存したときの条件のうち")
    assert not any(word in page.source for word in ("個人", "operator_kind", "procurement_price", "applied_on"))
    listed = visitor.follow("むかしの条件")
    assert "今は使えないものを除いて検索しました。" in listed.text
    assert visitor.path == "/certifications?source=%E9%A2%A8%E5%8A%9B&columns=facility_id"
    steps = " ".join(path for _method, path, _status in visitor.steps[-2:])
    assert "operator_kind" not in steps


def test_somebody_who_changes_the_organisation_takes_no_shared_question_along(office: Office) -> None:
    visitor, account = office.someone(K.OWNER)
    save(visitor, "もとの組織の条件", shared=True)
    colleague = office.colleague_of(account)
    stranger, other = office.someone(K.OWNER)
    office.change(
        lambda session: session.execute(
            update(Account).where(Account.id == account.id).values(organisation_id=other.organisation_id)
        )
    )
    for one in (colleague, stranger):
        assert "もとの組織の条件" not in one.visit("/certifications/saved").text
    assert visitor.visit("/certifications/saved").rows("自分が保存した条件")[0]["共有"] == "自分だけ"


def test_every_change_is_in_the_trail_and_looking_is_not(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    save(visitor, "名前", "/certifications?source=風力")
    visitor.visit("/certifications/saved/1/edit")
    visitor.submit("変更する", name="名前", shared=False)
    visitor.visit("/certifications/saved/1/edit")
    visitor.submit("変更する", name="別の名前", shared=True)
    visitor.follow("削除する：別の名前")
    visitor.submit("この条件を削除する")
    told: list[tuple[str, str, object]] = []
    office.change(lambda session: told.extend(_told(session)))
    assert told == [
        ("save", "saved-search:1", {"name": "名前", "asked": {"source": ["風力"]}, "shared": False}),
        ("change", "saved-search:1", {"name": "別の名前", "former_name": "名前", "shared": True}),
        ("remove", "saved-search:1", {"name": "別の名前", "shared": True}),
    ]


def _told(session: Session) -> list[tuple[str, str, object]]:
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.number))
    return [(one.name.rpartition(":")[2], one.object, one.details) for one in events if "saved-search" in one.object]
