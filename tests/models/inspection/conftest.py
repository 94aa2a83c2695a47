"""A ground for checks: an empty register, and answers of a service that does everything right."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.inspection.check import Answer, Answered, Ground
from models.inspection.checks import CHECKS
from models.settings import Settings

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=63072000",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
}
PAGE = '<script src="/static/a.js"></script><a href="/terms">規約</a> <a href="/privacy">方針</a>'
ANSWERS = {
    "/login": Answered(200, HEADERS, PAGE),
    "/certifications": Answered(302, {**HEADERS, "Location": "/login"}, ""),
}
Ask = Callable[..., Answer]


@pytest.fixture
def ground(session: Session, settings: Settings) -> Ground:
    return Ground(session, settings, clock.now(), ANSWERS)


@pytest.fixture
def ask(session: Session, settings: Settings) -> Ask:
    """Ask the check of this code, on a ground that differs as stated."""

    def asked(code: str, **changes: Any) -> Answer:
        check = next(one for one in CHECKS if one.code == code)
        values = {"settings": settings, "now": clock.now(), "answers": ANSWERS, **changes}
        return check.ask(Ground(session, **values))

    return asked
