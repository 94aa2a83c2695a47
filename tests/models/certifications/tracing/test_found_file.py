"""A found file may have been made to be looked at: whatever it is, reading it costs little and raises nothing."""

import hashlib
import io
import tracemalloc

import pytest
import xlsxwriter

from models.catalogue.catalogue import catalogue
from models.certifications.export_head import column_head
from models.certifications.tracing import found_file
from models.certifications.tracing.found_file import read_found

ID_HEAD = column_head(catalogue().by_key["facility_id"])


def test_a_file_of_ours_is_read_with_its_lines() -> None:
    text = (
        f'ファイル番号,20260511-7K2MQXZ4\r\n件数,2\r\n\r\n{ID_HEAD},発電所\r\nA100001C22,"甲\n乙"\r\nA100002C22,丙\r\n'
    )
    found = read_found(b"\xef\xbb\xbf" + text.encode())
    assert (found.readable, found.rows, found.facts["件数"]) == (True, 2, "2")
    assert found.ids == [(5, "A100001C22"), (7, "A100002C22")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"\xff\xfe\x00",
        b'"never closed',
        b"a,b\n" * 50,
        b"x" * 200_000,
        b"\n",
        b"PK\x03\x04" + b"\x00" * 100,
    ],
)
def test_what_is_none_of_ours_has_a_digest_and_no_rows(content: bytes) -> None:
    found = read_found(content)
    assert (found.sha256, found.rows, found.ids) == (hashlib.sha256(content).hexdigest(), 0, None)


def test_a_file_of_endless_lines_is_given_up_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_file, "MOST_LINES", 1_000)
    head = f"件数,2\n\n{ID_HEAD}\n".encode()
    within = read_found(head + b"A100001C22\n" * 990)
    assert (within.readable, within.rows) == (True, 990)
    content = head + b",\n" * 500_000
    tracemalloc.start()
    found = read_found(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.readable, found.rows, found.ids) == (False, 0, None)
    assert peak < 8 * len(content), "the text itself, and nothing for each of its lines"


@pytest.mark.parametrize(("sheets", "columns"), [(11, 1), (1, 2_001)], ids=["too many sheets", "too wide"])
def test_a_workbook_that_no_import_would_open_has_a_digest_and_no_rows(sheets: int, columns: int) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, [ID_HEAD, *["x"] * (columns - 1)])
            sheet.write_row(1, 0, ["A100001C22"])
    content = buffer.getvalue()
    found = read_found(content)
    assert (found.sha256, found.readable, found.ids) == (hashlib.sha256(content).hexdigest(), False, None)


@pytest.mark.parametrize("days", [1e9, -1e9, 1e300])
def test_a_workbook_with_a_duration_beyond_all_calendars_raises_nothing(days: float) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [ID_HEAD, "時間"])
        sheet.write_row(1, 0, ["A100001C22"])
        sheet.write_number(1, 1, days, book.add_format({"num_format": "[h]:mm"}))
    found = read_found(buffer.getvalue())
    assert (found.readable, found.ids) == (False, None)
