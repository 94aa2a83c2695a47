"""A found workbook that is not the file any more is held against the record as a CSV is: its head and its rows (B4)."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from tests.blueprints.incidents.conftest import Office
from tests.driver.visitor import Visitor
from tests.factories.incidents import COLLEAGUE, MEMBER, OFFICER

ASKED = "columns=facility_id&columns=operator_name&columns=source&source=太陽光"
Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def taken(office: Office) -> bytes:
    """A workbook that a member has taken."""
    return export(office, "xlsx")


def export(office: Office, form: str, asked: str = ASKED) -> bytes:
    member = office.visitor(MEMBER)
    data = {"csrf_token": member.token(), "purpose": "purchase", "note": "", "format": form}
    return member.request("POST", f"/certifications/export?{asked}", data=data).get_data()


def officer_at(office: Office) -> Visitor:
    """An officer at the page of the file that was taken last."""
    officer = office.visitor(OFFICER)
    officer.visit("/admin/exports")
    officer.follow(officer.page.rows()[0]["ファイル番号"])
    return officer


def saved_again(content: bytes, change: Callable[[Sheets], object] = lambda sheets: None) -> bytes:
    """The workbook as a spreadsheet program saves it, after something was changed in it."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    change(sheets)
    return workbook(sheets)


def workbook(sheets: Sheets) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return buffer.getvalue()


def compared(officer: Visitor, content: bytes) -> dict[str, str]:
    return officer.submit("compare", file=("found.xlsx", content)).rows("照合の結果")[-1]


def test_an_unchanged_workbook_is_identical_and_one_saved_again_says_the_same(office: Office, taken: bytes) -> None:
    officer = officer_at(office)
    assert compared(officer, taken)["結果"] == "書き出したファイルと同一です"
    last = compared(officer, saved_again(taken))
    assert last["結果"] == "書き出したファイルと同一ではありません"
    total = officer.page.terms()["件数"].split()[0]
    assert (last["行数"], last["合わない記載"], last["記録にない設備の行"], last["欠けている設備"]) == (
        total,
        "―",
        "―",
        "0",
    )


def test_what_was_changed_in_a_workbook_is_found_in_its_head_and_rows(office: Office, taken: bytes) -> None:
    officer = officer_at(office)

    def forge(sheets: Sheets) -> None:
        facts, rows = sheets.values()
        for line in facts:
            line[1] = line[1].replace(f"（{MEMBER}）", f"（{COLLEAGUE}）") if line[0] == "書き出した人" else line[1]
        rows[2][0] = "A999999C22"
        del rows[4]

    last = compared(officer, saved_again(taken, forge))
    assert (last["合わない記載"], last["記録にない設備の行"], last["欠けている設備"]) == ("書き出した人", "3", "2")


def test_a_workbook_whose_head_was_taken_out_is_compared_row_by_row(office: Office, taken: bytes) -> None:
    officer = officer_at(office)
    last = compared(officer, saved_again(taken, lambda sheets: sheets.pop("書き出しの記録")))
    assert last["合わない記載"].startswith("ファイル番号、目的")
    assert (last["記録にない設備の行"], last["欠けている設備"]) == ("―", "0")


def test_a_csv_that_was_saved_as_a_workbook_is_read_as_the_csv_it_was(office: Office) -> None:
    text = export(office, "csv").decode("utf-8-sig")
    lines: list[list[Any]] = [line.split(",") for line in text.replace('"', "").split("\r\n")]
    lines[5] = [lines[5][0], ",".join(lines[5][1:])]
    last = compared(officer_at(office), workbook({"saiene": lines}))
    assert (last["合わない記載"], last["記録にない設備の行"], last["欠けている設備"]) == ("―", "―", "0")


def test_a_workbook_without_a_column_of_ids_is_compared_by_its_head(office: Office) -> None:
    content = export(office, "xlsx", ASKED.replace("columns=facility_id&", ""))
    officer = officer_at(office)
    last = compared(officer, saved_again(content))
    assert (last["行数"], last["合わない記載"]) == (officer.page.terms()["件数"].split()[0], "―")
