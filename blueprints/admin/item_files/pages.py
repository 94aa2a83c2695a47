"""The page that offers the files of a draft or an edition, and the files themselves."""

from typing import Any

from flask import Response, request, url_for

from blueprints.admin.item_files.blueprint import MAY_LOOK, item_files
from blueprints.admin.item_files.forms import ItemFileForm
from blueprints.identity import current_actor, current_viewer
from blueprints.rendering import render
from blueprints.row_numbers import LARGEST
from blueprints.unit_of_work import current_session
from models.access.permissions import Permission
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.catalogue import catalogue
from models.errors import NotFound
from models.reviewing.cells import attributes
from models.reviewing.files.choosing import ItemFilter, Setting, Source, source_of
from models.reviewing.files.columns import FileForm
from models.reviewing.files.writing import as_csv, as_workbook, heads_of, lines_of

FILTERS = frozenset({"section", "attribute", "setting", "words"})
CSV, WORKBOOK = "csv", "xlsx"
_WRITERS = {CSV: as_csv, WORKBOOK: as_workbook}
_TYPES = {
    CSV: "text/csv; charset=utf-8",
    WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@item_files.get("", needs=MAY_LOOK)
def index() -> Response:
    """Both forms as CSV and as Excel; for a draft that may be changed, the upload."""
    return files_page(_source())


@item_files.get("/wide.<any(csv, xlsx):kind>", needs=MAY_LOOK)
def wide(kind: str) -> Response:
    """One line for an item, one column for an attribute: what a committee reads."""
    return _file(FileForm.WIDE, kind)


@item_files.get("/long.<any(csv, xlsx):kind>", needs=MAY_LOOK)
def long(kind: str) -> Response:
    """One line for a cell, with the terms of its grant."""
    return _file(FileForm.LONG, kind)


def files_page(source: Source, *, form: ItemFileForm | None = None, status: int = 200) -> Response:
    """The page, with an upload that was sent wrong where there is one."""
    asked = ItemFilter.of(request.args)
    items = asked.items(source.showing)
    editable = Permission.GRANTS_REVIEW in current_viewer().permissions and source.draft is not None
    return render(
        "item_files/index.html",
        status=status,
        source=source,
        asked=asked,
        items=len(items),
        files=[(form, kind, _address(form, kind, source)) for form in FileForm for kind in _WRITERS],
        sections=[(one.number, one.label) for one in catalogue().sections],
        attributes=[(one.value, one.label) for one in attributes()],
        settings=[(one.value, one.label) for one in Setting],
        form=form or ItemFileForm(formdata=None),
        may_upload=editable and source.draft is not None and source.draft.waiting is None,
    )


def _file(form: FileForm, kind: str) -> Response:
    """The file; that it was taken is recorded."""
    source, asked = _source(), ItemFilter.of(request.args)
    lines = list(lines_of(form, asked.items(source.showing), asked.attributes, source.cells))
    name = f"items-{form.value}-{source.name}"
    if request.method != "HEAD":
        details = {"list": name, "asked": asked.in_words, "rows": len(lines)}
        record(current_session(), Event(EventName.LIST_EXPORTED, current_actor(), details=details))
    response = Response(_WRITERS[kind](heads_of(form, asked.attributes), lines), content_type=_TYPES[kind])
    response.headers.set("Content-Disposition", "attachment", filename=f"saiene-{name}.{kind}")
    return response


def _source() -> Source:
    return source_of(current_session(), _number("draft"), _number("edition"))


def _number(name: str) -> int | None:
    """A number the address states. What states none is absent; what is no number of a row is not found."""
    if name not in request.args:
        return None
    number = request.args.get(name, type=int)
    if number is None or not 0 < number <= LARGEST:
        raise NotFound
    return number


def _address(form: FileForm, kind: str, source: Source) -> str:
    """Where this file is, of the same items as the page."""
    values: dict[str, Any] = {name: value for name, value in request.args.items() if name in FILTERS}
    values |= {"draft": source.draft.row.id} if source.draft else {"edition": source.edition}
    return url_for(f"item_files.{form.value}", kind=kind, **values)
