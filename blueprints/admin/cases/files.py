"""Files of a case: adding one, and taking one away. They are handed out to be saved, and never shown."""

from flask import Response, flash, request, stream_with_context, url_for
from werkzeug.datastructures import FileStorage

from blueprints.admin.cases.blueprint import MAY_HANDLE, MAY_LOOK, cases
from blueprints.admin.cases.forms import CaseFileForm
from blueprints.body_limits import takes_up_to
from blueprints.deployment import current_settings
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import file_name_of
from blueprints.unit_of_work import current_session, writes_late
from models.cases import files
from models.cases.files import CaseEvidence
from models.cases.visibility import case_for, check_may_handle
from models.errors import DomainError, Forbidden, NotFound
from models.incidents.evidence import LARGEST, LONGEST_NAME

FORM_AROUND_THE_FILE = 64 * 1024
"""What the form takes beside its file: a file somewhat too large is told so at its field."""

takes_up_to("cases.add_file", LARGEST + FORM_AROUND_THE_FILE)
# The file is encrypted before the turn to write is taken.
writes_late("cases.add_file")


@cases.get("/<int:number>/file", needs=MAY_HANDLE)
def ask_file(number: int) -> Response:
    """The form."""
    return _ask(number, CaseFileForm(formdata=None))


@cases.post("/<int:number>/file", needs=MAY_HANDLE)
def add_file(number: int) -> Response:
    """Keep it."""
    form = CaseFileForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    sent: FileStorage = form.file.data
    name = file_name_of(sent, LONGEST_NAME)
    try:
        files.add_file(current_session(), _evidence(), current_viewer(), number, name, sent.stream)
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        blame(form.file, error.reason)
        return _ask(number, form, status=422)
    flash("ファイルを保存しました。", "success")
    return go_to(url_for("cases.page", number=number))


@cases.get("/<int:number>/files/<int:file>", needs=MAY_LOOK)
def fetch_file(number: int, file: int) -> Response:
    """The file as it came, whatever it claims to be: no browser opens it by itself."""
    if request.method == "HEAD":
        return Response()  # fetching is recorded, and nothing is fetched
    found = files.fetch(current_session(), current_viewer(), number, file)
    content = stream_with_context(files.pieces(_evidence(), found))
    response = Response(content, content_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    response.headers.set("Content-Length", found.size)
    return response


def _evidence() -> CaseEvidence:
    return CaseEvidence.of(current_settings())


def _ask(number: int, form: CaseFileForm, status: int = 200) -> Response:
    found = case_for(current_session(), current_viewer(), number)
    check_may_handle(current_viewer(), found)
    return render("cases/file.html", status=status, case=found, form=form)
