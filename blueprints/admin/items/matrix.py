"""The matrix in force, to be looked at; the matrix of a draft, to be ticked."""

from flask import Response, flash, request, url_for

from blueprints.admin.items.asking import asked, chips, choices, unusable
from blueprints.admin.items.blueprint import MAY_EDIT, MAY_LOOK, items
from blueprints.admin.items.forms import MatrixForm, first_terms
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.access.permissions import Permission
from models.errors import DomainError, NotFound
from models.reviewing.cells import CellKey, attributes
from models.reviewing.drafts import open_drafts
from models.reviewing.matrix import SIZES, MatrixPage, Sheet, page_of, sheet_in_force, sheet_of_draft
from models.reviewing.ticking import put_ticks
from models.reviewing.usage import counted_at


@items.get("", needs=MAY_LOOK)
def index() -> Response:
    """What the edition in force grants."""
    return _page(sheet_in_force(current_session()))


@items.get("/drafts/<int:number>", needs=MAY_LOOK)
def draft(number: int) -> Response:
    """What a draft would grant, with its ticks for those who may change it."""
    return _page(sheet_of_draft(current_session(), number))


@items.post("/drafts/<int:number>", needs=MAY_EDIT)
def save(number: int) -> Response:
    """Make the shown items' cells as they are ticked."""
    form, session = MatrixForm(), current_session()
    if not form.validate_on_submit():
        return _page(sheet_of_draft(session, number), form, status=422)
    try:
        changed = put_ticks(session, current_viewer(), number, form.seen, form.cells.values(), form.ticked, form.terms)
    except NotFound:
        raise
    except DomainError as error:
        abandon()
        blame(form.shown, error.reason)
        sheet = sheet_of_draft(session, number)
        form.revision.data = str(sheet.revision)  # what is shown now is what the next attempt is about
        return _page(sheet, form, status=422)
    flash(f"{changed:,} か所を変更しました。" if changed else "変わったところはありません。", "success")
    return go_to(_here(number))


def _page(sheet: Sheet, form: MatrixForm | None = None, status: int = 200) -> Response:
    session, found = current_session(), asked()
    page = page_of(session, sheet, found.wanted, found.number, found.size)
    ticked = _ticks(form, page)
    may_edit = Permission.GRANTS_REVIEW in current_viewer().permissions
    return render(
        "items/matrix.html",
        status=status,
        sheet=sheet,
        page=page,
        asked=found,
        choices=choices(),
        chips=chips(request.path, found),
        unusable=unusable(found),
        attributes=attributes(),
        form=_filled(form, sheet, page) if sheet.draft is not None and may_edit else None,
        ticked=ticked,
        editable=sheet.draft is not None and may_edit and sheet.waiting is None,
        drafts=open_drafts(session) if sheet.draft is None else [],
        counted_at=counted_at(session),
        sizes=[
            {
                "size": size,
                "url": f"{request.path}?{found.address(size=size, page=None)}",
                "current": size == found.size,
            }
            for size in SIZES
        ],
    )


def _filled(form: MatrixForm | None, sheet: Sheet, page: MatrixPage) -> MatrixForm:
    form = form or MatrixForm(formdata=None, revision=str(sheet.revision), **first_terms().columns)
    form.shown.data = " ".join(row.item.key for row in page.rows)
    form.columns.data = " ".join(attributes())
    return form


def _ticks(form: MatrixForm | None, page: MatrixPage) -> set[CellKey]:
    """The cells that carry a tick: as it was sent, and as it is kept for those that were not sent."""
    sent = set(form.cells.values()) if form is not None else set()
    ticked = form.ticked if form is not None else set()
    cells = (cell for row in page.rows for cell in row.cells)
    return {one.key for one in cells if (one.key in ticked if one.key in sent else one.terms is not None)}


def _here(number: int) -> str:
    query = asked().address()
    return url_for("items.draft", number=number) + (f"?{query}" if query else "")
