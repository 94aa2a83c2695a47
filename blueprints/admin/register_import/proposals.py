"""The list of imports, and the upload of a file."""

from datetime import datetime

from flask import Response, url_for
from werkzeug.datastructures import FileStorage

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.register_import.blueprint import register_import, uploads
from blueprints.admin.register_import.forms import UploadForm
from blueprints.body_limits import takes_up_to
from blueprints.formatting import moment
from blueprints.formatting import number as whole
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import file_name_of
from blueprints.unit_of_work import current_session, writes_late
from models import clock
from models.accounts.account import Account
from models.certifications.proposals import acts, reading
from models.certifications.proposals.acts import MAX_FILE_BYTES, Offer
from models.certifications.proposals.officers import MAY_LOOK, MAY_PROPOSE
from models.certifications.proposals.proposal import KEPT_FOR, LONGEST_NAME, ImportProposal, ProposalKind, Stage
from models.errors import DomainError

EMPTY = "登録されたファイルはありません。"
TAGS = {
    Stage.READY: "attention",
    Stage.APPLIED: "good",
    Stage.FAILED: "bad",
    Stage.PREVIEWING: "blue",
    Stage.APPLYING: "blue",
}
FORM_AROUND_THE_FILE = 64 * 1024
"""What a form of this page takes beside its file: every larger file is told so at its field, up to here."""

takes_up_to("register_import.propose", MAX_FILE_BYTES + FORM_AROUND_THE_FILE)
# The file is looked at, and encrypted, before the turn to write is taken.
writes_late("register_import.propose")


@register_import.get("", needs=MAY_LOOK)
def proposals() -> Response:
    """Everybody's imports, newest first."""
    now = clock.now()

    def stage(one: ImportProposal) -> ListCell:
        found = one.stage_at(now)
        return ListCell(found.label, tag=TAGS.get(found, "neutral"))

    def name(one: ImportProposal) -> ListCell:
        return ListCell(f"{one.id}番の取込み", url_for("register_import.proposal", number=one.id))

    columns = (
        ListColumn[ImportProposal]("番号", name, sort="at"),
        ListColumn[ImportProposal]("状態", stage),
        ListColumn[ImportProposal]("ファイル", lambda one: one.file_name),
        ListColumn[ImportProposal]("種類", lambda one: one.kind.label),
        ListColumn[ImportProposal]("登録", lambda one: _act(one.proposed_at, one.proposer)),
        ListColumn[ImportProposal]("取込み", lambda one: _act(one.confirmed_at, one.confirmer)),
        ListColumn[ImportProposal]("新規", lambda one: _rows(one, "added"), numeric=True),
        ListColumn[ImportProposal]("変更", lambda one: _rows(one, "changed"), numeric=True),
        ListColumn[ImportProposal]("取り込めない行", lambda one: _rows(one, "refused"), numeric=True),
    )
    listed = AdminList("imports", "登録されたファイル", reading.proposals(now), columns, lambda one: one.id, EMPTY)
    return answer(listed, "register_import/proposals.html")


def _rows(one: ImportProposal, what: str) -> str:
    """How many of them the file has; nothing while that is not known."""
    return whole(one.report[what] if one.report is not None else None)


def _act(at: datetime | None, by: Account | None) -> str:
    return f"{moment(at)} {by.person_name}" if by is not None else "―"


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
