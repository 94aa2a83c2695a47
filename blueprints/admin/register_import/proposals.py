"""The list of imports, and the upload of a file."""

from flask import Response, request, url_for
from werkzeug.datastructures import FileStorage

from blueprints.admin.register_import.blueprint import register_import, uploads
from blueprints.admin.register_import.forms import UploadForm
from blueprints.body_limits import takes_up_to
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.row_numbers import LARGEST
from blueprints.typed import file_name_of
from blueprints.unit_of_work import current_session, writes_late
from models import clock
from models.certifications.proposals import acts, reading
from models.certifications.proposals.acts import MAX_FILE_BYTES, Offer
from models.certifications.proposals.officers import MAY_LOOK, MAY_PROPOSE
from models.certifications.proposals.proposal import KEPT_FOR, LONGEST_NAME, ProposalKind
from models.errors import DomainError

FORM_AROUND_THE_FILE = 64 * 1024
"""What a form of this page takes beside its file: every larger file is told so at its field, up to here."""

takes_up_to("register_import.propose", MAX_FILE_BYTES + FORM_AROUND_THE_FILE)
# The file is looked at, and encrypted, before the turn to write is taken.
writes_late("register_import.propose")


@register_import.get("", needs=MAY_LOOK)
def proposals() -> Response:
    """Everybody's imports, newest first."""
    before = request.args.get("before", type=int)
    in_range = before if before is not None and 0 < before <= LARGEST else None
    found, older = reading.list_proposals(current_session(), in_range)
    now = clock.now()
    return render(
        "register_import/proposals.html",
        proposals=[(one, one.stage_at(now), one.told) for one in found],
        older_url=url_for("register_import.proposals", before=older) if older else "",
        latest_url=url_for("register_import.proposals") if in_range else "",
    )


@register_import.get("/new", needs=MAY_PROPOSE)
def ask_file() -> Response:
    """The form."""
    return _ask(UploadForm())


@register_import.post("/new", needs=MAY_PROPOSE)
def propose() -> Response:
    """Keep the file, and go to the page that tells what it would change."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    sent: FileStorage = form.file.data
    offer = Offer(
        ProposalKind(form.kind.data),
        file_name_of(sent, LONGEST_NAME),
        form.strict.data,
        form.accept_vanished.data,
        form.reason.data or "",
    )
    try:
        number = acts.propose(current_session(), current_viewer(), uploads(), offer, sent.stream)
    except DomainError as error:
        blame(form.file, error.reason)
        return _ask(form, status=422)
    return go_to(url_for("register_import.proposal", number=number))


def _ask(form: UploadForm, status: int = 200) -> Response:
    return render("register_import/new.html", status=status, form=form, days=KEPT_FOR.days)
