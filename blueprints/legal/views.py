"""The two documents, today's version or an earlier one."""

from flask import Response, abort

from blueprints.deployment import current_settings
from blueprints.guarded import GuardedBlueprint
from blueprints.rendering import render
from models import clock
from models.access.admission import ANYONE
from models.legal.documents import DocumentName, published

legal = GuardedBlueprint("legal", __name__)


@legal.get("/terms", needs=ANYONE)
def terms() -> Response:
    """The terms of use in force."""
    return _show(DocumentName.TERMS)


@legal.get("/terms/<string:version>", needs=ANYONE)
def former_terms(version: str) -> Response:
    """An earlier version of the terms."""
    return _show(DocumentName.TERMS, version)


@legal.get("/privacy", needs=ANYONE)
def privacy() -> Response:
    """The privacy policy in force."""
    return _show(DocumentName.PRIVACY)


@legal.get("/privacy/<string:version>", needs=ANYONE)
def former_privacy(version: str) -> Response:
    """An earlier version of the policy."""
    return _show(DocumentName.PRIVACY, version)


def _show(name: DocumentName, version: str | None = None) -> Response:
    settings = current_settings()
    versions = published(name, clock.today(), operator_name=settings.operator_name, contact=settings.contact)
    found = [document for document in versions if version in {None, document.version.isoformat()}]
    if not found:
        abort(404)
    return render("legal/document.html", document=found[-1], versions=versions, endpoint=f"legal.former_{name.value}")
