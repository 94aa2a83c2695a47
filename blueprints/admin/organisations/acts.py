"""The ban, and what two persons decide about an organisation: each on a page that states the consequence."""

from dataclasses import dataclass

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.measures import note_in_case
from blueprints.admin.organisations.blueprint import MAY_BAR, MAY_CHANGE, organisations
from blueprints.admin.reasons import ReasonForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.administration.two_person_acts import ACTS
from models.approvals import proposing
from models.approvals.approval import ApprovalKind
from models.people import debarment
from models.people.organisations_reading import organisation_for
from models.people.reading import IN_USE

WAITS = "提案しました。もう一人の担当者の承認を待っています。"


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of one act's page."""

    heading: str
    consequence: str
    button: str


BAR = Asked(
    "組織の利用停止",
    "停止すると、この組織の全員が、次の画面から利用できなくなります。停止の解除には、二人の担当者の承認が必要です。",
    "この組織の利用を停止する",
)
LIFT = Asked(
    "停止の解除の提案",
    "提案すると、もう一人の担当者が承認したときに、この組織の全員が再びサインインできるようになります。",
    "解除を提案する",
)
CLOSE = Asked(
    "登録の終了の提案",
    "提案すると、もう一人の担当者が承認したときに、この組織の全員が利用できなくなります。元には戻せません。",
    "終了を提案する",
)
STRIKE_OFF = Asked(
    "全アカウントの抹消の提案",
    "提案すると、もう一人の担当者が承認したときに、この組織のすべてのアカウントが抹消されます。元には戻せません。",
    "抹消を提案する",
)


@organisations.get("/<int:number>/bar", needs=MAY_BAR)
def ask_bar(number: int) -> Response:
    """Who would be cut off."""
    return _ask(number, BAR)


@organisations.post("/<int:number>/bar", needs=MAY_BAR)
def bar(number: int) -> Response:
    """Bar it."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(number, BAR, form, status=422)
    reason = form.reason.data or ""

    def bar_them() -> None:
        debarment.bar(current_session(), outgoing(), current_viewer(), number, reason)
        note_in_case("組織の利用を停止した。")

    return carried_out(
        bar_them,
        "組織の利用を停止しました。",
        url_for("organisations.page", number=number),
        f"organisation:{number}",
    )


@organisations.get("/<int:number>/lift", needs=MAY_BAR)
def ask_lift(number: int) -> Response:
    """What lifting means."""
    return _ask(number, LIFT)


@organisations.post("/<int:number>/lift", needs=MAY_BAR)
def lift(number: int) -> Response:
    """Propose it."""
    return _propose(number, LIFT, ApprovalKind.LIFT_BAR)


@organisations.get("/<int:number>/strike-off", needs=MAY_BAR)
def ask_strike_off(number: int) -> Response:
    """What it means."""
    return _ask(number, STRIKE_OFF)


@organisations.post("/<int:number>/strike-off", needs=MAY_BAR)
def strike_off(number: int) -> Response:
    """Propose it."""
    return _propose(number, STRIKE_OFF, ApprovalKind.STRIKE_OFF_ORGANISATION)


@organisations.get("/<int:number>/close", needs=MAY_CHANGE)
def ask_close(number: int) -> Response:
    """What it means."""
    return _ask(number, CLOSE)


@organisations.post("/<int:number>/close", needs=MAY_CHANGE)
def close(number: int) -> Response:
    """Propose it."""
    return _propose(number, CLOSE, ApprovalKind.CLOSE_ORGANISATION)


def _propose(number: int, asked: Asked, kind: ApprovalKind) -> Response:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(number, asked, form, status=422)
    reason = form.reason.data or ""
    organisation_for(current_session(), current_viewer(), number)

    def propose() -> None:
        proposing.propose(current_session(), ACTS, current_viewer(), kind, f"organisation:{number}", reason)

    return carried_out(propose, WAITS, url_for("organisations.page", number=number), f"organisation:{number}")


def _ask(number: int, asked: Asked, form: ReasonForm | None = None, status: int = 200) -> Response:
    found = organisation_for(current_session(), current_viewer(), number)
    return render(
        "organisations/act.html",
        status=status,
        organisation=found,
        reach=debarment.preview(current_session(), number),
        cut=debarment.preview_people(current_session(), number) if asked is not LIFT else (),
        cut_url=url_for("people.index", organisation=found.name, state=IN_USE),
        asked=asked,
        form=form if form is not None else ReasonForm(),
    )
