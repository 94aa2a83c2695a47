"""An act on everything the filter finds: chosen, shown with its consequence, done."""

from urllib.parse import urlencode

from flask import Response, flash, request, url_for

from blueprints.admin.items.asking import asked, unusable
from blueprints.admin.items.blueprint import MAY_EDIT, items
from blueprints.admin.items.forms import BulkForm, first_terms
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.errors import DomainError, NotFound
from models.reviewing import bulk
from models.reviewing.matrix import found_rows, sheet_of_draft

WITHOUT_TOKEN = {"csrf": False}


@items.get("/drafts/<int:number>/bulk", needs=MAY_EDIT)
def ask_bulk(number: int) -> Response:
    """The act's form; once it is filled in, what it would change for whom."""
    wanted = asked().wanted
    if wanted.unusable or "act" not in request.args:
        form = BulkForm(formdata=None, meta=WITHOUT_TOKEN, **first_terms().columns).ask_about(wanted.named)
        return _page(number, form, status=400 if wanted.unusable else 200)
    form = BulkForm(formdata=request.args, meta=WITHOUT_TOKEN).ask_about(wanted.named)
    if not form.validate():
        return _page(number, form, status=422)
    return _page(number, form, bulk.consequence_of(current_session(), number, wanted, form.bulk))


@items.post("/drafts/<int:number>/bulk", needs=MAY_EDIT)
def carry_out_bulk(number: int) -> Response:
    """Do what was shown, or nothing."""
    session, wanted = current_session(), asked().wanted
    form = BulkForm().ask_about(wanted.named)
    if wanted.unusable:
        return _page(number, form, status=400)
    if not form.validate_on_submit():
        return _page(number, form, status=422)
    shown = form.digest.data or ""
    try:
        changed = bulk.carry_out(session, current_viewer(), number, form.seen, wanted, form.bulk, shown)
    except NotFound:
        raise
    except DomainError as error:
        abandon()
        blame(form.act, error.reason)
        return _page(number, form, bulk.consequence_of(session, number, wanted, form.bulk), status=422)
    flash(f"{changed:,} か所を変更しました。", "success")
    address = url_for("items.draft", number=number)
    return go_to(f"{address}?{urlencode(wanted.pairs)}" if wanted.pairs else address)


def _page(number: int, form: BulkForm, consequence: bulk.Consequence | None = None, status: int = 200) -> Response:
    session, found = current_session(), asked()
    sheet = sheet_of_draft(session, number)
    carried = {field.name: request.values.get(field.name, "") for field in form if field.name != "csrf_token"}
    if consequence is not None:
        carried |= {"revision": str(consequence.revision), "digest": consequence.sha256}
    return render(
        "items/bulk.html",
        status=status,
        sheet=sheet,
        form=form,
        consequence=consequence,
        unusable=unusable(found),
        carried=carried,
        pairs=found.wanted.pairs,
        query=found.address(page=None, size=None),
        total=len(found_rows(session, sheet, found.wanted)),
    )
