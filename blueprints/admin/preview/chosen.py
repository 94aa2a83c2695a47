"""Who is previewed, as the address says it: ``?organisation=`` a name, or ``?kind=`` an attribute."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from blueprints.identity import current_viewer
from blueprints.typed import plain
from blueprints.unit_of_work import current_session
from models import clock
from models.errors import NotFound
from models.explaining.preview import Preview, preview_of
from models.explaining.subject import Subject, find_organisations
from models.lists import LONGEST_TEXT
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the address, the preview it means, and the organisations it could mean."""

    given: dict[str, str]
    preview: Preview | None
    candidates: tuple[Organisation, ...]


def chosen_preview() -> Chosen:
    """The preview asked for, if the address names one."""
    names = ("organisation", "kind")
    given = {name: text for name in names if (text := plain(request.args.get(name))[:LONGEST_TEXT])}
    found = tuple(find_organisations(current_session(), given["organisation"])) if "organisation" in given else ()
    if len(found) == 1:
        return Chosen(given, _preview(Subject.of_organisation(found[0])), ())
    if not found and given.get("kind") in set(OrganisationKind) and "organisation" not in given:
        return Chosen(given, _preview(Subject(OrganisationKind(given["kind"]))), ())
    return Chosen(given, None, found)


def preview_of_address() -> tuple[dict[str, str], Preview]:
    """The address's choice and its preview; ``NotFound`` when it names none."""
    chosen = chosen_preview()
    if chosen.preview is None:
        raise NotFound
    return chosen.given, chosen.preview


def preview_url(endpoint: str, given: dict[str, str], **values: Any) -> str:
    """A page of the preview, of the same choice."""
    every: dict[str, Any] = {**given, **values}
    return url_for(endpoint, **every)


def _preview(subject: Subject) -> Preview:
    return preview_of(current_session(), current_viewer(), subject, clock.now())
