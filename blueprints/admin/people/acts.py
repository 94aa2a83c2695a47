"""What is done to one account: each act on a page that states the consequence and asks the reason."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.measures import note_in_case
from blueprints.admin.people.blueprint import MAY_ACT, MAY_STOP, people
from blueprints.admin.people.forms import ChangeForm, StopForm
from blueprints.admin.reasons import ReasonForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import blame, render
from blueprints.unit_of_work import abandon, current_session
from models.accounts import locking
from models.accounts.account import Account
from models.accounts.password_change import send_set_up_link
from models.accounts.standing import StopReason
from models.administration.two_person_acts import ACTS
from models.approvals import acts as approvals
from models.approvals.approval import ApprovalKind
from models.people import changing, releasing, stopping
from models.people.authority import PersonAct, check_fits, check_may
from models.people.changing import PersonDetails, WrongDetail
from models.people.reading import account_for

RESET_CONSEQUENCE = (
    "提案すると、別の担当者が承認したときに、端末の接続・回復コード・パスワードが無効になり、サインインがすべて終わります。"
    "本人には、登録のメールアドレスに設定用の案内が送られます。本人であることを、電話などで確かめてから提案してください。"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of one act's page."""

    heading: str
    consequence: str
    button: str
    kind: str = "warning"


STRIKE_OFF = Asked(
    "アカウントの抹消",
    "抹消すると、このアカウントは二度と使えません。IDも、ほかの人に発行されません。元には戻せません。",
    "抹消する",
)
RELEASE = Asked(
    "停止の解除",
    "本人が在籍し、引き続きアカウントが必要なことを確かめてください。登録のメールアドレスに確認の案内を送り、本人が24時間以内に"
    "確認すると、利用を再開します。情報の保護のための停止は、別の担当者の承認で解除されます。",
    "解除の手続きを始める",
    "primary",
)
DISMISS = Asked(
    "責任者の登録の終了",
    "この人はシステム利用責任者ではなくなり、利用者として残ります。後任がいないときは終了できません。",
    "責任者の登録を終える",
)
UNLOCK = Asked(
    "誤入力による停止の解除",
    "本人の入力誤りであることを確かめてください。解除すると、すぐにもう一度サインインを試せます。",
    "解除する",
    "primary",
)
SEND_LINK = Asked(
    "設定用の案内の再送",
    "登録のメールアドレスに、新しい設定用の案内（24時間有効）を送ります。前の案内は使えなくなります。",
    "送り直す",
    "primary",
)
RESET = Asked("確認用の端末のリセット", RESET_CONSEQUENCE, "リセットを提案する")


@people.get("/<int:number>/stop", needs=MAY_STOP)
def ask_stop(number: int) -> Response:
    """Why the account is stopped."""
    return _ask_stop(_account(number), StopForm())


@people.post("/<int:number>/stop", needs=MAY_STOP)
def stop(number: int) -> Response:
    """Stop it."""
    form, account = StopForm(), _account(number)
    if not form.validate_on_submit():
        return _ask_stop(account, form, status=422)
    why, reason = StopReason(form.why.data), form.reason.data or ""

    def stop_them() -> None:
        stopping.stop_person(current_session(), outgoing(), current_viewer(), number, why, reason)
        note_in_case(f"アカウント {account.login_id} を停止した。")

    return _done(account, "停止しました。", stop_them)


@people.get("/<int:number>/strike-off", needs=MAY_ACT)
def ask_strike_off(number: int) -> Response:
    """What it means."""
    return _ask(_account(number), STRIKE_OFF)


@people.post("/<int:number>/strike-off", needs=MAY_ACT)
def strike_off(number: int) -> Response:
    """End it for ever."""
    return _with_reason(
        number,
        STRIKE_OFF,
        "抹消しました。",
        lambda reason: stopping.strike_off(current_session(), outgoing(), current_viewer(), number, reason),
    )


@people.get("/<int:number>/release", needs=MAY_ACT)
def ask_release(number: int) -> Response:
    """What has to be made sure of."""
    return _ask(_account(number), RELEASE)


@people.post("/<int:number>/release", needs=MAY_ACT)
def release(number: int) -> Response:
    """Send the person the link; or, of a stop for security, lay it before the second person."""
    security = StopReason(_account(number).stop_reason or StopReason.ORGANISATION).for_security
    if security:
        return _with_reason(
            number,
            RELEASE,
            "承認を待っています。",
            lambda reason: _propose(ApprovalKind.RELEASE_ACCOUNT, number, reason),
        )
    return _with_reason(
        number,
        RELEASE,
        "本人に確認の案内を送りました。",
        lambda reason: releasing.ask_release(current_session(), outgoing(), current_viewer(), number, reason),
    )


@people.get("/<int:number>/reset", needs=MAY_ACT)
def ask_reset(number: int) -> Response:
    """What it means, and what to make sure of."""
    return _ask(_account(number), RESET)


