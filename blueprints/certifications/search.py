"""The search page: all its state is in the address."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.certifications.addresses import export_url, search_url
from blueprints.certifications.blueprint import certifications
from blueprints.certifications.result_table import result_table
from blueprints.certifications.search_form import search_form
from blueprints.identity import current_viewer
from blueprints.rendering import is_htmx, load_page, present_address, render
from blueprints.unit_of_work import current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.catalogue.catalogue import catalogue
from models.certifications.criteria import MOST_COLUMNS, SearchCriteria, read_criteria
from models.certifications.item_columns import listable
from models.certifications.search import search as search_register

NEEDS = permitted(Permission.CERTIFICATION_SEARCH)


def criteria_of_request() -> SearchCriteria:
    """What the address asks, of what the viewer may see."""
    return read_criteria(dict(request.args.lists()), current_viewer().items)


@certifications.get("", needs=NEEDS)
def search() -> AnyResponse:
    """The search form and one page of results; a 設備ID goes straight to its record.

    To htmx, which replaces the results alone, a form to mend and a record are pages to load.
    """
    criteria = criteria_of_request()
    form = search_form(criteria, current_viewer().items)
    if criteria.problems:
        if is_htmx():
            return load_page(present_address(), status=422)
        return render("certifications/search.html", status=422, criteria=criteria, form=form, table=None)
    found = search_register(current_session(), current_viewer(), criteria)
    if found.jump is not None:
        record = url_for("certifications.read", facility_id=found.jump)
        return load_page(record) if is_htmx() else redirect(record, code=303)
    table = result_table(found, current_viewer())
    return render(
        "certifications/search.html", "certifications/_results.html", criteria=criteria, form=form, table=table
    )


@certifications.get("/columns", needs=NEEDS)
def columns() -> Response:
    """Choosing the columns of the list, section by section, among the items one may see."""
    criteria = criteria_of_request()
    items = listable(tuple(current_viewer().items.by_key.values()))
    sections = [
        (section, [item for item in items if item.section == section.number]) for section in catalogue().sections
    ]
    return render(
        "certifications/columns.html",
        sections=[(section, group) for section, group in sections if group],
        chosen={item.key for item in criteria.columns},
        kept=[pair for pair in criteria.parameters() if pair[0] != "columns"],
        most=MOST_COLUMNS,
        back_url=search_url(criteria),
        export_url=export_url(criteria),
    )
