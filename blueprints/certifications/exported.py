"""Files made by a job: my files of the last day, how far one is, and the file itself, for its owner alone."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.certifications.blueprint import certifications
from blueprints.certifications.files import file_response, keeping
from blueprints.identity import current_actor, current_viewer, is_freshly_proved, viewer_if_still_admitted
from blueprints.progress import progress_of
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import commit, current_session
from models import clock
from models.certifications import export_files
from models.certifications.export import MAY_EXPORT, ExportEnd
from models.certifications.export_files import Keeping, OwnFile, find_own
from models.certifications.extract import ExportCut

WORKING = "ファイルを作成しています。"


@certifications.get("/exports", needs=MAY_EXPORT)
def exports() -> Response:
    """My files of the last 24 hours."""
    files = export_files.list_own(current_session(), current_viewer().account_id, clock.now())
    return render("certifications/exports.html", files=[(one, progress_of(one.job, WORKING)) for one in files])


@certifications.get("/exports/<string:number>", needs=replace(MAY_EXPORT, unattended=True))
def exported(number: str) -> Response:
    """How far the file is; once it is made, the way to it."""
    own = find_own(current_session(), current_actor(), number)
    return render(
        "certifications/exported.html",
        "certifications/_exported.html",
        own=own,
        same_rights=own.asked_as(current_viewer()),
        progress=progress_of(own.job, WORKING),
        url=url_for("certifications.exported", number=number),
    )


@certifications.post("/exports/<string:number>/cancel", needs=MAY_EXPORT)
def cancel_export(number: str) -> Response:
    """Call it off."""
    export_files.cancel(current_session(), current_actor(), number, keeping())
    return go_to(url_for("certifications.exported", number=number))


@certifications.get("/exports/<string:number>/file", needs=MAY_EXPORT)
def fetch_export(number: str) -> AnyResponse:
    """The file. A large one wants a fresh code, as asking for it did."""
    if request.method == "HEAD":
        return Response()  # fetching is recorded, and nothing is fetched
    page = url_for("certifications.exported", number=number)
    if find_own(current_session(), current_actor(), number).needs_proof and not is_freshly_proved():
        return redirect(url_for("login.step_up", next=page), code=303)
    own = export_files.fetch(current_session(), current_viewer(), number, keeping())
    if own is None:
        return go_to(page)
    response = file_response(_stream(own, keeping()), own.file.format, own.name)
    response.headers.set("Content-Length", own.file.size)
    return response


def _stream(own: OwnFile, place: Keeping) -> Iterator[bytes]:
    """The file. That it is fetched is already recorded; how that ended is recorded when it has."""
    session, actor, sent, why = current_session(), current_actor(), 0, ExportEnd.BROKEN_OFF
    try:
        for piece in export_files.pieces(own, place, viewer_if_still_admitted):
            yield piece
            sent += len(piece)
        why = ExportEnd.COMPLETE
    except ExportCut:
        why = ExportEnd.RIGHTS_CHANGED
        raise
    finally:
        if why is ExportEnd.RIGHTS_CHANGED:
            export_files.shred(session, actor, own.number, own.file.rows, why, place)
        export_files.record_fetch_end(session, actor, own.number, sent, why)
        commit()
