"""Hostile files at the console: refused in words, nothing changed, nothing left behind, no fault shown."""

import io
import zipfile
from pathlib import Path

from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx
from tests.databases.snapshot import changed, snapshot
from tests.factories.facilities import facility
from tests.factories.stock import CHIYODA
from tests.threats.conftest import Service

SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'
CLAIM = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)


def respelt(good: Path, **parts: bytes | None) -> bytes:
    """The good workbook with parts replaced, added or (None) left out."""
    renamed = {name.replace("__", "/").replace("SHEET", SHEET): content for name, content in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in renamed:
                new.writestr(name, old.read(name))
        for name, content in renamed.items():
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def crowded() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(10_000):
            archive.writestr(f"xl/{number}.xml", b"")
    return made.getvalue()


def hostile(good: Path) -> dict[str, bytes]:
    """File name → content."""
    whole = good.read_bytes()
    return {
        "entity.xlsx": respelt(good, SHEET=ENTITY),
        "claims.xlsx": respelt(good, SHEET=CLAIM),
        "inflates.xlsx": respelt(good, SHEET=b"<worksheet>" + b" " * (200 << 20)),
        "macro.xlsx": respelt(good, xl__vbaProject=b"x", **{"xl/vbaProject.bin": b"x"}),
        "path.xlsx": respelt(good, **{"../../escape.xml": b"x"}),
        "parts.xlsx": crowded(),
        "cut.xlsx": whole[: len(whole) // 2],
        "prefixed.xlsx": b"#!/bin/sh\n" + whole,
        "twofold.xlsx": whole + whole,
        "empty.csv": b"",
        "nul.csv": "設備ID,発電事業者名\nA\0B,x\n".encode(),
        "line.csv": b"a" * (20 << 20),
        "quote.csv": '設備ID,"発電事業者名\n'.encode() + b'"x,' * 1000,
        "utf16.csv": "設備ID,発電事業者名\n".encode("utf-16")[:-1],
        "page.csv": b"<html><script>alert(1)</script></html>",
        "\x1b[2J\x07evil.xlsx": b"PK\x03\x04",
    }


def test_no_hostile_file_changes_anything_or_is_a_fault(service: Service, tmp_path: Path) -> None:
    good = tmp_path / "good.xlsx"
    write_xlsx(good, Edition.COLUMNS_18, [facility("A300001C13", CHIYODA)], [])
    folder = tmp_path / "hostile"
    folder.mkdir()
    before = snapshot(service.engine)
    run = service.app.test_cli_runner()
    for name, content in hostile(good).items():
        path = folder / name
        path.write_bytes(content)
        result = run.invoke(args=["register", "import", str(path)])
        assert result.exit_code == 1, name
        assert isinstance(result.exception, SystemExit), (name, result.exception)
        assert result.output.replace("\n", "").isprintable(), name
        path.unlink()
    assert changed(before, snapshot(service.engine)) == set()
    assert list(folder.iterdir()) == []
    assert not (tmp_path.parent / "escape.xml").exists()
    assert run.invoke(args=["register", "import", str(good)]).exit_code == 0
    assert changed(before, snapshot(service.engine)), "a good file is taken in"
