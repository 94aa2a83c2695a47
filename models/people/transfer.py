"""Moving to another organisation: a new account there, and the former one ends with it for ever (policy §4).

The former organisation has stopped the account for the move; the new one names its ID in the application. Whoever
issues sees both, and in one transaction the new account begins and the former is struck off: one person, one address,
one living account. IDs are never given again.
"""

from sqlalchemy.orm import Session

from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import find_by_login_id, lock_account
from models.accounts.standing import StopReason
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.mail.outgoing import Outgoing
from models.people.names import folded_name
from models.people.request import AccountRequest
from models.people.stopping import end_for_ever

_LEFT = frozenset({StopReason.TRANSFER.value, StopReason.OVER.value})
"""Stops by which the former organisation has let its person go."""


def former_account(session: Session, request: AccountRequest) -> Account | None:
    """The account the application names as the person's former one, if there is such an account."""
    return find_by_login_id(session, request.former_id) if request.former_id else None


def why_not_succeeded(request: AccountRequest, former: Account | None) -> str:
    """Why the application cannot take the place of the account it names; empty when it can.

    The name or the address has to be the same: nobody ends a stranger's account by naming it. One sentence serves every
    cause, so that whoever applies does not learn which IDs other organisations have.
    """
    if former is not None and former.state is AccountState.STOPPED and former.stop_reason in _LEFT:
        same_address = former.email.lower() == request.email.lower()
        if same_address or folded_name(former.person_name) == folded_name(request.person_name):
            return ""
    return (
        "異動のため、又は利用の最終日の経過により停止された、氏名又はメールアドレスの同じアカウント "
        f"{request.former_id} が見つかりません。"
        "異動前の組織のシステム利用責任者が、停止の種類「異動・退職」で先に停止します。"
    )


def hold_former(session: Session, *requests: AccountRequest) -> None:
    """Hold the accounts that are to end, in their order, before anything is recorded."""
    found = (former_account(session, one) for one in requests)
    for number in sorted({one.id for one in found if one is not None}):
        lock_account(session, number)


def succeed(session: Session, outgoing: Outgoing, actor: Actor, request: AccountRequest, successor: Account) -> None:
    """End the former account, which is held, for the one just issued; both histories name the other."""
    former = former_account(session, request)
    if former is None:
        return
    reason = f"異動先のアカウント {successor.login_id} の発行"
    told = "異動先の組織でアカウントが発行されたため、抹消しました。元には戻せません。"
    end_for_ever(session, outgoing, actor, former, reason, told)
    details = {"login_id": successor.login_id, "former_id": former.login_id}
    about = f"account:{successor.id}"
    record(session, Event(EventName.ACCOUNT_SUCCEEDED, actor, object=about, details=details))
