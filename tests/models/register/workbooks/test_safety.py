"""Hostile and broken files are refused before anything opens them."""

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.register.workbooks import safety
from models.register.workbooks.refusals import UnsafeFile
from models.register.workbooks.safety import FileKind, check_file

SHEET = "xl/worksheets/sheet1.xml"
Parts = dict[str, bytes]
Spoiled = Callable[..., Path]


def _sheet(rows: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}">{head}<sheetData>{rows}</sheetData></worksheet>'.encode()


def _with_sheet(rows: str, head: str = "") -> Callable[[Parts], None]:
    return lambda parts: parts.update({SHEET: _sheet(rows, head)})


def _with_part(name: str, content: bytes = b"<x/>") -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


def _refusal(path: Path) -> str:
    with pytest.raises(UnsafeFile) as refusal:
        check_file(path)
    return refusal.value.reason


def test_a_good_workbook_and_a_text_may_be_opened(spoiled: Spoiled, csv_file: Callable[..., Path]) -> None:
    assert check_file(spoiled(lambda parts: None)) is FileKind.WORKBOOK
    assert check_file(csv_file("設備ID")) is FileKind.TEXT


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * 1001)
    monkeypatch.setattr(safety, "MAX_FILE_BYTES", 1000)
    assert "大きすぎます" in _refusal(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "パスワード"),
        (b"%PDF-1.7\n", "ではありません"),
        (b"abc\0def", "ではありません"),
        (b"PK\x03\x04" + b"\0" * 100, "壊れている"),
    ],
)
def test_what_is_neither_workbook_nor_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    assert words in _refusal(path)


@pytest.mark.parametrize("lost", [1, 30, 500, 3000])
def test_a_truncated_workbook_is_refused(spoiled: Spoiled, lost: int) -> None:
    path = spoiled(lambda parts: None)
    path.write_bytes(path.read_bytes()[:-lost])
    assert "途中まで" in _refusal(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("xl/vbaProject.bin", "マクロ"),
        ("xl/macrosheets/sheet1.xml", "マクロ"),
        ("xl/externalLinks/externalLink1.xml", "外部"),
        ("xl/connections.xml", "外部"),
        ("xl/embeddings/oleObject1.bin", "埋め込み"),
        ("../../evil.xml", "パス"),
        ("/etc/evil.xml", "パス"),
        ("xl\\evil.xml", "パス"),
        ("C:/evil.xml", "パス"),
        ("XL/WORKBOOK.XML", "重複"),
        ("content.xml", "ではありません"),
    ],
)
def test_a_workbook_with_a_forbidden_part_is_refused(spoiled: Spoiled, name: str, words: str) -> None:
    assert words in _refusal(spoiled(_with_part(name)))


def test_a_link_to_another_file_is_refused_and_a_web_address_is_not(spoiled: Spoiled) -> None:
    link = (
        '<Relationships><Relationship Type="http://x/{}" Target="file:///c:/a" TargetMode="External"/></Relationships>'
    )
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    assert "外部" in _refusal(spoiled(_with_part(name, link.format("oleObject").encode())))
    assert check_file(spoiled(_with_part(name, link.format("hyperlink").encode()))) is FileKind.WORKBOOK


@pytest.mark.parametrize("part", [b"<" * 200_000, b"<dimension " * 20_000, b'TargetMode="External" ' * 10_000])
def test_a_part_made_to_be_slow_to_search_is_looked_through_all_the_same(spoiled: Spoiled, part: bytes) -> None:
    # Searched as the square of their length, these take minutes, and nobody else's page is answered meanwhile.
    link = b'<Relationship Type="http://x/hyperlink" ' + part
    assert check_file(spoiled(_with_part("xl/_rels/a.rels", link))) is FileKind.WORKBOOK


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x>", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'])
def test_a_document_type_declaration_is_refused_however_late_it_comes(spoiled: Spoiled, declaration: bytes) -> None:
    padding = b"<!--" + b" " * 300_000 + b"-->"
    assert "文書型宣言" in _refusal(spoiled(_with_part("xl/styles.xml", padding + declaration + b"<styleSheet/>")))


