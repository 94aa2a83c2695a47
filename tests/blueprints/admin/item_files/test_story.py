"""A committee works on paper: its file out, changed, in again, and the edition it becomes; without any script."""

import csv
import hashlib
import io
import re

import pytest

from models.accounts.account import Role
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.first_edition import load_first_edition
from models.catalogue.recorded import record_catalogue
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, cells_of
from tests.blueprints.admin.conftest import Office, approve
from tests.driver.page import Page
from tests.driver.visitor import Visitor

GRID, TOWN = OrganisationKind.GRID_OPERATOR, OrganisationKind.LOCAL_GOVERNMENT
KEY = "項目キー"
Table = list[dict[str, str]]


@pytest.fixture(autouse=True)
def _first_edition(office: Office) -> None:
    office.change(lambda session: load_first_edition(session, Actor.at_console("試験")))


@pytest.fixture
def drafting(first: Visitor) -> Visitor:
    """The first officer, at the files of a new draft."""
    first.visit("/admin/editions")
    first.submit("begin", title="紙の審査会")
    first.follow("審査会の表のファイル（書き出しと取込み）")
    return first


def take_out(visitor: Visitor, link: str) -> Table:
    """The lines of a CSV file the page offers."""
    content = visitor.request("GET", visitor.page.link(link)).get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def as_bytes(table: Table, encoding: str = "cp932") -> bytes:
    """The file as Excel saves it."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return buffer.getvalue().encode(encoding, "replace")


def line_of(table: Table, key: str, attribute: str = "") -> dict[str, str]:
    """The line about an item, in the long form also about an attribute."""
    return next(one for one in table if one[KEY] == key and one.get("利用者属性", "") == attribute)


def send(visitor: Visitor, content: bytes, name: str = "審査会.csv", *, expect: int = 200) -> Page:
    """Upload a file at the files of draft 1."""
    visitor.visit("/admin/items/files?draft=1")
    return visitor.submit("upload", file=(name, content), expect=expect)


def count(page: Page, label: str) -> int:
    """How many cells the dry run says come to this."""
    found = re.search(rf"{label} ([\d,]+) か所", page.text)
    assert found, label
    return int(found[1].replace(",", ""))


def granted(office: Office, edition: int, *keys: CellKey) -> list[bool]:
    """Whether an edition grants these cells."""
    found: list[bool] = []
    office.change(lambda session: found.extend(key in cells_of(session, edition) for key in keys))
    return found


def test_a_committees_table_goes_from_file_to_edition(office: Office, drafting: Visitor, second: Visitor) -> None:
    table = take_out(drafting, "審査会の表（CSV）")
    assert len(table) == len(catalogue().items)
    closed, opened = line_of(table, "facility_id"), next(one for one in table if not one[TOWN.label])
    assert closed[GRID.label] == "〇"
    closed[GRID.label], opened[TOWN.label] = "", "○"
    page = send(drafting, as_bytes(table))
    assert (count(page, "見えるようになる"), count(page, "見えなくなる"), count(page, "読み取れない")) == (1, 1, 0)
    told = {(row["項目名"], row["利用者属性"]): row["結果"] for row in page.rows("ファイルの行")}
    assert told == {
        (closed["項目名"], GRID.label): "見えなくなる",
        (opened["項目名"], TOWN.label): "見えるようになる",
    }
    assert granted(office, 1, CellKey("facility_id", GRID)) == [True]

    page = drafting.submit("take-in", expect=422)
    assert "根拠の区分を選んでください。" in page.errors
    page = drafting.submit(
        "take-in",
        ground="duty",
        reference="農地転用許可の確認",
        reviewer="第2回審査会",
        reviewed_on="2026-05-30",
        less_will_not_do="名称が要るため",
    )
    assert page.heading == "下書き「紙の審査会」"
    assert "ファイルを取り込み、下書きの 2 か所を変えました。" in page.text
    assert ("見えるようになる項目：1 項目" in page.text, "見えなくなる項目：1 項目" in page.text) == (True, True)
    drafting.submit("propose", reason="審査会の決定")
    approve(second)
    keys = CellKey("facility_id", GRID), CellKey(opened[KEY], TOWN)
    assert granted(office, 2, *keys) == [False, True]
    (told,) = (details for _name, _account, details in office.events(EventName.GRANTS_DRAFT_FILLED))
    assert (told["file"], told["sha256"]) == ("審査会.csv", hashlib.sha256(as_bytes(table)).hexdigest())
    assert (told["cells"], told["revealed"], told["hidden"]) == (2, 1, 1)
    names = [details["list"] for _name, _account, details in office.events(EventName.LIST_EXPORTED)]
    assert names == ["items-wide-draft-1-1"]


def test_a_file_is_taken_in_once_and_only_into_the_draft_that_was_looked_at(office: Office, drafting: Visitor) -> None:
    table = take_out(drafting, "許可の一覧（CSV）")[:40]
    line_of(table, "facility_id", GRID.label)["許可"] = ""
    send(drafting, as_bytes(table))
    check = drafting.path
    other = office.enter(name="三人目 花子")
    other.visit("/admin/editions/drafts/1")
    other.submit("rule", title="名前を変えた")
    assert "開いた後に別の人が変更しました" in drafting.submit("take-in").text
    drafting.submit("take-in")
    assert "に取り込みました。" in drafting.visit(check).text
    other.visit(check, expect=404)


def test_one_line_that_cannot_be_read_keeps_the_whole_file_out(drafting: Visitor) -> None:
    table = take_out(drafting, "許可の一覧（CSV）")[:40]
    line_of(table, "facility_id", GRID.label)["許可"] = ""
    line_of(table, "facility_id", TOWN.label)["点検日"] = "来週"
    page = send(drafting, as_bytes(table))
    number = table.index(line_of(table, "facility_id", TOWN.label)) + 2
    refused = page.rows("ファイルの行")[0]
    assert (refused["行"], refused["結果"]) == (str(number), "読み取れない")
    assert "「点検日」は日付にしてください" in refused["内容・理由"]
    assert not [form for form in page.forms if form.element.get("id") == "take-in"]
    result = drafting.request("GET", page.link("結果をCSVに書き出す")).get_data().decode("utf-8-sig")
    assert len(result.splitlines()) == 1 + len(page.rows("ファイルの行"))


def test_what_is_no_table_is_told_at_the_field(drafting: Visitor) -> None:
    page = send(drafting, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "表.xls", expect=422)
    assert "旧形式（.xls）" in page.errors[0]
    page = send(drafting, "番号,自冶体\nI01-001,〇\n".encode(), expect=422)
    assert "知らない見出しがあります：「自冶体」" in page.errors[0]
    drafting.visit("/admin/items/files?draft=1")
    assert drafting.submit("upload", expect=422).errors == ["ファイルを選んでください。"]


def test_filters_choose_lines_and_columns_and_are_recorded(office: Office, first: Visitor) -> None:
    first.visit("/admin/items/files")
    first.submit("絞り込む", attribute=TOWN.value, setting="granted")
    table = take_out(first, "審査会の表（CSV）")
    assert {one[TOWN.label] for one in table} == {"〇"}
    assert GRID.label not in table[0]
    details = office.events(EventName.LIST_EXPORTED)[-1][2]
    assert details["asked"] == ["利用者属性: 自治体", "設定: 見える項目"]
    assert details["rows"] == len(table)


def test_whoever_only_looks_takes_files_out_and_none_in(office: Office, drafting: Visitor) -> None:
    auditor = office.enter(OrganisationKind.AUDITOR, Role.AUDITOR)
    page = auditor.visit("/admin/items/files?draft=1")
    assert not [form for form in page.forms if form.element.get("id") == "upload"]
    assert auditor.request("GET", page.link("許可の一覧（Excel）")).status_code == 200
    auditor.visit("/admin/items/files/drafts/1/1", expect=403)
    town = office.enter(TOWN, Role.MEMBER)
    town.visit("/admin/items/files", expect=403)
    drafting.visit("/admin/items/files?draft=99", expect=404)
    drafting.visit("/admin/items/files?edition=99999999999", expect=404)


def test_an_edition_taken_out_and_in_unchanged_revives_no_grant(office: Office, first: Visitor) -> None:
    whole = catalogue()
    items = tuple(one for one in whole.items if one.key != "facility_id")
    for taken in (Catalogue(items, whole.sections, whole.attributes, whole.grounds, digest="0" * 64), whole):
        office.change(lambda session, taken=taken: record_catalogue(session, Actor.at_console("試験"), taken))
    page = first.visit("/admin/items/files")
    assert "第1版の許可のうち、今も効くものです" in page.text
    assert "入りません（8 か所）" in page.text
    table = take_out(first, "許可の一覧（CSV）")
    assert {one["許可"] for one in table if one[KEY] == "facility_id"} == {""}
    first.visit("/admin/editions")
    first.submit("begin", title="そのまま")
    page = send(first, as_bytes(table[:80]))
    assert "下書きと同じ内容です。" in page.text
    assert (count(page, "見えるようになる"), count(page, "読み取れない")) == (0, 0)
