"""What a signed-in person changes about their own second factor; each needs a proof of the last 15 minutes (M5)."""

from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, recovery_codes, sessions
from models.accounts.account import Account
from models.accounts.lifecycle import lock_account
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import SignInSession
from models.accounts.user_agents import describe_user_agent
from models.accounts.visit import Visit
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Forbidden
from models.mail import letters
from models.mail.outbox import one_line, queue_letter
from models.secret_box import SecretBox


class ProofNeeded(Forbidden):
    """The last code was given too long ago for an act of this weight."""

    def __init__(self) -> None:
        super().__init__("重要な操作のため、もう一度コードで本人確認をしてください。")


class SignInEnded(Forbidden):
    """Somebody ended the session since the request began: a reset leaves nothing that was asked for just before it."""

    def __init__(self) -> None:
        super().__init__("このサインインは、たった今終了しました。サインインし直してください。")


def check_proved(sign_in: SignInSession) -> None:
    """Raise ``ProofNeeded`` unless a code was given within the last 15 minutes."""
    if not sessions.is_proved(sign_in, clock.now()):
        raise ProofNeeded


def begin_another_device(session: Session, box: SecretBox, sign_in: SignInSession) -> None:
    """Make the key for one more device; it counts once confirmed."""
    _hold_proved(session, sign_in)
    devices.begin_connecting(session, box, sign_in.account_id, sign_in.id, clock.now())


def confirm_another_device(
    session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, code: str, label: str
) -> None:
    """Let the new device count; every other session ends. Raises ``CodeDoesNotMatch``."""
    account, now = _hold_proved(session, sign_in), clock.now()
    device = devices.confirm(session, box, account.id, sign_in.id, code, one_line(label).strip() or "認証アプリ", now)
    actor, about = visit.actor(account, sign_in.id), f"account:{account.id}"
    by = describe_user_agent(visit.user_agent)
    queue_letter(session, box, letters.device_connected(account.email, account.person_name, now, by), now)
    sessions.end_others(session, actor, account.id, sign_in.id, EndReason.DEVICE_CHANGED, now)
    record(session, Event(EventName.DEVICE_CONNECTED, actor, object=about, details={"device": device.id}))


def remove_device(session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, device_id: int) -> None:
    """Disconnect one of several devices; every other session ends. Raises ``DomainError`` for the last one."""
    account, now = _hold_proved(session, sign_in), clock.now()
    devices.remove(session, account.id, device_id)
    actor, about = visit.actor(account, sign_in.id), f"account:{account.id}"
    queue_letter(session, box, letters.device_removed(account.email, account.person_name, now), now)
    sessions.end_others(session, actor, account.id, sign_in.id, EndReason.DEVICE_CHANGED, now)
    record(session, Event(EventName.DEVICE_REMOVED, actor, object=about, details={"device": device_id}))


def renew_recovery_codes(session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession) -> None:
    """Make ten fresh recovery codes, the old ones being void; they are read by ``recovery_codes.readable_codes``."""
    account, now = _hold_proved(session, sign_in), clock.now()
    codes = recovery_codes.make_codes(session, box, account.id, sign_in.id, now)
    queue_letter(session, box, letters.recovery_codes_renewed(account.email, account.person_name, now), now)
    actor, about = visit.actor(account, sign_in.id), f"account:{account.id}"
    record(session, Event(EventName.RECOVERY_CODES_MADE, actor, object=about, details={"count": len(codes)}))


def _hold_proved(session: Session, sign_in: SignInSession) -> Account:
    """The person's account, held until the end of the transaction. Raises ``ProofNeeded``, ``SignInEnded``."""
    check_proved(sign_in)
    account = lock_account(session, sign_in.account_id)
    session.refresh(sign_in)
    if sign_in.ended_at is not None:
        raise SignInEnded
    return account
