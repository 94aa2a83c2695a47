"""Two persons take a file in, from form to form, without any script."""

import hashlib

from models import clock
from models.audit.event_names import EventName
from models.certifications.proposals.proposal import ImportProposal
from tests.blueprints.admin.register_import.conftest import LIST, ONE, THREE, TWO, Office, confirm, row, upload
from tests.factories.stock import CORRECTED

STEPS = (
    EventName.IMPORT_PROPOSED,
    EventName.IMPORT_PREVIEWED,
    EventName.IMPORT_CONFIRMED,
    EventName.FILE_IMPORTED,
    EventName.IMPORT_ENDED,
)


def test_one_person_uploads_and_another_takes_in(office: Office) -> None:
    first, second = office.visitor(office.first), office.visitor(office.second)
    content = office.workbook(row(ONE, 20), row(TWO))
    page = upload(first, content)
    assert (page.heading, "順番を待っています。" in page.text) == ("取込み 1", True)
    assert 'http-equiv="refresh"' in page.source
    part = first.htmx("/admin/register/import/1")
    assert 'hx-trigger="every 2s"' in part.source
    office.work()
    assert "hx-trigger" not in first.htmx("/admin/register/import/1").source, "there is nothing more to ask for"
    page = first.visit("/admin/register/import/1")
    counts = {line["区分"]: line["数"] for line in page.rows("件数")}
    assert (counts["新規"], counts["変更"], counts["取り込めない行"]) == ("1 件", "1 件", "0 行")
    assert page.rows("変わる項目") == [{"項目": "発電出力（設備容量）", "認定の数": "1 件"}]
    assert page.link(ONE) == f"/certifications/{ONE}"
    assert "自分が登録したファイルは、自分では取り込めません。" in page.text
    assert "取込みの確認に進む" not in page.text
    assert office.outputs() == {ONE: 10}
    page = confirm(second)
    assert page.heading == "取込み 1"
    assert office.outputs() == {ONE: 10}, "the page waits for no import"
    office.work()
    page = second.visit("/admin/register/import/1")
    assert "取り込みました。" in page.text
    assert office.outputs() == {ONE: 20, TWO: 10}
    assert office.kept() == []
    line = second.visit("/admin/register/import").rows("登録されたファイル")[0]
    assert (line["状態"], line["ファイル"], line["新規"], line["変更"]) == ("取込み済み", LIST, "1", "1")
    assert "登録 一郎" in line["登録"]
    assert "確認 二郎" in line["取込み"]


def test_every_step_stands_in_the_trail_with_who_what_file_and_why(office: Office) -> None:
    content = office.workbook(row(ONE, 20))
    upload(office.visitor(office.first), content)
    office.work()
    confirm(office.visitor(office.second))
    office.work()
    found = office.events(*STEPS)
    mine = [one for one in found if one[3]["sha256"] == hashlib.sha256(content).hexdigest()]
    first, second = office.first.id, office.second.id
    assert [(name, outcome, account) for name, outcome, account, _ in mine] == [
        ("register:import:propose", "done", first),
        ("register:import:preview", "done", first),
        ("register:import:confirm", "done", second),
        ("register:file:import", "done", second),
    ]
    assert {details["file"] for *_, details in mine} == {LIST}
    assert mine[0][3]["reason"] == "5月の公表"
    assert mine[2][3]["proposed_by"] == first


def test_looking_at_a_difference_is_recorded_with_the_certifications_named(office: Office) -> None:
    visitor = office.visitor(office.first)
    upload(visitor, office.workbook(row(ONE, 20)))
    office.work()
    assert office.events(EventName.IMPORT_READ) == []
    visitor.visit("/admin/register/import/1")
    [(_, _, account, details)] = office.events(EventName.IMPORT_READ)
    assert (account, details) == (office.first.id, {"part": "difference"})


def test_a_file_of_items_takes_the_same_way(office: Office) -> None:
    content = f"設備ID,設備名称\r\n{CORRECTED},みほん第二発電所\r\n".encode("utf-8-sig")
    upload(office.visitor(office.first), content, "items.csv", kind="項目ファイル")
    office.work()
    second = office.visitor(office.second)
    page = second.visit("/admin/register/import/1")
    assert page.rows("変わる認定") == [{"設備ID": CORRECTED, "変わる項目": "設備名称（発電所名称）"}]
    confirm(second)
    office.work()
    assert "取り込みました。" in second.visit("/admin/register/import/1").text
    assert "みほん第二発電所" in second.visit(f"/certifications/{CORRECTED}").text


def test_refused_rows_are_shown_and_all_of_them_can_be_saved(office: Office) -> None:
    visitor = office.visitor(office.first)
    rows = [row(f"A{number:06}B06", certified_on=None) for number in range(100, 160)]
    upload(visitor, office.workbook(row(ONE, 20), *rows))
    office.work()
    page = visitor.visit("/admin/register/import/1")
    assert len(page.rows("取り込めない行")) == 50
    assert page.rows("取り込めない行")[0]["理由"] == "値がありません。"
    visitor.follow("全ての行と理由をCSVで保存する")
    assert visitor.response.mimetype == "text/csv"
    lines = visitor.response.get_data().decode("utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("シート,行,列,理由", 61)


def test_a_strict_file_with_refused_rows_comes_to_nothing_and_says_which(office: Office) -> None:
    visitor = office.visitor(office.first)
    upload(visitor, office.workbook(row(ONE, 20), row(TWO, certified_on=None)), strict=True)
    office.work()
    page = visitor.visit("/admin/register/import/1")
    assert "取り込めない行が1件あるため" in page.text
    assert len(page.rows("取り込めない行")) == 1
    assert office.kept() == []
    assert office.events(EventName.IMPORT_ENDED)[0][3]["why"] == "rows-refused"


def test_vanished_facilities_are_told_before_and_marked_after(office: Office) -> None:
    second = office.visitor(office.second)
    upload(office.visitor(office.first), office.workbook(row(THREE)))
    office.work()
    page = second.visit("/admin/register/import/1")
    assert "掲載がなくなった設備（はじめの 1 件）" in page.text
    assert page.link(ONE)
    confirm(second)
    office.work()
    assert set(office.outputs()) == {ONE, THREE}


def test_the_list_is_narrowed_and_sorted_by_its_address_and_tells_the_stage_by_the_clock(office: Office) -> None:
    visitor, at = office.visitor(office.first), "/admin/register/import"
    for name in ("二月.xlsx", "一月.xlsx", "三月.xlsx"):
        upload(visitor, office.workbook(row(TWO)), name)
    with office.sessions() as session:
        session.get_one(ImportProposal, 1).expires_at = clock.now()
        session.commit()

    def shown(query: str) -> list[str]:
        page = visitor.visit(f"{at}?{query}")
        empty = "登録されたファイルはありません" in page.text
        return [] if empty else [line["ファイル"].removesuffix(".xlsx") for line in page.rows()]

    assert shown("") == ["三月", "一月", "二月"]
    assert shown("sort=at") == ["二月", "一月", "三月"]
    assert shown("stage=expired") == ["二月"]
    assert shown("stage=previewing") == ["三月", "一月"]
    assert shown("stage=applied") == []
    assert shown("kind=items") == []
    assert shown("name=一月") == ["一月"]
    assert len(shown("person=登録")) == 3
    assert shown("person=確認") == []
    assert len(shown("stage=nothing")) == 3
