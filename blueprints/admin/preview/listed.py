"""Choosing who is previewed, and their list: of invented certifications, or of real ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from blueprints.admin.preview.blueprint import MAY_EXPLAIN, MAY_EXPLAIN_ROWS, preview
from blueprints.admin.preview.chosen import chosen_preview, preview_of_address, preview_url
from blueprints.formatting import item_value
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.permissions import Permission
from models.catalogue.item import Item
from models.certifications.detail import Detail
from models.certifications.search import ResultPage
from models.explaining.preview import UNSEEN, Preview, real_list, sample_list
from models.explaining.subject import MOST_CHOICES
from models.organisations.kinds import kinds_in_use

EDGES = ("after", "before")
Row = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """A list as it is previewed: heads, and rows of an address and cells."""

    heads: Sequence[Item]
    rows: Sequence[Row]
    total: int
    previous_url: str = ""
    next_url: str = ""


@preview.get("", needs=MAY_EXPLAIN)
def index() -> Response:
    """The form; with somebody chosen, their list of invented certifications."""
    chosen, viewer = chosen_preview(), current_viewer()
    found = chosen.preview
    details = sample_list(current_session(), viewer, found) if found is not None else ()
    real = found is not None and Permission.ROW_EXPLAIN in viewer.permissions
    return render(
        "preview/index.html",
        given=chosen.given,
        kinds=[("", "選んでください"), *((kind.value, kind.label) for kind in kinds_in_use())],
        candidates=[(one.name, url_for("preview.index", organisation=one.name)) for one in chosen.candidates],
        too_many=len(chosen.candidates) > MOST_CHOICES,
        preview=found,
        table=_of_samples(found, details, chosen.given) if found is not None else None,
        real_url=preview_url("preview.real", chosen.given) if real else "",
    )


@preview.get("/register", needs=MAY_EXPLAIN_ROWS)
def real() -> Response:
    """Their list of real certifications, as far as the person may see it."""
    given, found = preview_of_address()
    edges = {name: request.args[name] for name in EDGES if name in request.args}
    page = real_list(current_session(), current_viewer(), found, edges)
    return render(
        "preview/real.html",
        preview=found,
        table=_of_register(found, page, given),
        sample_url=preview_url("preview.index", given),
    )


def _of_samples(found: Preview, details: Sequence[Detail], given: dict[str, str]) -> PreviewTable:
    rows = [
        (preview_url("preview.sample", given, number=number), _cells(found.columns, _values(detail)))
        for number, detail in enumerate(details, start=1)
    ]
    return PreviewTable(found.columns, rows, len(rows))


def _of_register(found: Preview, page: ResultPage, given: dict[str, str]) -> PreviewTable:
    rows = []
    for row in page.rows:
        values = dict(zip(page.criteria.columns, row.values, strict=True))
        url = preview_url("preview.record", given, facility_id=row.facility_id) if row.facility_id else ""
        rows.append((url, _cells(found.columns, values)))
    previous_url, next_url = (
        preview_url("preview.real", given, **dict([edge.parameter()])) if edge is not None else ""
        for edge in (page.preceding, page.following)
    )
    return PreviewTable(found.columns, rows, page.total, previous_url, next_url)


def _cells(columns: Sequence[Item], values: dict[Item, Any]) -> list[str]:
    return [item_value(values[item], item) if item in values else UNSEEN for item in columns]


def _values(detail: Detail) -> dict[Item, Any]:
    return {item: value for section in detail.sections for item, value in section.values}
