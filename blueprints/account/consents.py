"""Consents given, each with a receipt to print."""

from datetime import date

from flask import Response

from blueprints.account.blueprint import OWN, account
from blueprints.identity import present_sign_in
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.consent import consents as given
from models.consent.texts import text_by_version


@account.get("/consents", needs=OWN)
def consents() -> Response:
    """All of them, newest first."""
    return render("account/consents.html", consents=given.list_own(current_session(), present_sign_in().account_id))


@account.get("/consents/<int:number>", needs=OWN)
def receipt(number: int) -> Response:
    """One of them with the words agreed to, on A4."""
    session = current_session()
    consent = given.own_receipt(session, present_sign_in().account_id, number)
    text = text_by_version(session, consent.kind, date.fromisoformat(consent.version))
    return render("account/receipt.html", consent=consent, text=text, unchanged=text.sha256 == consent.text_sha256)
