"""Unlocking several people, and sending several the set-up link once more: which, with what consequence, and why."""

from collections.abc import Callable

from flask import Response

from blueprints.admin.answering import carried_out
from blueprints.admin.bulk import BulkAsked, BulkRow, ask_about
from blueprints.admin.people.blueprint import MAY_ACT, people
from blueprints.admin.people.bulk import chosen_people, list_url
from blueprints.admin.reasons import ReasonForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.unit_of_work import current_session
from models.accounts.account import Account
from models.people import way_in
from models.people.authority import PersonAct, why_not

UNLOCK = BulkAsked(
    "誤入力による停止の一括解除",
    "解除すると、すぐにもう一度サインインを試せます。本人の入力誤りであることを確かめてください。",
    "解除する",
    "アカウント",
    "primary",
)
SEND_LINK = BulkAsked(
    "設定用の案内の一括再送",
    "登録のメールアドレスに、新しい設定用の案内（24時間有効）を送ります。前の案内は使えなくなります。",
    "送り直す",
    "アカウント",
    "primary",
)


@people.get("/unlock", needs=MAY_ACT)
def ask_unlock_all() -> Response:
    """Whose accounts would be unlocked."""
    return _ask(UNLOCK, PersonAct.UNLOCK, ReasonForm())


@people.post("/unlock", needs=MAY_ACT)
def unlock_all() -> Response:
    """Unlock them, all or none."""
    return _done(
        UNLOCK,
        PersonAct.UNLOCK,
        lambda numbers, reason: way_in.unlock_people(current_session(), current_viewer(), numbers, reason),
        "{} 件のアカウントの停止を解除しました。",
    )


@people.get("/link", needs=MAY_ACT)
def ask_link_all() -> Response:
    """Who would get the link once more."""
    return _ask(SEND_LINK, PersonAct.SEND_LINK, ReasonForm())


@people.post("/link", needs=MAY_ACT)
def send_link_all() -> Response:
    """Send it to them, all or none."""
    return _done(
        SEND_LINK,
        PersonAct.SEND_LINK,
        lambda numbers, reason: way_in.send_links_again(
            current_session(), outgoing(), current_viewer(), numbers, reason
        ),
        "{} 人に設定用の案内を送りました。",
    )


def _ask(asked: BulkAsked, act: PersonAct, form: ReasonForm, status: int = 200) -> Response:
    rows = [BulkRow(one.id, _named(one), why_not(current_viewer(), act, one)) for one in chosen_people()]
    return ask_about(asked, rows, form, list_url(), status)


def _done(asked: BulkAsked, act: PersonAct, do: Callable[[list[int], str], int], done: str) -> Response:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(asked, act, form, status=422)
    numbers, reason = [one.id for one in chosen_people()], form.reason.data or ""
    return carried_out(lambda: do(numbers, reason), done.format, list_url(), "accounts")


def _named(account: Account) -> str:
    return f"{account.person_name}（{account.login_id}、{account.organisation.name}）"
