"""An operator reads who looked at any of their facilities in one list, by the rules of the single records (B1)."""

import csv
import io
from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from models.audit.tables import AuditEvent
from tests.blueprints.incidents.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories.incidents import GRID, MEMBER, OFFICER
from tests.factories.looking_back import LOOKER, OPERATOR, OWN, STRANGER
from tests.factories.stock import TWO_AREAS, UNDER_A_LAW

SECOND, FOREIGN = TWO_AREAS, UNDER_A_LAW
LISTED = 16
"""So many of their facilities are on a list that the grid company's member opens."""
ALL = "すべての設備の閲覧を見る"


@pytest.fixture
def operator(office: Office) -> Visitor:
    """The operator, of more than twenty facilities."""
    return office.visitor(OPERATOR)


def test_looks_at_every_facility_stand_in_one_list_and_lead_to_records_and_questions(
    office: Office, operator: Visitor
) -> None:
    member = office.visitor(MEMBER)
    member.visit("/certifications?size=100")
    for one in (OWN, SECOND, FOREIGN):
        member.visit(f"/certifications/{one}")
    operator.visit("/operator/facilities")
    page = operator.follow(ALL)
    assert [(row["設備ID"], row["操作"]) for row in page.rows()[:2]] == [(SECOND, "詳細を表示"), (OWN, "詳細を表示")]
    listed = page.rows()[2:]
    assert {row["操作"] for row in listed} == {"検索結果の一覧に表示"}
    assert len({row["設備ID"] for row in listed}) == len(listed) == LISTED
    assert f"{LISTED + 2} 件" in page.text
    assert LOOKER not in page.text, "the official's name is not told"
    assert FOREIGN not in page.text, "what is another's is not told"

    for one in (OWN, SECOND):
        together = [row for row in operator.visit("/operator/looks").rows() if row.pop("設備ID") == one]
        assert together == record_of(operator, one)
    operator.visit("/operator/looks")
    number = operator.page.rows()[1]["照会番号"]
    assert operator.follow(number).field("numbers") == number
    assert operator.path.startswith(f"/operator/facilities/{OWN}/inquire")
    operator.visit("/operator/looks")
    assert operator.follow(SECOND).heading == f"{SECOND} の閲覧の記録"


def test_conditions_stand_in_the_address_and_hold_for_the_file(office: Office, operator: Visitor) -> None:
    member, officer = office.visitor(MEMBER), office.visitor(OFFICER)
    member.visit("/certifications?size=100")
    member.visit(f"/certifications/{OWN}")
    officer.visit(f"/certifications/{SECOND}")
    operator.visit(f"/certifications/{OWN}")
    for asked, found in (
        ("", LISTED + 3),
        ("others=1", LISTED + 2),
        ("kind=read", 3),
        ("kind=other", 0),
        ("kind=read&others=1", 2),
        (f"facility={OWN}", 3),
        (f"facility={OWN}&kind=read&others=1", 1),
        (f"organisation={GRID[1:4]}", LISTED + 1),
        ("organisation=%25", 0),
        ("unusual=1", 1),
        (f"unusual=1&facility={OWN}", 0),
        ("until=2026-05-10", 0),
        ("since=2026-05-11&until=2026-05-11", LISTED + 3),
    ):
        page = operator.visit(f"/operator/looks?{asked}")
        numbers = [(row["設備ID"], row["照会番号"]) for row in page.rows()] if found else []
        assert len(numbers) == found, asked
        assert f"まで {found} 件" in page.text, asked
        assert ("この期間と条件の閲覧はありません。" in page.text) is not found
        text = operator.request("GET", f"/operator/looks.csv?{asked}").get_data(as_text=True)
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        assert [(row["設備ID"], row["照会番号"]) for row in rows] == numbers, asked
    [marked] = operator.visit("/operator/looks?unusual=1").rows()
    assert "検索せずに直接表示" in marked["日時"]
    operator.visit("/operator/looks")
    page = operator.submit("search", kind="read", others=["1"])
    assert len(page.rows()) == 2
    assert "順に入力してください" in operator.visit("/operator/looks?since=2026-05-12&until=2026-05-10").text


def test_a_facility_of_another_and_one_that_is_none_are_absent_alike(office: Office, operator: Visitor) -> None:
    office.visitor(MEMBER).visit(f"/certifications/{FOREIGN}")
    pages = [operator.visit(f"/operator/looks?facility={one}").text for one in (FOREIGN, "A999999C22")]
    assert "自分の設備に、この設備IDはありません。" in pages[0]
    assert pages[0].replace(FOREIGN, "") == pages[1].replace("A999999C22", "")
    assert "この期間と条件の閲覧はありません。" in office.visitor(STRANGER).visit("/operator/looks").text
    assert office.visitor(MEMBER).request("GET", "/operator/looks").status_code == 403


