"""The emergency stop of a whole kind: two clicks and a code; lifted by two persons (M8)."""

from flask import Response, abort, url_for
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from blueprints.admin.answering import carried_out
from blueprints.admin.measures import note_in_case
from blueprints.admin.reasons import ReasonForm
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.administration.two_person_acts import ACTS
from models.approvals import proposing
from models.approvals.approval import LONGEST_REASON, ApprovalKind
from models.organisations.kinds import OrganisationKind
from models.people import kind_stop
from models.people.kind_stop import NEVER_STOPPED, NOTICE
from models.people.reading import IN_USE

kinds = GuardedBlueprint("kinds", __name__, url_prefix="/admin/kinds")
# An emergency waits for nobody's training.
MAY_LOOK = permitted(Permission.KIND_STOP, untrained=True)
MAY_STOP = permitted(Permission.KIND_STOP, step_up=True, untrained=True)
LONGEST_NOTICE = 400


class StopForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why, and what those affected are told. Both are filled in already: in an emergency one presses."""

    reason = StringField(
        "理由",
        description=f"{LONGEST_REASON} 文字以内。監査の証跡に残ります。",
        default="情報の不適切な取扱いの疑い",
        validators=[
            DataRequired("理由を書いてください。"),
            Length(max=LONGEST_REASON, message=f"{LONGEST_REASON} 文字以内で書いてください。"),
        ],
    )
    notice = TextAreaField(
        "利用者への知らせ",
        description=f"停止された人の画面に表示されます。{LONGEST_NOTICE} 文字以内。",
        validators=[
            DataRequired("知らせを書いてください。"),
            Length(max=LONGEST_NOTICE, message=f"{LONGEST_NOTICE} 文字以内で書いてください。"),
        ],
    )


@kinds.get("", needs=MAY_LOOK)
def index() -> Response:
    """How each kind stands."""
    session = current_session()
    rows = [
        (one, kind_stop.preview(session, one.kind), one.kind not in NEVER_STOPPED)
        for one in kind_stop.every_standing(session)
    ]
    return render("kinds/index.html", rows=rows)


@kinds.get("/<string:kind>/stop", needs=MAY_STOP)
def ask_stop(kind: str) -> Response:
    """Who is cut off, and the button."""
    found = _kind(kind)
    return _ask(found, StopForm(notice=NOTICE.format(kind=found.label)))


@kinds.post("/<string:kind>/stop", needs=MAY_STOP)
def stop(kind: str) -> Response:
    """Stop them all."""
    found, form = _kind(kind), StopForm()
    if not form.validate_on_submit():
        return _ask(found, form, status=422)
    reason, notice = form.reason.data or "", form.notice.data or ""

    def stop_them() -> None:
        kind_stop.stop_kind(current_session(), outgoing(), current_viewer(), found, reason, notice)
        note_in_case(f"{found.label}の利用を緊急停止した。")

    return carried_out(
        stop_them,
        f"{found.label}の利用を緊急停止しました。",
        url_for("kinds.index"),
        f"kind:{found.value}",
    )


@kinds.get("/<string:kind>/lift", needs=MAY_STOP)
def ask_lift(kind: str) -> Response:
    """What lifting means."""
    return _ask_lift(_kind(kind), ReasonForm())


@kinds.post("/<string:kind>/lift", needs=MAY_STOP)
def lift(kind: str) -> Response:
    """Propose it."""
    found, form = _kind(kind), ReasonForm()
    if not form.validate_on_submit():
        return _ask_lift(found, form, status=422)

    def propose_lifting() -> None:
        subject, reason = f"kind:{found.value}", form.reason.data or ""
        proposing.propose(current_session(), ACTS, current_viewer(), ApprovalKind.LIFT_KIND_STOP, subject, reason)

    done = "提案しました。もう一人の担当者の承認を待っています。"
    return carried_out(propose_lifting, done, url_for("kinds.index"), f"kind:{found.value}")


def _kind(given: str) -> OrganisationKind:
    known = {one.value: one for one in OrganisationKind}
    return known[given] if given in known else abort(404)


def _ask(kind: OrganisationKind, form: StopForm, status: int = 200) -> Response:
    reach = kind_stop.preview(current_session(), kind)
    fits = kind not in NEVER_STOPPED
    cut = kind_stop.preview_people(current_session(), kind) if fits else ()
    cut_url = url_for("people.index", kind=kind.value, state=IN_USE)
    return render(
        "kinds/stop.html", status=status, kind=kind, reach=reach, form=form, fits=fits, cut=cut, cut_url=cut_url
    )


def _ask_lift(kind: OrganisationKind, form: ReasonForm, status: int = 200) -> Response:
    standing = kind_stop.standing_of(current_session(), kind)
    return render("kinds/lift.html", status=status, kind=kind, standing=standing, form=form)
