"""What a spreadsheet makes of a file: no formula, and every code as it was (B4)."""

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.catalogue.file_cells import FORMULA_SIGNS
from models.certifications import export
from models.certifications.criteria import read_criteria
from models.certifications.export_format import ExportFormat
from models.certifications.export_order import Wish
from models.certifications.quota import Limits
from models.certifications.sending import pieces_of
from models.certifications.workbook_file import FACTS_SHEET
from models.legal.purposes import Purpose
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.tripwire import opened
from models.words import words
from tests.access.people import new_account
from tests.conftest import missing
from tests.factories.viewers import viewer_of

PLENTY = Limits(rows_a_file=10_000, rows_a_day=1_000_000, files_in_a_while=1_000)
COLUMNS = ["facility_id", "facility_name", "operator_telephone", "certified_on", "output_kw", "fiscal_year", "bureau",
           "roof_mounted", "law_11_applicable"]  # fmt: skip
DANGEROUS = [
    *(f"{sign}1+1" for sign in FORMULA_SIGNS),
    *(f"{sign}SUM(A1:A9)" for sign in FORMULA_SIGNS),
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.jp","x")',
    "\t=1+1",
    "+81-3-0000-0000",
    "-1",
]
Take = Callable[..., bytes]


@pytest.fixture
def take(stock: Session) -> Take:
    """The whole stock as a file."""
    account = new_account(stock, kind=OrganisationKind.OWNER).id
    with opened():
        for number, text in enumerate(DANGEROUS, start=1):
            values = {"facility_name": text, "operator_telephone": f"{number:011}"}
            stock.execute(update(Certification).where(Certification.id == number).values(values))
    stock.commit()
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    viewer = replace(viewer, actor=replace(viewer.actor, account_id=account))
    return lambda form: _file(stock, viewer, form)


def _file(stock: Session, viewer: Viewer, form: ExportFormat) -> bytes:
    criteria = read_criteria({"columns": COLUMNS, "sort": ["facility_id"]}, viewer.items)
    wish = Wish(criteria, Purpose.OTHER, "=1+1", form)
    with export.order(stock, viewer, wish, "=見本 太郎", PLENTY, proved=True) as extract:
        return b"".join(pieces_of(extract, lambda: viewer))


def test_a_workbook_keeps_codes_as_text_days_as_days_and_numbers_as_numbers(take: Take) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(take(ExportFormat.EXCEL)))
    assert book.sheet_names == [FACTS_SHEET, words().records]
    facts = {row[0]: row[1] for row in book.get_sheet_by_name(FACTS_SHEET).to_python()}
    assert facts["書き出した人"] == "みほん組織　=見本 太郎（person）"
    assert facts["目的"] == "その他（=1+1）"
    heads, *rows = book.get_sheet_by_name(words().records).to_python()
    assert len(heads) == len(COLUMNS)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    by_id = {row[0]: row for row in rows}
    first = by_id["A100001C22"]
    assert first[2] == "00000000001"
    assert (first[1], first[3], first[4], first[5]) == ("=1+1", date(2015, 3, 31), 49.5, 2014.0)
    assert {row[6] for row in rows} >= {"関東経済産業局", "内閣府沖縄総合事務局"}
    assert by_id["A100009C13"][8] == "有"
    assert {text for text in DANGEROUS if "\r" not in text} <= {row[1] for row in rows}


@pytest.mark.parametrize("form", ExportFormat)
def test_a_spreadsheet_finds_no_formula(take: Take, form: ExportFormat, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        missing("LibreOffice is not installed: apt-get install libreoffice-calc")
    ours, naked = tmp_path / f"ours.{form.suffix}", tmp_path / f"naked.{form.suffix}"
    ours.write_bytes(take(form))
    if form is ExportFormat.EXCEL:
        with xlsxwriter.Workbook(naked) as workbook:
            workbook.add_worksheet().write_formula(0, 0, "=1+1")
    else:
        naked.write_text("=1+1\r\n")
    found = {path.stem: path.read_text() for path in _converted(program, form, tmp_path, ours, naked)}
    assert "table:formula" in found["naked"], "the program would find one"
    assert "HYPERLINK" in found["ours"], "what could be one is in the file"
    assert "A100001C22" in found["ours"]
    assert "table:formula" not in found["ours"]


def _converted(program: str, form: ExportFormat, folder: Path, *paths: Path) -> list[Path]:
    """The files as the program understands them, as flat XML."""
    # Comma, quotation mark, encoding (Windows' Shift_JIS or UTF-8), from the first line, whatever the program guesses.
    encoding = "64" if form is ExportFormat.CSV_SHIFT_JIS else "76"
    reading = [] if form is ExportFormat.EXCEL else [f"--infilter=CSV:44,34,{encoding},1,,0,false,true"]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", *reading, "--convert-to", "fods", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], capture_output=True, timeout=120, check=True)
    return list(folder.glob("*.fods"))
