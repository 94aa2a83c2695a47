"""The search page: all its state is in the address."""

from urllib.parse import quote

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.certifications.blueprint import certifications
from blueprints.certifications.result_table import result_table
from blueprints.certifications.search_form import search_form
from blueprints.identity import current_viewer
from blueprints.rendering import is_htmx, load_page, present_address, render
from blueprints.unit_of_work import current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.certifications.column_preferences import preferred_columns
from models.certifications.criteria import SearchCriteria, read_criteria
from models.certifications.search import search as search_register

NEEDS = permitted(Permission.CERTIFICATION_SEARCH)


def criteria_of_request() -> SearchCriteria:
    """What the address asks, of what the viewer may see; without columns in it, those the person usually sees."""
    asked, viewer = dict(request.args.lists()), current_viewer()
    usual = None if "columns" in asked else preferred_columns(current_session(), viewer)
    return read_criteria(asked, viewer.items, usual)


def form_to_mend() -> AnyResponse:
    """The way to the search form with what was asked, which says there what cannot be read."""
    asked = quote(request.query_string, safe="%&=+")
    return redirect(f"{url_for('certifications.search')}?{asked}", code=303)


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
