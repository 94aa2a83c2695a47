"""Files kept with a matter, on its pages: taken in at a form, and handed out to be saved, never shown."""

from collections.abc import Callable
from typing import IO

from flask import Response, flash, request, stream_with_context
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage

from blueprints.body_limits import takes_up_to
from blueprints.deployment import current_settings
from blueprints.rendering import blame, go_to
from blueprints.typed import file_name_of
from blueprints.unit_of_work import writes_late
from models.certifications.kept_files import KeptFiles
from models.errors import DomainError, Forbidden, NotFound
from models.incidents.evidence import LARGEST, LONGEST_NAME, MOST, EvidenceFile, pieces, place_of

FORM_AROUND_THE_FILE = 64 * 1024
"""What the form takes beside its file: a file somewhat too large is told so at its field."""
HINT = f"{LARGEST >> 20} MiBまで、1件に {MOST} 個までです。暗号化して保存し、後から消せません。"


class EvidenceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One file."""

    file = FileField("ファイル", description=HINT, validators=[FileRequired("ファイルを選んでください。")])


def takes_files(endpoint: str) -> None:
    """Let an endpoint take a file, which is encrypted before the turn to write is taken."""
    takes_up_to(endpoint, LARGEST + FORM_AROUND_THE_FILE)
    writes_late(endpoint)


def keep_sent(
    form: EvidenceForm,
    area: str,
    keep: Callable[[KeptFiles, str, IO[bytes]], None],
    ask: Callable[[EvidenceForm, int], Response],
    page: str,
) -> Response:
    """Keep the file of a form with ``keep``, and go to ``page``; ``ask`` shows the form again with what is wrong."""
    if not form.validate_on_submit():
        return ask(form, 422)
    sent: FileStorage = form.file.data
    try:
        keep(place_of(current_settings(), area), file_name_of(sent, LONGEST_NAME), sent.stream)
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        blame(form.file, error.reason)
        return ask(form, 422)
    flash("ファイルを保存しました。", "success")
    return go_to(page)


def hand_out(area: str, fetch: Callable[[], EvidenceFile]) -> Response:
    """The file as it came, whatever it claims to be: no browser opens it by itself. ``fetch`` records that."""
    if request.method == "HEAD":
        return Response()  # fetching is recorded, and nothing is fetched
    found = fetch()
    content = stream_with_context(pieces(place_of(current_settings(), area), found))
    response = Response(content, content_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    response.headers.set("Content-Length", found.size)
    return response
