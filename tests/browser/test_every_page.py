"""Every page there is, at the stage where it is met: accessible, and narrow enough for a narrow screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from models.accounts.sign_in_session import Rung
from tests.browser.people import MANAGER
from tests.factories.stock import CORRECTED

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser

# No pages: files, answers for machines, and an address that leads on to a list.
FILES = {
    "login.download_recovery_codes",
    "health.alive",
    "health.ready",
    "certifications.fetch_export",
    "certifications.run_saved",
    "register_import.refused_rows",
}
# Met on the way in and on the way out, and checked there (test_way_in.py, test_taking_away.py).
ON_THE_WAY = {"login.connect", "login.recovery_codes", "consent.ask", "certifications.exported"}
OUTSIDE = {
    "login.password": "/login",
    "login.reset": "/login/password/reset",
    "login.reset_asked": "/login/password/reset/asked",
    "login.signed_out": "/login/signed-out",
    "login.new_password": "/login/password/used-up",
    "legal.terms": "/terms",
    "legal.privacy": "/privacy",
    "legal.former_terms": "/terms/2026-04-01",
    "legal.former_privacy": "/privacy/2026-04-01",
}
BEHIND_THE_PASSWORD = {"login.code": "/login/code", "login.recovery_code": "/login/recovery-code"}
REGISTER = {
    "home.index": "/",
    "certifications.search": "/certifications?source=太陽光&size=20",
    "certifications.columns": "/certifications/columns",
    "certifications.export": "/certifications/export?source=太陽光",
    "certifications.breakdown": "/certifications/breakdown",
    "certifications.ask_name": "/certifications/saved/new?source=太陽光",
    "certifications.saved": "/certifications/saved",
    "certifications.edit_saved": "/certifications/saved/1/edit",
    "certifications.ask_removal": "/certifications/saved/1/delete",
    "certifications.exports": "/certifications/exports",
    "certifications.read": f"/certifications/{CORRECTED}",
}
OWN = {
    "account.index": "/account",
    "account.ask_password": "/account/password",
    "account.connect_device": "/account/devices/connect",
    "account.ask_renewal": "/account/recovery-codes",
    "account.own_history": "/account/history",
    "account.consents": "/account/consents",
    "account.receipt": "/account/consents/1",
    "account.ask_removal": "/account/devices/1/remove",
    "login.step_up": "/login/step-up",
}
IMPORTS = {
    "register_import.proposals": "/admin/register/import",
    "register_import.ask_file": "/admin/register/import/new",
    "register_import.proposal": "/admin/register/import/1",
    "register_import.ask_decision": "/admin/register/import/1/apply",
    "register_import.ask_withdrawal": "/admin/register/import/1/withdraw",
}
TEXTS = {
    "texts.index": "/admin/texts",
    "texts.edit": "/admin/texts/drafts/1",
    "texts.difference": "/admin/texts/drafts/1/difference",
    "texts.ask_discard": "/admin/texts/drafts/1/discard",
    "texts.propose": "/admin/texts/propose?draft=1",
    "texts.proposal": "/admin/texts/proposals/1",
    "texts.sentences": "/admin/texts/shared",
    "texts.sentence": "/admin/texts/shared/purpose/new",
    "texts.items": "/admin/texts/consent/bureau/2026-04-01",
    "consent_state.index": "/admin/consents",
    "consent_state.people": "/admin/consents/1",
}
STAGES: dict[str, tuple[Rung | None, dict[str, str]]] = {
    "outside": (None, OUTSIDE),
    "behind the password": (Rung.PASSWORD, BEHIND_THE_PASSWORD),
    "the register": (Rung.CONSENT, REGISTER),
    "imports": (Rung.CONSENT, IMPORTS),
    "the own account": (Rung.CONSENT, OWN),
    "texts": (Rung.CONSENT, TEXTS),
}

SignIn = Callable[..., "SignedInPerson"]
Check = Callable[["Page"], None]


@pytest.mark.parametrize("stage", STAGES)
def test_a_page_is_accessible_and_never_wider_than_the_screen(
    page: "Page", signed_in: SignIn, accessible: Check, stage: str
) -> None:
    rung, pages = STAGES[stage]
    if rung is not None:
        signed_in(rung=rung)
    for path in pages.values():
        page.goto(path)
        assert urlsplit(page.url).path == path.partition("?")[0]
        accessible(page)


def test_a_refusal_is_accessible_too(page: "Page", signed_in: SignIn, accessible: Check) -> None:
    signed_in(MANAGER)
    for path, status in (("/certifications", 403), ("/nothing", 404), ("/login/sign-out", 405), ("/", 200)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        accessible(page)


def test_no_page_is_left_out(app: "Flask") -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages == FILES | ON_THE_WAY | {endpoint for _rung, stage in STAGES.values() for endpoint in stage}
