"""The two documents: today's version, an earlier one, or one that is to come."""

import logging
from collections.abc import Sequence

from flask import Response, abort

from blueprints.deployment import legal_names
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import forget_who_asks
from blueprints.rendering import render
from blueprints.unit_of_work import DATABASE_FAILED, abandon, current_session
from models import clock
from models.access.admission import ANYONE
from models.legal.documents import DocumentName, LegalDocument, shipped, versions

log = logging.getLogger(__name__)
legal = GuardedBlueprint("legal", __name__)


@legal.get("/terms", needs=ANYONE)
def terms() -> Response:
    """The terms of use in force."""
    return _show(DocumentName.TERMS)


@legal.get("/terms/<string:version>", needs=ANYONE)
def former_terms(version: str) -> Response:
    """One version of the terms."""
    return _show(DocumentName.TERMS, version)


@legal.get("/privacy", needs=ANYONE)
def privacy() -> Response:
    """The privacy policy in force."""
    return _show(DocumentName.PRIVACY)


@legal.get("/privacy/<string:version>", needs=ANYONE)
def former_privacy(version: str) -> Response:
    """One version of the policy."""
    return _show(DocumentName.PRIVACY, version)


def _show(name: DocumentName, version: str | None = None) -> Response:
    every, certain = _versions(name)
    today = clock.today()
    begun = [document for document in every if document.version <= today]
    found = [document for document in every if document.version.isoformat() == version] if version else begun[-1:]
    if not found:
        abort(404)
    return render(
        "legal/document.html",
        document=found[0],
        versions=every,
        current=begun[-1] if begun else None,
        certain=certain,
        endpoint=f"legal.former_{name.value}",
    )


def _versions(name: DocumentName) -> tuple[Sequence[LegalDocument], bool]:
    """Every version, and whether these are all: the documents can be read even while the database cannot (M14)."""
    try:
        return versions(current_session(), name, legal_names()), True
    except DATABASE_FAILED:
        log.exception("published texts could not be read")
        abandon()
        forget_who_asks()
        return shipped(name, legal_names()), False
