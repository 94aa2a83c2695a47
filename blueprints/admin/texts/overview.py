"""The documents, what is in force, what is coming, and what is being drafted; every version, and items to read."""

from dataclasses import dataclass
from datetime import date

from flask import Response, url_for

from blueprints.admin.listing import answer
from blueprints.admin.texts.blueprint import MAY_EDIT, texts
from blueprints.admin.texts.forms import BeginForm
from blueprints.admin.texts.versions import reading_url, versions_listed
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.errors import NotFound
from models.publishing import drafts
from models.publishing.documents import DOCUMENTS, TextDocument, document_named
from models.publishing.drafts import Draft


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in the overview. ``versions`` are pairs of a day and the address of that version's words."""

    document: TextDocument
    in_force: tuple[date, str] | None
    coming: list[tuple[date, str]]
    draft: Draft | None


@texts.get("", needs=MAY_EDIT)
def index() -> Response:
    """All documents, and all their versions."""
    session, today = current_session(), clock.today()
    present = {draft.document.name: draft for draft in drafts.open_drafts(session)}
    lines = [
        _line(one, [version.version for version in one.versions(session)], present.get(one.name), today)
        for one in DOCUMENTS.values()
    ]
    ready = any(not draft.waiting for draft in present.values())
    return answer(versions_listed(today), "texts/index.html", lines=lines, ready=ready)


@texts.post("/drafts", needs=MAY_EDIT)
def begin() -> Response:
    """On to the document's draft, which is begun if there is none."""
    form = BeginForm()
    form.validate_on_submit()
    number = drafts.begin(current_session(), current_viewer(), form.document.data or "")
    return go_to(url_for("texts.edit", number=number))


@texts.get("/consent/<string:kind>/<string:version>", needs=MAY_EDIT)
def items(kind: str, version: str) -> Response:
    """The six items of a kind in one version, former and coming ones too."""
    document = document_named(f"consent:{kind}")
    found = document.versions(current_session())
    shown = next((one for one in found if one.version.isoformat() == version), None)
    if shown is None:
        raise NotFound
    return render("texts/items.html", document=document, shown=shown, versions=found, today=clock.today())


def _line(document: TextDocument, versions: list[date], draft: Draft | None, today: date) -> DocumentLine:
    places = [(version, reading_url(document, version)) for version in versions]
    begun = [place for place in places if place[0] <= today]
    return DocumentLine(document, begun[-1] if begun else None, [place for place in places if place[0] > today], draft)
