"""Taking a stopped account back into use: by its person's registered address and the responsible person, both (M7).

A stop for security, and any stop of those who watch, is lifted otherwise: by two persons (``models.approvals``).
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import lock_account, stop_if_due
from models.accounts.links import LinkPurpose, OneTimeLink, find_link, issue_link, link_url, note_opened, use_up
from models.accounts.password_change import LinkUnusable, send_set_up_link
from models.accounts.standing import StopReason, is_past_last_day
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing, changed_rows
from models.errors import Conflict
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.people.authority import PersonAct, check_may
from models.people.stopping import hold_person
from models.people.telling import tell
from models.people.watchers import IN_CHARGE

_PURPOSES = frozenset({LinkPurpose.RELEASE})


def why_not_by_mail(account: Account) -> str:
    """Why the account cannot be released by link and responsible person; empty when it can."""
    if account.state is not AccountState.STOPPED:
        return "停止されているアカウントではありません。"
    if account.role in IN_CHARGE:
        return (
            "保有者担当・システム管理者・外部監査人の停止は、二人で解除します。"
            "保有者担当が、そのアカウントの画面から解除を提案してください。"
        )
    if StopReason(account.stop_reason).for_security:
        return "情報の保護のために停止されたアカウントです。解除には、二人の担当者の承認が必要です。"
    if is_past_last_day(account, clock.now()):
        return "利用の最終日を過ぎたアカウントです。先に、利用の最終日を延ばしてください。"
    return ""


def ask_release(session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, reason: str) -> Account:
    """The responsible person's half: confirms that the person is still in post, and sends them the link.

    Raises ``Forbidden``, ``Conflict``, ``NotFound``.
    """
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.RELEASE, account)
    if stop_if_due(session, viewer.actor, account, clock.now()):
        account = lock_account(session, account.id)  # the clock had stopped it; now it is written down
    if why := why_not_by_mail(account):
        raise Conflict(why)
    now = clock.now()
    token, link = issue_link(session, account.id, LinkPurpose.RELEASE, now)
    url = link_url(outgoing.public_url, LinkPurpose.RELEASE, token)
    letter = people_letters.release(account.email, account.person_name, url, link.expires_at)
    link.letter_id = outgoing.send(session, letter, now).id
    session.flush()
    details = {"login_id": account.login_id, "reason": reason}
    about = f"account:{account.id}"
    record(session, Event(EventName.ACCOUNT_RELEASE_ASKED, viewer.actor, object=about, details=details))
    return account


def look_at_release(session: Session, token: str, *, noted: bool) -> OneTimeLink:
    """The link behind the page; ``noted`` for whoever had it sent. Raises ``LinkUnusable``."""
    link = find_link(session, token, clock.now(), _PURPOSES)
    if link is None:
        raise LinkUnusable
    if noted and link.opened_at is None:
        begin_writing(session)
        note_opened(session, link, clock.now())
    return link


def confirm_release(session: Session, outgoing: Outgoing, visit: Visit, token: str) -> Account:
    """The person's half: the account is in use again, with its password and device. Raises ``LinkUnusable``."""
    link = look_at_release(session, token, noted=False)
    account = hold_person(session, link.account_id)
    now = clock.now()
    if not use_up(session, link, now) or why_not_by_mail(account):
        raise LinkUnusable
    return release_at_once(session, outgoing, visit.actor(account), account, "登録のアドレスでの本人の確認")


def release_at_once(
    session: Session, outgoing: Outgoing, actor: Actor, account: Account, reason: str, *, counts_anew: bool = True
) -> Account:
    """Put a stopped account back into use; for whoever was found to be allowed. Raises ``Conflict``.

    Six months without use count anew from here, unless ``counts_anew`` says that they go on.
    """
    now, was = clock.now(), account.stop_reason
    statement = update(Account).where(Account.id == account.id, Account.state_code == AccountState.STOPPED.value)
    state = AccountState.ACTIVE if account.last_signed_in_at is not None else AccountState.ISSUED
    values = {
        "state_code": state.value,
        "stop_reason": "",
        "stopped_alone_by": None,
        "stopped_at_console": False,
        "released_at": now if counts_anew else account.released_at,
        "roll_call_due_at": None,
    }
    if changed_rows(session, statement.values(**values)) != 1:
        raise Conflict("停止されているアカウントではありません。")
    account = lock_account(session, account.id)
    tell(session, outgoing, account, "アカウントの利用を再開しました", "停止を解除しました。", now)
    details = {"login_id": account.login_id, "was": was, "reason": reason}
    record(session, Event(EventName.ACCOUNT_RELEASED, actor, object=f"account:{account.id}", details=details))
    if account.state is AccountState.ISSUED:
        send_set_up_link(session, outgoing.box, actor, account, outgoing.public_url)  # the stop has ended the last one
    return account
