"""The corpus of broken and hostile files: each is made from a good one, and says why it has to be refused.

``Good`` is what a command takes in; the same faults are tried on every command.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_csv, write_xlsx
from tests.factories.facilities import facility
from tests.factories.item_files import write_item_csv, write_item_xlsx
from tests.factories.stock import FUJI, TWO_AREAS

SHEET = "xl/worksheets/sheet1.xml"
RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MIB = 1 << 20
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PADDING = b"<!--" + b" " * 300_000 + b"-->"


@dataclass(frozen=True)
class Good:
    """A workbook and a text (the header in line 1, a row in line 2) that a command takes in."""

    workbook: bytes
    text: str

    @property
    def header(self) -> str:
        """The first line of the text."""
        return self.text.splitlines()[0]

    @property
    def row(self) -> str:
        """The second line of the text."""
        return self.text.splitlines()[1]


def good_register(folder: Path) -> Good:
    """A published register of one facility; its two files are left in ``folder``."""
    rows = [facility(TWO_AREAS, FUJI)]
    write_xlsx(folder / "good.xlsx", Edition.COLUMNS_18, rows)
    write_csv(folder / "good.csv", Edition.COLUMNS_18, rows, "utf-8")
    return _read(folder)


def good_items(folder: Path) -> Good:
    """A file of items of one certification; its two files are left in ``folder``."""
    header, rows = ["設備ID", "設備名称"], [[TWO_AREAS, "破られない名前"], [TWO_AREAS, 1]]
    write_item_xlsx(folder / "good.xlsx", header, rows)
    write_item_csv(folder / "good.csv", header, rows[:1], encoding="utf-8")
    return _read(folder)


def _read(folder: Path) -> Good:
    return Good((folder / "good.xlsx").read_bytes(), (folder / "good.csv").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Broken:
    """One broken file: its name, how it is written, and what its refusal says."""

    name: str
    write: Callable[[Good, Path], object]
    reason: str
    """A regular expression."""


def respelt(good: bytes, changes: dict[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with parts replaced, added or (None) left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(made, "w", compression) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def part(good: bytes, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        return archive.read(name)


def _bytes(make: Callable[[Good], bytes]) -> Callable[[Good, Path], object]:
    return lambda good, path: path.write_bytes(make(good))


def _with(
    name: str, content: bytes = b"<x/>", compression: int = zipfile.ZIP_DEFLATED
) -> Callable[[Good, Path], object]:
    return _bytes(lambda good: respelt(good.workbook, {name: content}, compression))


def _replacing(name: str, old: bytes, new: bytes) -> Callable[[Good, Path], object]:
    def write(good: Good, path: Path) -> None:
        content = part(good.workbook, name)
        assert old in content
        path.write_bytes(respelt(good.workbook, {name: content.replace(old, new, 1)}))

    return write


def _sheet(rows: str, head: str = "", compression: int = zipfile.ZIP_DEFLATED) -> Callable[[Good, Path], object]:
    sheet = f'<worksheet xmlns="{SPACE}">{head}<sheetData>{rows}</sheetData></worksheet>'
    return _with(SHEET, sheet.encode(), compression)


def _lines(make: Callable[[Good], Iterable[str]], encoding: str = "utf-8-sig") -> Callable[[Good, Path], object]:
    return _bytes(lambda good: "\r\n".join([*make(good), ""]).encode(encoding))


def _sparse(size: int, start: bytes) -> Callable[[Good, Path], object]:
    """A file of ``size`` bytes that takes no room."""

    def write(_good: Good, path: Path) -> None:
        with path.open("wb") as file:
            file.write(start)
            file.truncate(size)

    return write


def _truncated(good: Good, path: Path) -> None:
    path.write_bytes(good.workbook[: len(good.workbook) // 2])


def _encrypted(good: Good, path: Path) -> None:
    content = bytearray(good.workbook)
    entry = content.find(b"PK\x01\x02")
    while entry >= 0:
        content[entry + 8] |= 1
        entry = content.find(b"PK\x01\x02", entry + 4)
    path.write_bytes(content)


def _damaged(good: Good, path: Path) -> None:
    """One digit of the sheet changed, its checksum left as it was."""
    content = bytearray(respelt(good.workbook, {}, zipfile.ZIP_STORED))
    place = content.index(b"<sheetData>")
    place = content.index(b"<v>", place) + 3
    content[place] ^= 1
    path.write_bytes(content)


def _inflating(good: Good, path: Path) -> None:
    """200 kB that become 200 MB."""
    path.write_bytes(respelt(good.workbook, {SHEET: None}))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as made, made.open(SHEET, "w") as sheet:
        for _ in range(200):
            sheet.write(b" " * MIB)


def _crowded(good: Good, path: Path) -> None:
    path.write_bytes(respelt(good.workbook, {f"xl/{number}.xml": b"" for number in range(10_000)}, zipfile.ZIP_STORED))


def _repeated(good: Good, path: Path) -> None:
    path.write_bytes(good.workbook + good.workbook)


def _prefixed(good: Good, path: Path) -> None:
    path.write_bytes(b"#!/bin/sh\n" + good.workbook)


_A1 = '<c r="A1"><v>1</v></c>'
_LINK = (
    b'<Relationships><Relationship Id="r" Type="http://x/%s" Target="file:///c:/hyperlink/a.xlsx" %s/></Relationships>'
)
_RELS_OF_SHEET = "xl/worksheets/_rels/sheet1.xml.rels"

WORKBOOKS: tuple[Broken, ...] = (
    Broken("over-50-mib.xlsx", _sparse(50 * MIB + 1, b"PK\x03\x04"), "大きすぎます"),
    Broken("password.xlsx", _bytes(lambda _good: COMPOUND_FILE + b"\0" * 600), "パスワード"),
    Broken("encrypted.xlsx", _encrypted, "暗号化"),
    Broken("truncated.xlsx", _truncated, "途中まで"),
    Broken("damaged.xlsx", _damaged, "壊れている"),
    Broken("prefixed.xlsx", _prefixed, "文字として読めない"),
    Broken("twofold.xlsx", _repeated, "壊れている"),
    Broken("nothing-inside.xlsx", _bytes(lambda _good: b"PK\x03\x04"), "壊れている"),
    Broken("macros.xlsx", _with("xl/vbaProject.bin"), "マクロ"),
    Broken("macro-sheet.xlsx", _with("xl/macrosheets/sheet1.xml"), "マクロ"),
    Broken("macros-by-type.xlsx", _replacing(TYPES, b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), "マクロ"),
    Broken(
        "macros-by-relationship.xlsx",
        _replacing(
            RELATIONSHIPS, b"</Relationships>", b'<Relationship Type="x/vbaProject" Target="a.bin"/></Relationships>'
        ),
        "マクロ",
    ),
    Broken("linked.xlsx", _with("xl/externalLinks/externalLink1.xml"), "外部"),
    Broken("connected.xlsx", _with("xl/connections.xml"), "外部"),
    Broken(
        "linked-by-relationship.xlsx",
        _with(_RELS_OF_SHEET, _LINK % (b"externalLinkPath", b'TargetMode="External"')),
        "外部",
    ),
    Broken(
        "linked-behind-a-bracket.xlsx",
        _with(_RELS_OF_SHEET, _LINK % (b"oleObject", b'Target="http://x/?>" TargetMode="External"')),
        "外部",
    ),
    Broken(
        "linked-in-disguise.xlsx",
        _with(_RELS_OF_SHEET, _LINK % (b"oleObject", b'TargetMode="Extern&#97;l"')),
        "通常と異なる",
    ),
    Broken("embedded.xlsx", _with("xl/embeddings/oleObject1.bin"), "埋め込み"),
    Broken(
        "doctype.xlsx", _with(SHEET, PADDING + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/x">]><x/>'), "文書型宣言"
    ),
    Broken("doctype-in-small.xlsx", _with("xl/styles.xml", b"<!doctype x><styleSheet/>"), "文書型宣言"),
    Broken("utf-16-part.xlsx", _with(SHEET, "<worksheet/>".encode("utf-16")), "通常と異なる"),
    Broken("ten-thousand-parts.xlsx", _crowded, "部品が多すぎます"),
    Broken("path.xlsx", _with("../../escape.xml"), "不正なパス"),
    Broken("doubled.xlsx", _with("XL/WORKBOOK.XML"), "重複"),
    Broken("other-spreadsheet.xlsx", _with("content.xml"), "ではありません"),
    Broken("inflating.xlsx", _inflating, "圧縮率"),
    Broken(
        "claims-a-million-rows.xlsx",
        _sheet(f'<row r="1">{_A1}</row>', '<dimension ref="A1:XFD1048576"/>'),
        "表が大きすぎます",
    ),
    Broken(
        "far-cell.xlsx", _sheet(f'<row r="1">{_A1}</row><row r="1048576"><c r="XFD1048576"/></row>'), "表が大きすぎます"
    ),
    Broken("far-column.xlsx", _sheet(f'<row r="1">{_A1}<c r="XFD1"/></row>'), "表が大きすぎます"),
    Broken(
        "wide-and-long.xlsx",
        _sheet(f'<row r="1">{_A1}<c r="BMJ1"/></row><row r="9"><c r="A150000"/></row>'),
        "表が大きすぎます",
    ),
    Broken(
        "without-references.xlsx",
        _sheet("<row/>" * 250_000 + "<row><c><v>1</v></c></row>", compression=zipfile.ZIP_STORED),
        "表が大きすぎます",
    ),
    Broken(
        "wrong-sheet.xlsx",
        _with(SHEET, b"<worksheet><sheetData><row r='1'><c r='A1'><v>x</v>"),
        "見出し|壊れている|ありません",
    ),
    Broken("\x1b[2J\x07evil.xlsx", _bytes(lambda _good: b"PK\x03\x04"), "壊れている"),
)

TEXTS: tuple[Broken, ...] = (
    Broken("empty.csv", _sparse(0, b""), "空です"),
    Broken("picture.csv", _bytes(lambda _good: b"\x89PNG\r\n\x1a\n" + b"\0" * 99), "ではありません"),
    Broken("page.csv", _bytes(lambda _good: b"<html><script>alert(1)</script></html>"), "見出し"),
    Broken("nul.csv", _lines(lambda good: [good.header, good.row, good.row[:3] + "\0"]), "3行目: .*NUL"),
    Broken(
        "unclosed.csv",
        _lines(lambda good: [good.header, good.row, f'"{good.row}', *[good.row] * 1_500]),
        "3行目: 引用符",
    ),
    Broken("unclosed-to-the-end.csv", _lines(lambda good: [good.header, good.row, '"x']), "3行目: 引用符"),
    Broken("misplaced-quote.csv", _lines(lambda good: [good.header, '"x"y,z']), "2行目: 引用符"),
    Broken(
        "doubled-header.csv",
        _lines(lambda good: [f"{good.header},{good.header.split(',')[0]}", good.row]),
        "1行目の見出し「.*2つ",
    ),
    Broken("no-header.csv", _lines(lambda good: [good.row, good.row]), "見出し"),
    Broken(
        "cut-in-a-character.csv",
        _bytes(lambda good: f"{good.header}\n設備".encode("utf-8-sig")[:-1]),
        "2行目: 文字として",
    ),
    Broken(
        "cut-utf-16.csv", _bytes(lambda good: f"{good.header}\n{good.row}\n".encode("utf-16")[:-1]), "2行目: 文字として"
    ),
    Broken(
        "mixed-encodings.csv", _bytes(lambda good: good.text.encode() + "髙橋\n".encode("cp932")), "3行目: 文字として"
    ),
    Broken(
        "endless-line.csv",
        _bytes(lambda good: f"{good.header}\n".encode() + b"x" * (4 * MIB)),
        "2行目: 1行が長すぎます",
    ),
    Broken("endless-first-line.csv", _bytes(lambda _good: b"x" * (4 * MIB)), "1行目: 1行が長すぎます"),
    Broken("line-of-a-gigabyte.csv", _sparse(1 << 30, "設備ID,".encode()), "大きすぎます"),
)

CORPUS = WORKBOOKS + TEXTS

UNKNOWN_LABEL = Broken(
    "unknown-header.csv",
    _lines(lambda good: ["", f"{good.header},無い項目"]),
    "2行目の見出し「無い項目」は、項目の一覧にありません",
)
"""Published registers may have columns beside those that are taken over; a file of items may not."""
