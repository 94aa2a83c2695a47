"""The breakdown and the home page: every number leads to a list that tells it again."""

import gzip
import re
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.organisations.kinds import OrganisationKind
from tests.blueprints.certifications.conftest import Office
from tests.driver.html import elements, has_class, text_of
from tests.driver.page import Page
from tests.factories import stock as register
from tests.factories.facilities import facility, fill, take_in

K = OrganisationKind
KB = 1024


def total(page: Page) -> int:
    """The number above a list."""
    found = re.search(r"([\d,]+) 件", page.text)
    assert found is not None
    return int(found[1].replace(",", ""))


def numbers(page: Page, table: str) -> list[tuple[str, int]]:
    """Every linked number of a table: where it leads, and what it says."""
    found = next(one for one in elements(page.tree.root, "table") if one.get("id") == table)
    return [
        (link.get("href", ""), int(text_of(link).replace(",", "")))
        for link in elements(found, "a")
        if re.fullmatch(r"[\d,]+", text_of(link))
    ]


@pytest.mark.parametrize(("kind", "scope"), [(K.OWNER, None), (K.OCCTO, None), (K.LOCAL_GOVERNMENT, "14")])
def test_every_number_on_the_home_page_is_the_total_of_its_list(office: Office, kind: K, scope: str | None) -> None:
    visitor, _ = office.someone(kind, scope)
    home = visitor.visit("/")
    found = numbers(home, "overview")
    assert len(found) > 3
    for address, number in found[:12]:
        assert total(visitor.visit(address)) == number


def test_a_list_leads_to_its_breakdown_and_a_value_back_to_the_list_with_it(office: Office) -> None:
    visitor, _ = office.someone(K.LOCAL_GOVERNMENT, "14")
    visitor.visit("/certifications?source=太陽光&size=20")
    whole = total(visitor.page)
    page = visitor.follow("内訳を見る")
    assert page.terms()["件数"] == f"{whole} 件"
    for row in page.rows("市区町村ごと"):
        assert total(visitor.visit(page.link(row["値"]))) == int(row["件数"])
    assert "size=20" in visitor.path
    visitor.visit(page.link("一覧に戻る"))
    assert total(visitor.page) == whole


def test_a_breakdown_shows_bars_beside_numbers_and_no_style_that_the_policy_would_refuse(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    page = visitor.visit("/certifications/breakdown")
    bars = [bar for bar in elements(page.tree.root) if has_class(bar, "bar-filled")]
    widths = {float(bar.get("width", "0")) for bar in bars}
    assert max(widths) == 100
    assert min(widths) < 100
    assert {row["値"] for row in page.rows("発電設備区分")} <= {"太陽光", "風力", "水力", "地熱", "バイオマス", "不明"}


def test_a_breakdown_of_an_unreadable_question_leads_back_to_the_form(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    page = visitor.visit("/certifications/breakdown?changed_since=x&source=太陽光", expect=422)
    assert page.errors
    assert visitor.page.field("source") == ["太陽光"]


def test_what_changed_since_the_previous_sign_in_is_counted_and_listed(office: Office) -> None:
    with time_machine.travel(datetime(2026, 5, 11, 0, 0, 30, tzinfo=UTC), tick=False):
        _, account = office.someone(K.LOCAL_GOVERNMENT, "22")
    with time_machine.travel(datetime(2026, 5, 12, tzinfo=UTC), tick=False):
        office.change(_register_and_change)
        visitor = office.browser(account)
        page = visitor.visit("/")
        assert "2 件 の設備が登録・変更されました（うち新規の登録 1 件）" in page.text
        listed = visitor.follow("2 件")
        assert total(listed) == 2
        assert set(_ids(listed)) == {"A300001C22", register.TWO_AREAS}
        assert "2026年5月11日 09:00 以降に登録・変更" in listed.text
        assert visitor.page.field("changed_since") == "2026-05-11T09:00"
        assert total(visitor.visit("/certifications/breakdown?changed_since=2026-05-11T09:00")) == 2


def _register_and_change(session: Session) -> None:
    """One new in Shizuoka and one new elsewhere; an amendment everybody sees, and one of a hidden item."""
    take_in(session, [facility("A300001C22", register.FUJI), facility("A300002I47", register.NAHA)])
    fill(session, {register.TWO_AREAS: {"status": "廃止"}, register.CORRECTED: {"operator_email": "x@example.jp"}})
    fill(session, {register.CORRECTED: {"operator_email": "y@example.jp"}})


def test_a_day_is_asked_for_in_the_form_and_a_wrong_one_is_named(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    visitor.visit("/certifications")
    page = visitor.submit("検索する", changed_since="2024-03-29")
    assert "2024年3月29日 以降に登録・変更" in page.text
    assert total(page) == total(visitor.visit("/certifications"))
    assert total(visitor.submit("検索する", changed_since="2024-03-30")) == 0
    page = visitor.submit("検索する", changed_since="きのう", expect=422)
    assert page.errors == ["登録・変更された日: 日付で入力してください（例: 2026-04-01）。"]


def test_the_first_time_there_is_nothing_to_compare_with(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    assert "前回のサインインの後" not in visitor.visit("/").text


@pytest.mark.parametrize("kind", [K.CONTRACTOR, K.AUDITOR])
def test_kinds_without_rows_see_no_numbers(office: Office, kind: K) -> None:
    visitor, _ = office.someone(kind)
    assert "件数" not in visitor.visit("/").text


def test_a_wide_home_page_and_the_longest_breakdown_stay_light(office: Office) -> None:
    visitor, _ = office.someone(K.OWNER)
    office.change(_one_of_each_source_in_every_prefecture)
    for path in ("/", "/certifications/breakdown"):
        page = visitor.visit(path)
        assert len(gzip.compress(page.source.encode())) <= 12 * KB, path


def _one_of_each_source_in_every_prefecture(session: Session) -> None:
    from models.reference.prefectures import PREFECTURES

    sources = ("太陽光", "風力", "水力", "地熱", "バイオマス")
    rows = [
        facility(f"D{int(code):02}{number:04}C13", f"{prefecture.name}見本市１", source=source)
        for code, prefecture in PREFECTURES.items()
        for number, source in enumerate(sources)
    ]
    take_in(session, rows)


def test_an_unknown_or_hidden_order_is_told_plainly_and_the_list_stands_in_its_own(office: Office) -> None:
    visitor, _ = office.someone(K.OCCTO)
    usual = _ids(visitor.visit("/certifications?size=100"))
    for sort in ("no_such_item", "operator_address", "--output_kw", "source"):
        page = visitor.visit(f"/certifications?size=100&sort={sort}")
        assert _ids(page) == usual
        assert "使えない条件や並び順、項目が含まれていたため" in page.text


def _ids(page: Page) -> list[str]:
    return [next(iter(row.values())) for row in page.rows("認定情報の一覧")]
