"""Stopping an account, standing behind a stop, the way back, and striking off."""

from flask import Response

from blueprints.admin.measures import note_in_case
from blueprints.admin.people.asking import Asked, account_in_view, ask, finished, with_reason
from blueprints.admin.people.blueprint import MAY_ACT, MAY_STOP, people
from blueprints.admin.people.forms import StopForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.accounts.account import Account
from models.accounts.standing import StopReason
from models.administration.two_person_acts import ACTS
from models.approvals.approval import Approval
from models.people import security_release, stopping, watcher_stop
from models.people.watchers import IN_CHARGE

CONFIRM_STOP = Asked(
    "停止の確認",
    "この停止は、一人の担当者の判断で、すぐに行われました。停止の理由をその担当者に確かめてください。確認すると、"
    "二人による停止になります。停止が誤りだと考えるときは、確認せずに、停止の解除を提案してください。",
    "停止を確認する",
)
STRIKE_OFF = Asked(
    "アカウントの抹消",
    "抹消すると、このアカウントは二度と使えません。IDも、ほかの人に発行されません。元には戻せません。",
    "抹消する",
)
RELEASE = Asked(
    "停止の解除",
    "本人が在籍し、引き続きアカウントが必要なことを確かめてください。登録のメールアドレスに確認の案内を送り、本人が24時間以内に"
    "確認すると、利用を再開します。情報の保護のための停止と、保有者担当・システム管理者・外部監査人の停止は、"
    "別の担当者の承認で解除されます。",
    "解除の手続きを始める",
    "primary",
)


@people.get("/<int:number>/stop", needs=MAY_STOP)
def ask_stop(number: int) -> Response:
    """Why the account is stopped."""
    return _ask_stop(account_in_view(number), StopForm())


@people.post("/<int:number>/stop", needs=MAY_STOP)
def stop(number: int) -> Response:
    """Stop it, or lay the stop before a second person."""
    form, account = StopForm(), account_in_view(number)
    if not form.validate_on_submit():
        return _ask_stop(account, form, status=422)
    why, reason, login_id = StopReason(form.why.data), form.reason.data or "", account.login_id

    def stop_them() -> Approval | None:
        session, viewer = current_session(), current_viewer()
        waits = watcher_stop.stop_or_propose(session, ACTS, outgoing(), viewer, number, why, reason)
        note_in_case(f"アカウント {login_id} {'の停止を提案した' if waits else 'を停止した'}。")
        return waits

    return finished(account, _stopped, stop_them)


@people.get("/<int:number>/confirm-stop", needs=MAY_ACT)
def ask_confirmation(number: int) -> Response:
    """What to make sure of."""
    return ask(number, CONFIRM_STOP)


@people.post("/<int:number>/confirm-stop", needs=MAY_ACT)
def confirm_stop(number: int) -> Response:
    """Stand behind it."""
    return with_reason(
        number,
        CONFIRM_STOP,
        "停止を確認しました。",
        lambda reason: watcher_stop.confirm_stop(current_session(), current_viewer(), number, reason),
    )


@people.get("/<int:number>/strike-off", needs=MAY_ACT)
def ask_strike_off(number: int) -> Response:
    """What it means."""
    return ask(number, STRIKE_OFF)


@people.post("/<int:number>/strike-off", needs=MAY_ACT)
def strike_off(number: int) -> Response:
    """End it for ever."""
    return with_reason(
        number,
        STRIKE_OFF,
        "抹消しました。",
        lambda reason: stopping.strike_off(current_session(), outgoing(), current_viewer(), number, reason),
    )


@people.get("/<int:number>/release", needs=MAY_ACT)
def ask_release(number: int) -> Response:
    """What has to be made sure of."""
    return ask(number, RELEASE)


@people.post("/<int:number>/release", needs=MAY_ACT)
def release(number: int) -> Response:
    """Send the person the link; or lay it before the second person, where it takes two."""

    def release_them(reason: str) -> Approval | None:
        session, viewer = current_session(), current_viewer()
        waits = security_release.ask_or_propose(session, ACTS, outgoing(), viewer, number, reason)
        note_in_case("停止の解除を提案した。" if waits else "利用再開の手続きを始めた。")
        return waits

    def done(waits: Approval | None) -> str:
        return "承認を待っています。" if waits else "本人に確認の案内を送りました。"

    return with_reason(number, RELEASE, done, release_them)


def _stopped(waits: Approval | None) -> str:
    return "停止を提案しました。もう一人の担当者の承認を待っています。" if waits else "停止しました。"


def _ask_stop(account: Account, form: StopForm, status: int = 200) -> Response:
    by_two = account.role in IN_CHARGE
    return render("people/stop.html", status=status, account=account, form=form, by_two=by_two)
