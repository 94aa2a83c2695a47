"""``flask demo``: what it prints, and that a deployment in use refuses it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app import create_app
from models.db import db
from models.demonstration.cast import everybody
from models.settings import Settings


@pytest.fixture
def runner(settings: Settings) -> Iterator[FlaskCliRunner]:
    yield from runner_of(create_app(replace(settings, demonstration=True)))


@pytest.fixture
def runner_in_use(app: Flask) -> Iterator[FlaskCliRunner]:
    yield from runner_of(app)


def runner_of(app: Flask) -> Iterator[FlaskCliRunner]:
    yield app.test_cli_runner()
    with app.app_context():
        db.engine.dispose()


def test_loading_shows_its_steps_and_happens_once(runner: FlaskCliRunner) -> None:
    first = runner.invoke(args=["demo", "load", "--count", "60"])
    assert first.exit_code == 0, first.output
    assert "認定情報を取込み 100%" in first.output
    assert f"認定情報 60 件と、アカウント {len(everybody())} 件を用意しました。" in first.output
    second = runner.invoke(args=["demo", "load", "--count", "60"])
    assert second.output == "デモ用の認定情報は読込み済みです。\n"


def test_the_welcome_names_the_address_every_id_and_the_way_to_a_code(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "8123")
    runner.invoke(args=["demo", "load", "--count", "60"])
    welcome = runner.invoke(args=["demo", "welcome"])
    assert welcome.exit_code == 0, welcome.output
    assert "http://127.0.0.1:8123" in welcome.output
    assert "accounts.csv" in welcome.output
    assert ".venv/bin/flask demo code ID" in welcome.output
    assert all(part.login_id in welcome.output for part in everybody())


def test_a_code_is_six_digits(runner: FlaskCliRunner) -> None:
    runner.invoke(args=["demo", "load", "--count", "60"])
    code = runner.invoke(args=["demo", "code", "demo-owner"]).output.strip()
    assert len(code) == 6
    assert code.isdecimal()


def test_before_loading_the_visitor_is_told_what_to_do(runner: FlaskCliRunner) -> None:
    for command in (["demo", "welcome"], ["demo", "code", "demo-owner"]):
        refused = runner.invoke(args=command)
        assert refused.exit_code == 1
        assert "flask demo load" in refused.output


@pytest.mark.parametrize("command", [["load"], ["code", "demo-owner"], ["welcome"]])
def test_a_deployment_in_use_refuses(runner_in_use: FlaskCliRunner, command: list[str]) -> None:
    refused = runner_in_use.invoke(args=["demo", *command])
    assert refused.exit_code == 1
    assert "デモモード" in refused.output
