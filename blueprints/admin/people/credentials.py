"""Helping somebody back in: trying again, the set-up link once more, and a reset of the second factor by two."""

from flask import Response

from blueprints.admin.people.asking import Asked, ask, with_reason
from blueprints.admin.people.blueprint import MAY_ACT, people
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.unit_of_work import current_session
from models.administration.two_person_acts import ACTS
from models.approvals import proposing
from models.approvals.approval import ApprovalKind
from models.people import way_in

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
RESET = Asked(
    "確認用の端末のリセット",
    "提案すると、別の担当者が承認したときに、端末の接続・回復コード・パスワードが無効になり、サインインがすべて終わります。"
    "本人には、登録のメールアドレスに設定用の案内が送られます。本人であることを、電話などで確かめてから提案してください。",
    "リセットを提案する",
)


@people.get("/<int:number>/unlock", needs=MAY_ACT)
def ask_unlock(number: int) -> Response:
    """What to make sure of."""
    return ask(number, UNLOCK)


@people.post("/<int:number>/unlock", needs=MAY_ACT)
def unlock(number: int) -> Response:
    """Let them try again."""
    return with_reason(
        number,
        UNLOCK,
        "解除しました。",
        lambda reason: way_in.unlock_person(current_session(), current_viewer(), number, reason),
    )


@people.get("/<int:number>/link", needs=MAY_ACT)
def ask_link(number: int) -> Response:
    """What happens."""
    return ask(number, SEND_LINK)


@people.post("/<int:number>/link", needs=MAY_ACT)
def send_link(number: int) -> Response:
    """Send the set-up link anew."""
    return with_reason(
        number,
        SEND_LINK,
        "設定用の案内を送りました。",
        lambda reason: way_in.send_link_again(current_session(), outgoing(), current_viewer(), number, reason),
    )


@people.get("/<int:number>/reset", needs=MAY_ACT)
def ask_reset(number: int) -> Response:
    """What it means, and what to make sure of."""
    return ask(number, RESET)


@people.post("/<int:number>/reset", needs=MAY_ACT)
def reset(number: int) -> Response:
    """Lay it before the second person."""
    kind, about = ApprovalKind.RESET_SECOND_FACTOR, f"account:{number}"
    return with_reason(
        number,
        RESET,
        "提案しました。別の担当者の承認を待っています。",
        lambda reason: proposing.propose(current_session(), ACTS, current_viewer(), kind, about, reason),
    )
