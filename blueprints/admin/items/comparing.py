"""Two attributes side by side, and making one like the other item by item."""

from flask import Response, flash, request, url_for
from flask_wtf import FlaskForm

from blueprints.admin.editions.forms import RevisionForm
from blueprints.admin.items.blueprint import MAY_EDIT, MAY_LOOK, items
from blueprints.admin.items.forms import first_terms
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import abandon, current_session
from models.access.permissions import Permission
from models.errors import DomainError, NotFound
from models.organisations.kinds import OrganisationKind
from models.reviewing.attribute_pairs import copying, differing, make_alike
from models.reviewing.cells import attributes
from models.reviewing.matrix import Sheet, sheet_in_force, sheet_of_draft


@items.get("/compare", needs=MAY_LOOK)
def compare() -> Response:
    """Two attributes in the edition in force."""
    return _page(sheet_in_force(current_session()))


@items.get("/drafts/<int:number>/compare", needs=MAY_LOOK)
def compare_in_draft(number: int) -> Response:
    """Two attributes in a draft, with boxes to make the second like the first."""
    return _page(sheet_of_draft(current_session(), number))


@items.post("/drafts/<int:number>/compare", needs=MAY_EDIT)
def copy(number: int) -> Response:
    """Make the ticked items' cells of the second attribute like those of the first."""
    form, session = RevisionForm(), current_session()
    form.validate_on_submit()
    model, other = _attributes()
    if model is None or other is None:
        raise NotFound
    revision, act = whole(form.revision.data), copying(model, other, first_terms())
    try:
        changed = make_alike(session, current_viewer(), number, revision, request.form.getlist("item"), act)
    except NotFound:
        raise
    except DomainError as error:
        abandon()
        blame(form.revision, error.reason)
        return _page(sheet_of_draft(session, number), form, status=422)
    flash(f"{changed:,} か所を変更しました。" if changed else "変わったところはありません。", "success")
    return go_to(url_for("items.compare_in_draft", number=number, model=model.value, other=other.value))


def _page(sheet: Sheet, form: FlaskForm | None = None, status: int = 200) -> Response:
    model, other = _attributes()
    may_edit = Permission.GRANTS_REVIEW in current_viewer().permissions
    form = form or RevisionForm(formdata=None)
    form.revision.data = str(sheet.revision)
    return render(
        "items/compare.html",
        status=status,
        sheet=sheet,
        model=model,
        other=other,
        attributes=attributes(),
        form=form,
        chosen=request.form.getlist("item"),
        differences=differing(current_session(), sheet, model, other) if model and other else None,
        editable=sheet.draft is not None and may_edit and sheet.waiting is None,
    )


def _attributes() -> tuple[OrganisationKind | None, OrganisationKind | None]:
    """The two the address names; neither unless they are two."""
    known = {one.value: one for one in attributes()}
    model, other = (known.get(request.args.get(name, "")) for name in ("model", "other"))
    return (model, other) if model is not other else (None, None)
