"""``flask inspect`` and ``flask reports``: exit codes for cron, files to be filed (M11, M19)."""

import csv
from pathlib import Path

import pytest
import python_calamine
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from blueprints.commands import inspection
from models.assurance.run import InspectionRun
from models.inspection.check import Answer, Check, Result
from models.inspection.examining import Inspection
from models.reporting.sections import SECTIONS
from models.settings import Settings
from tests.factories.months import write_months

NOVEMBER = "2026-11-10T01:00:00+00:00"


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_the_exit_code_is_that_of_the_worst_line(runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.inspection import examining

    def with_results(*results: Result) -> int:
        checks = [
            Check(f"{one}", "M5", "点検", "見るもの", lambda _ground, one=one: Answer(one, "。")) for one in results
        ]
        monkeypatch.setattr(examining, "CHECKS", checks)
        return runner.invoke(args=["inspect", "--promise", "M5"]).exit_code

    assert with_results(Result.KEPT) == with_results(Result.KEPT, Result.NOTHING) == 0
    assert with_results(Result.KEPT, Result.UNKNOWN) == inspection.UNKNOWN_CODE == 1
    assert with_results(Result.UNKNOWN, Result.NOT_KEPT, Result.KEPT) == inspection.NOT_KEPT_CODE == 2


def test_every_line_is_printed_kept_and_written(runner: FlaskCliRunner, settings: Settings, tmp_path: Path) -> None:
    paper = tmp_path / "result.html"
    result = runner.invoke(args=["inspect", "--keep", "--whole-trail", "--out", str(paper)])
    assert result.exit_code == 2, "an empty register has no officer to handle incidents"
    assert "× M8 漏えい等への対応" in result.output
    assert "○ M19 安全のためのヘッダー" in result.output, "the application's own answers are right"
    assert "保存しました（S-" in result.output
    text = paper.read_text(encoding="utf-8")
    assert ("署名" in text, "漏えい等に対応する保有者担当が" in text, "<script" in text) == (True, True, False)
    engine = create_engine(settings.database)
    with Session(engine) as session:
        kept = session.scalars(select(InspectionRun)).one()
        assert Inspection.of_text(kept.document).sha256 == kept.sha256
        assert kept.sha256 in text
    engine.dispose()


def test_one_promise_can_be_asked_alone_and_a_wrong_one_is_told(runner: FlaskCliRunner, tmp_path: Path) -> None:
    out = tmp_path / "result.csv"
    runner.invoke(args=["inspect", "--promise", "M15", "--out", str(out)])
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert {row[0] for row in rows[1:]} == {"M15"}
    assert runner.invoke(args=["inspect", "--promise", "M99"]).exit_code == 1
    assert runner.invoke(args=["inspect", "--promise", "M5", "--keep"]).exit_code == 2
    assert runner.invoke(args=["inspect", "--out", str(tmp_path / "result.txt")]).exit_code == 2


def test_a_month_comes_as_text_or_as_a_workbook(runner: FlaskCliRunner, settings: Settings, tmp_path: Path) -> None:
    engine = create_engine(settings.database)
    with Session(engine) as session:
        write_months(session, 60)
    engine.dispose()
    book = tmp_path / "october.xlsx"
    with time_machine.travel(NOVEMBER, tick=False):
        assert "みどり電力" in runner.invoke(args=["reports", "monthly", "2026-10"]).output
        assert runner.invoke(args=["reports", "monthly", "2026-10", "--out", str(book)]).exit_code == 0
        assert "終わった月を指定してください" in runner.invoke(args=["reports", "monthly", "2026-11"]).output
    assert len(python_calamine.load_workbook(book).sheet_names) == len(SECTIONS) + 1, "a cover, and a sheet a section"


def test_asking_changes_nothing(runner: FlaskCliRunner, settings: Settings) -> None:
    runner.invoke(args=["inspect"])
    engine = create_engine(settings.database)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(InspectionRun)) == 0
    engine.dispose()
