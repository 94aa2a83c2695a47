"""The catalogue at the console: checked, compared, taken into use; another register is a folder away (M18)."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.catalogue.catalogue import read_catalogue
from models.catalogue.recorded import CatalogueRecord
from models.settings import Settings

SPRINGS = Path(__file__).parents[1] / "foreign" / "springs"


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A catalogue with one wrong line."""
    folder = Path(shutil.copytree(SPRINGS, tmp_path / "wrong"))
    lines = (folder / "items.csv").read_text(encoding="utf-8").replace("pump,4", "pump,9")
    (folder / "items.csv").write_text(lines, encoding="utf-8")
    return folder


def test_check_says_that_all_is_well_or_what_is_wrong_and_where(runner: FlaskCliRunner, wrong: Path) -> None:
    right = runner.invoke(args=["items", "check", str(SPRINGS)])
    assert (right.exit_code, "問題はありません（30 項目、利用者属性 3）" in right.output) == (0, True)
    assert "output_kw" in right.output
    refused = runner.invoke(args=["items", "check", str(wrong)])
    assert (refused.exit_code, "items.csv 18 行目: 区分 9 が" in refused.output) == (1, True)


def test_another_register_is_taken_into_use_before_the_first_edition(
    runner: FlaskCliRunner, session: Session, settings: Settings
) -> None:
    assert "なくなる項目" in runner.invoke(args=["items", "diff", str(SPRINGS)]).output
    taken = runner.invoke(args=["items", "import", str(SPRINGS)])
    assert (taken.exit_code, "再起動してください" in taken.output) == (0, True)
    assert session.scalars(select(CatalogueRecord.digest)).all() == [read_catalogue(SPRINGS).digest]
    assert read_catalogue(settings.catalogue_folder).digest == read_catalogue(SPRINGS).digest
    assert "取込み済みです" in runner.invoke(args=["items", "import", str(SPRINGS)]).output


def test_a_register_in_use_does_not_become_another(
    runner: FlaskCliRunner, session: Session, settings: Settings
) -> None:
    runner.invoke(args=["items", "load-first-edition"])
    refused = runner.invoke(args=["items", "import", str(SPRINGS)])
    assert (refused.exit_code, "以前の項目と違います" in refused.output) == (1, True)
    assert runner.invoke(args=["items", "diff", str(SPRINGS)]).exit_code == 1
    assert session.scalar(select(func.count()).select_from(CatalogueRecord)) == 1
    assert not (settings.instance / "catalogue").exists()


def test_a_wrong_catalogue_is_not_taken(runner: FlaskCliRunner, session: Session, wrong: Path) -> None:
    refused = runner.invoke(args=["items", "import", str(wrong)])
    assert (refused.exit_code, "18 行目" in refused.output) == (1, True)
    assert session.scalar(select(func.count()).select_from(CatalogueRecord)) == 0
