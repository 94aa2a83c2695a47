"""The log: JSON lines that name their request, and nobody's words."""

import io
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from blueprints.request_logs import configure
from models.db import db
from tests.databases.recipes import HOST

Lines = Callable[[], list[dict[str, Any]]]
WORD = "himitsu"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Lines:
    """What was logged, as the production entry point sets logging up."""
    stream, root = io.StringIO(), logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    with monkeypatch.context() as starting:
        starting.setattr(sys, "stderr", stream)
        configure("INFO")
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_with_the_id_its_visitor_was_given(app: Flask, lines: Lines) -> None:
    response = app.test_client().get(f"/healthz?q={WORD}", base_url=f"https://{HOST}")
    (line,) = lines()
    assert line["request_id"] == response.headers["X-Request-Id"]
    assert (line["event"], line["endpoint"], line["status"]) == ("request", "health.alive", response.status_code)
    assert WORD not in str(line)


def test_a_failure_is_logged_under_the_id_of_its_request_and_without_the_values_it_was_about(
    app: Flask, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_values: object) -> None:
        db.session.execute(text("SELECT :word FROM nowhere"), {"word": WORD})

    monkeypatch.setattr("blueprints.legal.views.render", fail)
    response = app.test_client().get("/terms", base_url=f"https://{HOST}")
    failure, answer = lines()
    assert response.status_code == 503
    assert failure["request_id"] == answer["request_id"] == response.headers["X-Request-Id"]
    assert "nowhere" in failure["exception"]
    assert WORD not in str(failure)
