"""Uploading a table: the form, what cannot be read, and on to the page that shows what each line would come to."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from blueprints.admin.listing import BYTE_ORDER_MARK
from blueprints.admin.uploads import content_of, name_of
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.catalogue.file_cells import neutral
from models.people.uploaded_table import MOST_ROWS, TableUse, UnreadableTable, keep_table


class TableForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A file of many."""

    file = FileField(
        "ファイル",
        description=f"CSV（UTF-8 又は Shift_JIS）。{MOST_ROWS:,} 行までです。",
        validators=[FileRequired("ファイルを選んでください。")],
    )


@dataclass(frozen=True, slots=True)
class TableUpload:
    """One kind of table: its columns, the words of its page, the list it belongs to and the page that shows it.

    ``where`` names the list behind ``list_endpoint``; ``crumb`` is the page's own name there. A file
    may lack the ``optional`` columns; ``note`` says more of how it is written.
    """

    use: TableUse
    columns: Sequence[str]
    heading: str
    crumb: str
    promise: str
    where: str
    list_endpoint: str
    shown_at: str
    optional: Sequence[str] = ()
    note: str = ""


def ask_for_table(upload: TableUpload, form: TableForm | None = None, status: int = 200) -> Response:
    """The form for the file."""
    form = form if form is not None else TableForm()
    return render("admin/table_new.html", status=status, upload=upload, form=form)


def take_table(upload: TableUpload) -> Response:
    """Read the file that was sent, and go on to what it would come to."""
    form = TableForm()
    if not form.validate_on_submit():
        return ask_for_table(upload, form, status=422)
    name, content = name_of(form.file.data), content_of(form.file.data)
    try:
        kept = keep_table(
            current_session(), current_viewer(), upload.use, name, content, upload.columns, upload.optional
        )
    except UnreadableTable as error:
        abandon()
        blame(form.file, error.reason)
        return ask_for_table(upload, form, status=422)
    return go_to(url_for(upload.shown_at, number=kept.id))


def result_file(name: str, head: Sequence[str], lines: Iterable[Sequence[str]]) -> Response:
    """What each line came to, as a file that no spreadsheet takes for formulas; ``name`` without its ending."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(head)
    writer.writerows([neutral(text) for text in line] for line in lines)
    response = Response(BYTE_ORDER_MARK + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return response