@people.post("/<int:number>/reset", needs=MAY_ACT)
def reset(number: int) -> Response:
    """Lay it before the second person."""
    return _with_reason(
        number,
        RESET,
        "提案しました。別の担当者の承認を待っています。",
        lambda reason: _propose(ApprovalKind.RESET_SECOND_FACTOR, number, reason),
    )


@people.get("/<int:number>/dismiss", needs=MAY_ACT)
def ask_dismissal(number: int) -> Response:
    """What it means."""
    return _ask(_account(number), DISMISS)


@people.post("/<int:number>/dismiss", needs=MAY_ACT)
def dismiss(number: int) -> Response:
    """End the office."""
    return _with_reason(
        number,
        DISMISS,
        "責任者の登録を終えました。",
        lambda reason: changing.dismiss(current_session(), outgoing(), current_viewer(), number, reason),
    )


@people.get("/<int:number>/unlock", needs=MAY_ACT)
def ask_unlock(number: int) -> Response:
    """What to make sure of."""
    return _ask(_account(number), UNLOCK)


@people.post("/<int:number>/unlock", needs=MAY_ACT)
def unlock(number: int) -> Response:
    """Let them try again."""

    def act(reason: str) -> None:
        account = stopping.hold_person(current_session(), number)
        check_may(current_viewer(), PersonAct.UNLOCK, account)
        locking.unlock(current_session(), current_viewer().actor, account, reason)

    return _with_reason(number, UNLOCK, "解除しました。", act)


@people.get("/<int:number>/link", needs=MAY_ACT)
def ask_link(number: int) -> Response:
    """What happens."""
    return _ask(_account(number), SEND_LINK)


@people.post("/<int:number>/link", needs=MAY_ACT)
def send_link(number: int) -> Response:
    """Send the set-up link anew."""

    def act(reason: str) -> None:
        account = stopping.hold_person(current_session(), number)
        check_may(current_viewer(), PersonAct.SEND_LINK, account)
        check_fits(PersonAct.SEND_LINK, account)
        out = outgoing()
        send_set_up_link(current_session(), out.box, current_viewer().actor, account, out.public_url, reason)

    return _with_reason(number, SEND_LINK, "設定用の案内を送りました。", act)


@people.get("/<int:number>/change", needs=MAY_ACT)
def ask_change(number: int) -> Response:
    """What is registered, to be changed."""
    account = _account(number)
    return _ask_change(account, ChangeForm(obj=PersonDetails.of(account)))


@people.post("/<int:number>/change", needs=MAY_ACT)
def change(number: int) -> Response:
    """Register it."""
    account, form = _account(number), ChangeForm()
    form.offer_units(account.organisation)
    if not form.validate_on_submit():
        return _ask_change(account, form, status=422)
    wanted = PersonDetails(**{one.name: form[one.name].data or "" for one in fields(PersonDetails)})
    if changing.opens_register(account, wanted.unit):
        return _done(
            account,
            "部門の異動を提案しました。システム管理者の承認で変わります。ほかの項目は、承認の後に変更してください。",
            lambda: approvals.propose(
                current_session(),
                ACTS,
                current_viewer(),
                ApprovalKind.OPEN_UNIT,
                f"account:{number}",
                form.reason.data or "",
                {"unit": wanted.unit},
            ),
        )
    try:
        return _done(
            account,
            "登録内容を変更しました。",
            lambda: changing.change_person(
                current_session(), outgoing(), current_viewer(), number, wanted, form.reason.data or ""
            ),
        )
    except WrongDetail as error:
        abandon()
        blame(form[error.field], error.reason)
        return _ask_change(_account(number), form, status=422)


def _account(number: int) -> Account:
    return account_for(current_session(), current_viewer(), number)


def _propose(kind: ApprovalKind, number: int, reason: str) -> None:
    approvals.propose(current_session(), ACTS, current_viewer(), kind, f"account:{number}", reason)


def _with_reason(number: int, asked: Asked, done: str, act: Callable[[str], object]) -> Response:
    form, account = ReasonForm(), _account(number)
    if not form.validate_on_submit():
        return _ask(account, asked, form, status=422)
    return _done(account, done, lambda: act(form.reason.data or ""))


def _done(account: Account, sentence: str, act: Callable[[], object]) -> Response:
    return carried_out(act, sentence, url_for("people.page", number=account.id), f"account:{account.id}")


def _ask(account: Account, asked: Asked, form: ReasonForm | None = None, status: int = 200) -> Response:
    form = form if form is not None else ReasonForm()
    return render("people/act.html", status=status, account=account, asked=asked, form=form)


def _ask_stop(account: Account, form: StopForm, status: int = 200) -> Response:
    return render("people/stop.html", status=status, account=account, form=form)


def _ask_change(account: Account, form: ChangeForm, status: int = 200) -> Response:
    form.offer_units(account.organisation)
    return render("people/change.html", status=status, account=account, form=form)
