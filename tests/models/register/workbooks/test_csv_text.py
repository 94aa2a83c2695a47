"""CSV files in the encodings and with the faults people send."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.register.workbooks import csv_text
from models.register.workbooks.refusals import BrokenText

CsvFile = Callable[..., Path]


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    return list(csv_text.read_rows(path, csv_text.detect_encoding(path)))


def _fault(path: Path) -> BrokenText:
    with pytest.raises(BrokenText) as fault:
        _rows(path)
    return fault.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_each_encoding_is_recognised(csv_file: CsvFile, encoding: str) -> None:
    assert _rows(csv_file("設備ID,代表者名", "1,髙橋", encoding=encoding)) == [
        (1, ["設備ID", "代表者名"]),
        (2, ["1", "髙橋"]),
    ]


def test_the_tabs_of_unicode_text_are_separators(csv_file: CsvFile) -> None:
    assert _rows(csv_file("設備ID\t代表者名", "1\t見本", encoding="utf-16"))[1] == (2, ["1", "見本"])


def test_a_quoted_cell_may_hold_line_breaks_and_later_rows_keep_their_line_numbers(csv_file: CsvFile) -> None:
    assert _rows(csv_file("a,b", '1,"x', 'y"', "2,z")) == [(1, ["a", "b"]), (2, ["1", "x\r\ny"]), (4, ["2", "z"])]


def test_a_nul_is_told_with_its_line(csv_file: CsvFile) -> None:
    fault = _fault(csv_file("a,b", "1,2", "3,\0"))
    assert fault.line == 3
    assert "NUL" in fault.reason


@pytest.mark.parametrize("lines_after", [0, 5, 500])
def test_an_unclosed_quote_is_told_with_the_line_where_it_was_opened(csv_file: CsvFile, lines_after: int) -> None:
    fault = _fault(csv_file("a,b", "1,2", '3,"x', *["4,5"] * lines_after))
    assert fault.line == 3
    assert "引用符" in fault.reason


def test_a_misplaced_quote_is_told_with_its_line(csv_file: CsvFile) -> None:
    assert _fault(csv_file("a,b", '"x"y,2')).line == 2


def test_an_endless_line_is_told_and_not_read_to_its_end(csv_file: CsvFile) -> None:
    fault = _fault(csv_file("a,b", "1," + "x" * 3_000_000))
    assert fault.line == 2
    assert "長すぎます" in fault.reason


def test_bytes_that_are_text_in_no_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes("設備ID\n見本\n".encode() + b"\xff\xff\n")
    assert _fault(path).line == 3


def test_a_text_cut_in_the_middle_of_a_character_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "a\n設備".encode()[:-1])
    assert _fault(path).line == 2
