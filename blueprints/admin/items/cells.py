"""One cell: all its terms, its use, its history; changed in a draft."""

from dataclasses import replace

from flask import Response, flash, url_for

from blueprints.admin.items.blueprint import MAY_EDIT, MAY_LOOK, items
from blueprints.admin.items.forms import CellForm, first_terms
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.access.permissions import Permission
from models.errors import DomainError, NotFound
from models.reviewing.cell_page import CellPage, cell_page
from models.reviewing.cells import CellKey, attribute_of
from models.reviewing.drafting import put_cells
from models.reviewing.matrix import Sheet, row_of, sheet_in_force, sheet_of_draft
from models.reviewing.usage import counted_at


@items.get("/<string:item>/all", needs=MAY_LOOK)
def item(item: str) -> Response:
    """All cells of an item in the edition in force."""
    return _row(sheet_in_force(current_session()), item)


@items.get("/drafts/<int:number>/<string:item>/all", needs=MAY_LOOK)
def draft_item(number: int, item: str) -> Response:
    """All cells of an item in a draft."""
    return _row(sheet_of_draft(current_session(), number), item)


@items.get("/<string:item>/<string:attribute>", needs=MAY_LOOK)
def cell(item: str, attribute: str) -> Response:
    """The cell in the edition in force."""
    return _page(sheet_in_force(current_session()), _key(item, attribute))


@items.get("/drafts/<int:number>/<string:item>/<string:attribute>", needs=MAY_LOOK)
def draft_cell(number: int, item: str, attribute: str) -> Response:
    """The cell in a draft."""
    return _page(sheet_of_draft(current_session(), number), _key(item, attribute))


@items.post("/drafts/<int:number>/<string:item>/<string:attribute>", needs=MAY_EDIT)
def save_cell(number: int, item: str, attribute: str) -> Response:
    """Make the cell as it was sent."""
    form, session, key = CellForm(), current_session(), _key(item, attribute)
    if not form.validate_on_submit():
        return _page(sheet_of_draft(session, number), key, form, status=422)
    try:
        put_cells(session, current_viewer(), number, form.seen, {key: form.wanted})
    except NotFound:
        raise
    except DomainError as error:
        abandon()
        blame(form.granted, error.reason)
        sheet = sheet_of_draft(session, number)
        form.revision.data = str(sheet.revision)  # what is shown now is what the next attempt is about
        return _page(sheet, key, form, status=422)
    flash("下書きに保存しました。", "success")
    return go_to(url_for("items.draft_cell", number=number, item=item, attribute=attribute))


def _row(sheet: Sheet, item: str) -> Response:
    session = current_session()
    row, explains = row_of(session, sheet, item), may_explain()
    return render("items/item.html", sheet=sheet, row=row, counted_at=counted_at(session), may_explain=explains)


def _page(sheet: Sheet, key: CellKey, form: CellForm | None = None, status: int = 200) -> Response:
    session = current_session()
    found = cell_page(session, sheet, key)
    may_edit = Permission.GRANTS_REVIEW in current_viewer().permissions
    editable = sheet.draft is not None and may_edit and sheet.waiting is None
    return render(
        "items/cell.html",
        status=status,
        sheet=sheet,
        found=found,
        form=_filled(form, found, sheet) if editable else None,
        counted_at=counted_at(session),
        may_explain=may_explain(),
    )


def may_explain() -> bool:
    """Whether the way on to why somebody sees an item is open."""
    return Permission.VISIBILITY_EXPLAIN in current_viewer().permissions


def _filled(form: CellForm | None, found: CellPage, sheet: Sheet) -> CellForm:
    if form is not None:
        return form
    present, usual = found.cell.terms, found.usual
    terms = present or replace(first_terms(), ground=usual.ground, reference=usual.reference)
    granted = "yes" if present is not None else "no"
    return CellForm(formdata=None, granted=granted, revision=str(sheet.revision), **terms.columns)


def _key(item: str, attribute: str) -> CellKey:
    return CellKey(item, attribute_of(attribute))