def test_ten_thousand_parts_are_refused(spoiled: Spoiled) -> None:
    assert "多すぎます" in _refusal(spoiled(lambda parts: parts.update({f"x/{n}": b"" for n in range(10_000)})))


def test_a_part_that_compresses_too_well_is_refused(spoiled: Spoiled) -> None:
    path = spoiled(_with_sheet(" " * 20_000_000), zipfile.ZIP_DEFLATED)
    assert "圧縮率" in _refusal(path)


def test_too_much_in_all_is_refused_from_what_the_directory_declares(spoiled: Spoiled) -> None:
    path = spoiled(lambda parts: None)
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 20 : entry + 28] = struct.pack("<2L", 0x0FFFFFFF, 0x1FFFFFFF)
    path.write_bytes(content)
    assert "MiB を超える" in _refusal(path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_part_larger_than_it_declares_is_refused(spoiled: Spoiled, compression: int) -> None:
    path = spoiled(_with_sheet(" " * 5_000_000), compression)
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET.encode()))
    content[entry + 24 : entry + 28] = struct.pack("<L", 100)
    path.write_bytes(content)
    assert "申告と異なる" in _refusal(path)


def test_an_encrypted_part_is_refused(spoiled: Spoiled) -> None:
    path = spoiled(lambda parts: None)
    content = bytearray(path.read_bytes())
    for entry in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[entry.start() + 8] |= 1
    path.write_bytes(content)
    assert "暗号化" in _refusal(path)


_A1 = '<c r="A1"><v>1</v></c>'
_FAR = '<c r="XFD1048576"><v>1</v></c>'


@pytest.mark.parametrize(
    "sheet",
    [
        _sheet(f'<row r="1">{_A1}</row>', head='<dimension ref="A1:XFD1048576"/>'),
        _sheet(f'<row r="1">{_A1}</row><row r="1048576">{_FAR}</row>'),
        _sheet(f'<row r="1">{_A1}<c r="XFD1"><v>1</v></c></row>'),
        _sheet(f'<row r="1">{_A1}</row><row r="9"><c s="0" r="XFD9"><v>1</v></c></row>'),
        _sheet(f"<row>{_A1}</row><row><c\nr = 'XFD9'><v>1</v></c></row>"),
        _sheet(f'<row r="1">{_A1}</row><row><c t="<" r="XFD9"><v>1</v></c></row>'),
        _sheet("<row>" + "<c/>" * 50 + "<c><v>1</v></c></row>"),
        _sheet("<row/>" * 250_000 + "<row><c><v>1</v></c></row>"),
        _sheet(f'<row r="1">{_A1}</row>').replace(b"<c ", b"<x:c ").replace(b"A1", b"ZZZ1"),
        _sheet(f'<row>{_A1}<c{" " * 1_200_000}r="XFD1048576"><v>1</v></c></row>'),
        _sheet('<row><!-- <c " --><c r="XFD1048576"/><!-- " --></row>'),
    ],
    ids=[
        "claimed", "far cell", "far column", "attribute before", "odd spacing", "angle in attribute",
        "cells without reference", "rows without reference", "prefixed", "long tag", "hidden by comments",
    ],
)  # fmt: skip
def test_a_sheet_that_would_unfold_into_a_huge_grid_is_refused(spoiled: Spoiled, sheet: bytes) -> None:
    assert re.search("大きすぎます|書き方が通常と異なる", _refusal(spoiled(_with_part(SHEET, sheet))))


def test_the_extent_is_measured_under_whatever_name_a_sheet_hides(spoiled: Spoiled) -> None:
    assert "大きすぎます" in _refusal(spoiled(_with_part("xl/media/image1.png", _sheet(_A1 + _FAR))))


def test_cells_without_references_are_allowed_within_the_bounds(spoiled: Spoiled) -> None:
    rows = "<row>" + "<c><v>1</v></c>" * 12 + "</row>"
    assert check_file(spoiled(_with_sheet(rows * 1000))) is FileKind.WORKBOOK


def test_no_reason_tells_where_the_file_lies(spoiled: Spoiled) -> None:
    path: Any = spoiled(_with_part("xl/vbaProject.bin"))
    assert str(path.parent) not in _refusal(path)
