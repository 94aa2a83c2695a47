"""A committee's file: upload, what it would change line by line, the same as a file, and taking it in."""

from flask import Response, flash, url_for
from werkzeug.datastructures import FileStorage

from blueprints.admin.item_files.blueprint import MAY_EDIT, item_files
from blueprints.admin.item_files.forms import ItemFileForm, TakeInForm, TermsForm
from blueprints.admin.item_files.pages import files_page
from blueprints.admin.table_upload import result_file
from blueprints.admin.uploads import name_of
from blueprints.body_limits import takes_up_to
from blueprints.deployment import current_settings
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import abandon, current_session, writes_late
from models import clock
from models.certifications.proposals.uploads import Uploads
from models.errors import Conflict
from models.people.uploaded_table import TableUse, UploadedTable, own_table
from models.reviewing.drafts import find_draft
from models.reviewing.files.checking import FileCheck, Outcome, check
from models.reviewing.files.choosing import source_of
from models.reviewing.files.reading import LARGEST, RefusedFile, keep_file
from models.reviewing.files.taking_in import take_in

LINES_SHOWN = 200
FORM_AROUND_THE_FILE = 64 * 1024

takes_up_to("item_files.upload", LARGEST + FORM_AROUND_THE_FILE)
# The file is read before the turn to write is taken.
writes_late("item_files.upload")


@item_files.post("/drafts/<int:draft>", needs=MAY_EDIT)
def upload(draft: int) -> Response:
    """Read it, and go on to what it would change."""
    session, form = current_session(), ItemFileForm()
    source = source_of(session, draft, None)
    if not form.validate_on_submit():
        return files_page(source, form=form, status=422)
    sent: FileStorage = form.file.data
    try:
        with Uploads.of(current_settings()).received(sent.stream) as path:
            kept = keep_file(session, current_viewer(), name_of(sent), path)
    except RefusedFile as error:
        blame(form.file, error.reason)
        return files_page(source, form=form, status=422)
    return go_to(url_for("item_files.table", draft=draft, number=kept.id))


@item_files.get("/drafts/<int:draft>/<int:number>", needs=MAY_EDIT)
def table(draft: int, number: int) -> Response:
    """What it would reveal, hide and change, line by line; nothing has been changed."""
    kept, found = _check(draft, number)
    form = _form_for(found)
    form.revision.data = str(found.draft.row.revision)
    return _page(kept, found, form)


@item_files.get("/drafts/<int:draft>/<int:number>/result.csv", needs=MAY_EDIT)
def result(draft: int, number: int) -> Response:
    """Every line of it as a file."""
    head = ("行", "項目名", "利用者属性", "結果", "内容・理由")
    found = _check(draft, number)[1].lines
    lines = ((one.number, one.item, one.attribute, one.outcome.label, one.sentence) for one in found)
    return result_file(f"saiene-items-{draft}-{number}-result", head, lines)


@item_files.post("/drafts/<int:draft>/<int:number>", needs=MAY_EDIT)
def take(draft: int, number: int) -> Response:
    """Take all of it into the draft, or nothing."""
    kept, found = _check(draft, number)
    form = _form_for(found)
    if not form.validate_on_submit():
        return _page(kept, found, form, status=422)
    session, viewer, revision = current_session(), current_viewer(), whole(form.revision.data)
    try:
        changed = take_in(session, viewer, kept, draft, revision, form.terms)
    except Conflict as error:
        abandon()
        flash(error.reason, "warning")
        return go_to(url_for("item_files.table", draft=draft, number=number))
    flash(f"ファイルを取り込み、下書きの {changed:,} か所を変えました。", "success")
    return go_to(url_for("editions.draft", number=draft))


def _check(draft: int, number: int) -> tuple[UploadedTable, FileCheck]:
    session = current_session()
    kept = own_table(session, current_viewer(), TableUse.GRANTS, number)
    return kept, check(kept.rows, find_draft(session, draft))


def _form_for(found: FileCheck) -> TakeInForm:
    return TermsForm(reviewed_on=clock.today()) if found.asks_terms else TakeInForm()


def _page(kept: UploadedTable, found: FileCheck, form: TakeInForm, status: int = 200) -> Response:
    """Those that cannot be read come first: they are what has to be mended."""
    ordered = sorted(found.lines, key=lambda line: line.outcome is not Outcome.REFUSED)
    shown = ordered[:LINES_SHOWN]
    return render("item_files/table.html", status=status, table=kept, check=found, lines=shown, form=form)
