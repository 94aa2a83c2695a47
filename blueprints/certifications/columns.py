"""Choosing the columns of a list and their order, and making them one's usual ones."""

from collections.abc import Sequence

from flask import flash, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.certifications.addresses import columns_url, search_url
from blueprints.certifications.blueprint import certifications
from blueprints.certifications.search import NEEDS, criteria_of_request
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item, Section
from models.certifications.column_preferences import remember_columns as remember
from models.certifications.criteria import MOST_COLUMNS, SearchCriteria
from models.certifications.item_columns import listable
from models.words import words

MOVES = {"up": -1, "down": 1}


@certifications.get("/columns", needs=NEEDS)
def columns() -> AnyResponse:
    """The columns in their order, each to be moved or left out, and below them the others one may see."""
    criteria = criteria_of_request()
    for name, places in MOVES.items():
        if key := request.args.get(name):
            moved = criteria.with_column_moved(key, places)
            return go_to(columns_url(moved, key if moved is not criteria else ""))
    return render(
        "certifications/columns.html",
        chosen=criteria.columns,
        sections=_others(criteria),
        kept=[pair for pair in criteria.parameters() if pair[0] != "columns"],
        most=MOST_COLUMNS,
        back_url=search_url(criteria),
        standard_url=search_url(criteria.with_columns(current_viewer().items.all_of(words().columns))),
    )


@certifications.post("/columns", needs=NEEDS)
def remember_columns() -> AnyResponse:
    """Begin with these columns from now on."""
    criteria = criteria_of_request()
    remember(current_session(), current_viewer(), criteria.columns)
    flash("次回から、この項目と並びで表示します。", "success")
    return go_to(search_url(criteria.with_usual_columns()))


def _others(criteria: SearchCriteria) -> Sequence[tuple[Section, Sequence[Item]]]:
    items = [item for item in listable(tuple(current_viewer().items.by_key.values())) if item not in criteria.columns]
    sections = [
        (section, [item for item in items if item.section == section.number]) for section in catalogue().sections
    ]
    return [(section, group) for section, group in sections if group]
