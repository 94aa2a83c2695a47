"""Resetting somebody's second factor: proposed by one, approved by another, and the password goes with it (policy §2).

Whoever talked two people into a reset would still need the registered letter box: the old password opens nothing any
more, a link to set a new one is mailed, and the device is connected anew behind it.
"""

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts import devices, recovery_codes, sessions
from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import lock_account
from models.accounts.links import end_links
from models.accounts.password_change import send_set_up_link
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Conflict
from models.mail.outgoing import Outgoing
from models.people.address_change import give_up_change
from models.people.authority import PersonAct, may
from models.people.telling import tell

_UNUSABLE = "停止又は抹消されているアカウントの端末は、リセットできません。"


def difference(session: Session, approval: Approval) -> Difference:
    """What the reset does to the account."""
    account = session.get_one(Account, approval.subject_id, populate_existing=True)
    connected = len(devices.list_devices(session, account.id))
    left = recovery_codes.count_left(session, account.id)
    usable = account.state in {AccountState.ISSUED, AccountState.ACTIVE}
    return Difference(
        about=f"{account.person_name}（{account.login_id}、{account.organisation.name}）",
        changes=(
            Change("接続している端末", f"{connected} 台", "なし（次のサインインで接続し直す）"),
            Change("回復コード", f"残り {left} 個", "すべて無効"),
            Change("パスワード", "今のパスワード", "無効（登録のアドレスに設定用の案内を送る）"),
            Change("サインインの状態", "", "すべて終了"),
        ),
        people=frozenset({account.id}),
        impossible="" if usable else _UNUSABLE,
    )


def may_propose(session: Session, viewer: Viewer, approval: Approval) -> bool:
    """Those who answer for the person, or look after all."""
    account = session.get(Account, approval.subject_id)
    return account is not None and (account.id == viewer.actor.account_id or may(viewer, PersonAct.RESET, account))


def carry_out(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    """Reset it."""
    reset_at_once(session, outgoing, actor, approval.subject_id, approval.reason)


def reset_at_once(session: Session, outgoing: Outgoing, actor: Actor, account_id: int, reason: str) -> Account:
    """Disconnect the devices, void codes and password, end the sessions, mail the link. Raises ``Conflict``."""
    account, now = lock_account(session, account_id), clock.now()
    if account.state not in {AccountState.ISSUED, AccountState.ACTIVE}:
        raise Conflict(_UNUSABLE)
    removed = devices.remove_all(session, account_id)
    recovery_codes.forget_codes(session, account_id)
    account.password_hash = None
    session.flush()
    give_up_change(session, account_id)
    end_links(session, account_id, now)
    subject = "確認用の端末をリセットしました"
    tell(session, outgoing, account, subject, "端末の接続と回復コードを無効にしました。", now)
    sessions.end_all(session, actor, account_id, sessions.EndReason.SECOND_FACTOR_RESET, now)
    details = {"login_id": account.login_id, "devices": removed, "reason": reason}
    record(session, Event(EventName.SECOND_FACTOR_RESET, actor, object=f"account:{account_id}", details=details))
    send_set_up_link(session, outgoing.box, actor, account, outgoing.public_url)
    return account


RESET = TwoPersonAct(
    proposers=frozenset({Permission.DESK, Permission.REQUEST_DECIDE, Permission.ACCOUNT_STRIKE_OFF}),
    approvers=frozenset({Permission.REQUEST_DECIDE, Permission.ACCOUNT_STRIKE_OFF}),
    difference=difference,
    carry_out=carry_out,
    may_propose=may_propose,
)