def test_that_they_were_read_is_recorded_and_is_no_look(office: Office, operator: Visitor) -> None:
    office.visitor(MEMBER).visit(f"/certifications/{OWN}")
    for path in ("/operator/looks", "/operator/looks.csv", "/operator/looks"):
        operator.request("GET", path)
    operator.request("HEAD", "/operator/looks")
    assert len(operator.visit("/operator/looks").rows()) == 1
    with office.session() as session:
        chosen = select(AuditEvent).where(AuditEvent.name == "looking-back:record:read").order_by(AuditEvent.number)
        read = [(one.details["part"], one.details["total"]) for one in session.scalars(chosen)]
        assert read == [("every-page", 1), ("every-file", 1), ("every-page", 1), ("every-page", 1)]


@pytest.mark.parametrize("unusual", ["", "&unusual=1"])
def test_pages_there_and_back_hold_every_look_once(
    office: Office, operator: Visitor, monkeypatch: pytest.MonkeyPatch, unusual: str
) -> None:
    monkeypatch.setattr("models.looking_back.own_looks.FIRST_STRETCH", 3)
    monkeypatch.setattr("models.looking_back.own_looks.WIDEST", 12)
    monkeypatch.setattr("models.looking_back.own_looks.AT_A_TIME", 2)
    member = office.visitor(MEMBER)
    for number in range(23):
        member.visit("/certifications?size=100" if number % 6 == 5 else f"/certifications/{OWN}")
    every = looks_in(operator, f"/operator/looks?size=100{unusual}")
    assert len(set(every)) == len(every) > 12
    pages = [looks_in(operator, f"/operator/looks?size=20{unusual}")]
    while "次のページ ›" in operator.page.text:
        operator.follow("次のページ ›")
        pages.append(looks_in(operator))
    assert [one for page in pages for one in page] == every
    for page in reversed(pages[:-1]):
        operator.follow("‹ 前のページ")
        assert looks_in(operator) == page
    assert "‹ 前のページ" not in operator.page.text


def test_an_edge_that_is_none_begins_at_the_first_page(office: Office, operator: Visitor) -> None:
    office.visitor(MEMBER).visit(f"/certifications/{OWN}")
    [row] = operator.visit("/operator/looks").rows()
    for edge in ("x", f"{row['照会番号']}.{FOREIGN}", f"2345-6789-ABCDE.{OWN}", "."):
        assert operator.visit(f"/operator/looks?after={edge}").rows() == [row]


def test_marks_are_those_of_each_facility_and_not_of_all(office: Office, operator: Visitor) -> None:
    member = office.visitor(MEMBER)
    for one in (OWN, SECOND, OWN, SECOND):
        member.visit(f"/certifications/{one}")
    assert not [row for row in operator.visit("/operator/looks").rows() if "24時間に3回以上" in row["日時"]]
    member.visit(f"/certifications/{OWN}")
    marked = [row["設備ID"] for row in operator.visit("/operator/looks").rows() if "24時間に3回以上" in row["日時"]]
    assert marked == [OWN]


def test_more_looks_than_a_file_takes_are_told_and_counted_only_so_far(
    office: Office, operator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.looking_back.own_looks.MOST_IN_FILE", 2)
    monkeypatch.setattr("models.looking_back.own_looks.COUNTED_TO", 2)
    member = office.visitor(MEMBER)
    for one in (OWN, SECOND):
        member.visit(f"/certifications/{one}")
    assert "2 件以上" not in operator.visit("/operator/looks?size=20").text
    assert operator.request("GET", "/operator/looks.csv").status_code == 200
    for _ in range(2):
        member.visit("/certifications?size=100")
    assert f"{2 * LISTED + 2} 件" in operator.visit("/operator/looks").text, (
        "what a page shows is no more to be counted"
    )
    assert "2 件以上" in operator.visit("/operator/looks?size=20").text
    page = operator.follow("CSVに書き出す")
    assert "件を超えるため、ファイルにできません" in page.text
    assert len(page.rows()) == 2 * LISTED + 2


def test_a_clock_that_was_set_back_hides_no_look(office: Office, operator: Visitor) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-05-11T23:30:00+09:00"), tick=False):
        office.visitor(MEMBER).visit(f"/certifications/{OWN}")
    office.visitor(OFFICER).visit(f"/certifications/{SECOND}")
    path = "/operator/looks?since=2026-05-11&until=2026-05-11"
    assert looks_in(operator, path) == [*looks_in(operator, f"{path}&facility={SECOND}"),
                                        *looks_in(operator, f"{path}&facility={OWN}")]  # fmt: skip


def record_of(operator: Visitor, facility_id: str) -> list[dict[str, str]]:
    rows = operator.visit(f"/operator/facilities/{facility_id}/record").rows()
    return [{name: cell for name, cell in row.items() if name != "選ぶ"} for row in rows]


def looks_in(operator: Visitor, path: str = "") -> list[tuple[str, str]]:
    page = operator.visit(path) if path else operator.page
    return [(row["設備ID"], row["照会番号"]) for row in page.rows()]
