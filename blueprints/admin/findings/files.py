"""Files of a finding: adding one, and taking one away. They are handed out to be saved, and never shown."""

from flask import Response, flash, request, stream_with_context, url_for
from werkzeug.datastructures import FileStorage

from blueprints.admin.findings.blueprint import MAY_LOOK, findings
from blueprints.admin.incidents.files import FORM_AROUND_THE_FILE
from blueprints.admin.incidents.forms import FileForm
from blueprints.body_limits import takes_up_to
from blueprints.deployment import current_settings
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import file_name_of
from blueprints.unit_of_work import current_session, writes_late
from models.assurance import finding_files, following
from models.assurance.finding_files import FindingEvidence
from models.errors import DomainError, NotFound
from models.incidents.evidence import LARGEST, LONGEST_NAME

takes_up_to("findings.add_file", LARGEST + FORM_AROUND_THE_FILE)
# The file is encrypted before the turn to write is taken.
writes_late("findings.add_file")


@findings.get("/<int:number>/file", needs=MAY_LOOK)
def ask_file(number: int) -> Response:
    """The form."""
    return _ask(number, FileForm(formdata=None))


@findings.post("/<int:number>/file", needs=MAY_LOOK)
def add_file(number: int) -> Response:
    """Keep it."""
    form = FileForm()
    if not form.validate_on_submit():
        return _ask(number, form, status=422)
    sent: FileStorage = form.file.data
    name = file_name_of(sent, LONGEST_NAME)
    try:
        finding_files.add_file(current_session(), _evidence(), current_viewer(), number, name, sent.stream)
    except NotFound:
        raise
    except DomainError as error:
        blame(form.file, error.reason)
        return _ask(number, form, status=422)
    flash("ファイルを保存しました。", "success")
    return go_to(url_for("findings.page", number=number))


@findings.get("/<int:number>/files/<int:file>", needs=MAY_LOOK)
def fetch_file(number: int, file: int) -> Response:
    """The file as it came, whatever it claims to be: no browser opens it by itself."""
    if request.method == "HEAD":
        return Response()  # fetching is recorded, and nothing is fetched
    found = finding_files.fetch(current_session(), current_viewer(), number, file)
    content = stream_with_context(finding_files.pieces(_evidence(), found))
    response = Response(content, content_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    response.headers.set("Content-Length", found.size)
    return response


def _evidence() -> FindingEvidence:
    return FindingEvidence.of(current_settings())


def _ask(number: int, form: FileForm, status: int = 200) -> Response:
    found = following.finding_for(current_session(), number)
    return render("findings/file.html", status=status, finding=found, form=form)
