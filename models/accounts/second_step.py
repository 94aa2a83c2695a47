"""The second step: a code from the own device, or a recovery code; connecting the device the first time (M5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, known_browsers, recovery_codes, sessions
from models.accounts.account import Account
from models.accounts.lifecycle import lock_account
from models.accounts.locking import tell_of_lock
from models.accounts.outcomes import (
    WRONG_CODE,
    WRONG_RECOVERY_CODE,
    BeginAgain,
    CodeAccepted,
    NotAdmitted,
    SignInRefused,
)
from models.accounts.place import is_elsewhere
from models.accounts.sign_in import turn_away
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.standing import what_bars
from models.accounts.throttles import Guard, code_guard
from models.accounts.user_agents import describe_user_agent
from models.accounts.visit import LONGEST_USER_AGENT, Visit
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.mail import letters
from models.mail.outbox import queue_letter
from models.secret_box import SecretBox


@dataclass(frozen=True, slots=True)
class DeviceConnected:
    """The first device counts; ``codes`` are the recovery codes, to be kept now."""

    token: str
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Try:
    """One try of a code, already counted as a failure. ``account`` is absent when no try is left."""

    session: Session
    box: SecretBox
    visit: Visit
    sign_in: SignInSession
    now: datetime
    guard: Guard
    account: Account | None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the code comes from another place than the session was last proved in."""
        return is_elsewhere(self.sign_in, self.visit)

    def refuse(self, name: EventName, reason: str, **details: object) -> SignInRefused:
        """Wrong or locked: the same words; the trail knows which. Elsewhere, nobody knows yet which device it is."""
        until = self.guard.fail(self.session, self.now) if self.account else None
        visit = replace(self.visit, device="") if self.is_elsewhere else self.visit
        actor = visit.actor(self.sign_in.account, self.sign_in.id)
        about = f"account:{self.sign_in.account_id}"
        details["why"] = "wrong" if self.account else "locked"
        record(self.session, Event(name, actor, Outcome.REFUSED, about, details=details))
        if until:
            tell_of_lock(self.session, self.box, self.visit, self.sign_in.account, "code", until, self.now)
        return SignInRefused(reason)

    def pass_on(self, account: Account, rung: Rung) -> CodeAccepted | BeginAgain | NotAdmitted:
        """Right: the failures are forgotten, and the session goes on under a new token if the account may."""
        self.guard.succeed(self.session)
        if what_bars(account, self.now):
            return turn_away(self.session, self.visit, self.sign_in, account, self.now)
        reached = max(rung, self.sign_in.rung)
        place = {"address": self.visit.address[:64], "user_agent": self.visit.user_agent[:LONGEST_USER_AGENT]}
        browser_token = ""
        if self.sign_in.rung > Rung.PASSWORD and self.is_elsewhere:
            browser_token, place["device"] = known_browsers.remember(
                self.session, account.id, self.visit.browser_token, self.now
            )
        token = sessions.move_up(self.session, self.sign_in, reached, self.now, proved_at=self.now, **place)
        return BeginAgain() if token is None else CodeAccepted(token, browser_token)

    def accept(self, name: EventName, account: Account, **details: object) -> None:
        """Record the success, as an act of the device on which the session goes on."""
        details["why"] = ""
        visit = replace(self.visit, device=self.sign_in.device)
        record(self.session, Event(name, visit.actor(account, self.sign_in.id), details=details))


def check_code(
    session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, code: str
) -> CodeAccepted | SignInRefused | BeginAgain | NotAdmitted:
    """Check a code from a connected device for a session that has proved its password."""
    return _check(session, box, visit, sign_in, code, EventName.CODE_CHECKED, Rung.SECOND_FACTOR)


def step_up(
    session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, code: str
) -> CodeAccepted | SignInRefused | BeginAgain | NotAdmitted:
    """Prove the device again, before a weighty act or in another place; the session goes on under a new token."""
    return _check(session, box, visit, sign_in, code, EventName.STEPPED_UP, sign_in.rung)


def use_recovery_code(
    session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, code: str
) -> CodeAccepted | SignInRefused | BeginAgain | NotAdmitted:
    """Check a recovery code instead; it is used up, and its person is told by letter."""
    this = _take_try(session, box, visit, sign_in)
    account, name = this.account, EventName.RECOVERY_CODE_USED
    if account is None or not recovery_codes.use(session, account.id, code, this.now):
        return this.refuse(name, WRONG_RECOVERY_CODE, left=None)
    outcome = this.pass_on(account, Rung.SECOND_FACTOR)
    left = recovery_codes.count_left(session, account.id)
    letter = letters.recovery_code_used(account.email, account.person_name, this.now, left)
    queue_letter(session, box, letter, this.now)
    if isinstance(outcome, CodeAccepted):
        this.accept(name, account, left=left)
    return outcome


def connect_first_device(
    session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, code: str
) -> DeviceConnected | SignInRefused | BeginAgain | NotAdmitted:
    """Let the device begun in this sign-in count, its code being right, and make the recovery codes.

    Raises ``CodeDoesNotMatch`` with the reason (such as a clock that is off): the key is on the person's own screen.
    """
    now = clock.now()
    account = lock_account(session, sign_in.account_id)
    if devices.has_device(session, account.id):
        return BeginAgain()
    if what_bars(account, now):
        return turn_away(session, visit, sign_in, account, now)
    label = describe_user_agent(visit.user_agent)
    device = devices.confirm(session, box, account.id, sign_in.id, code, "認証アプリ", now)
    token = sessions.move_up(session, sign_in, Rung.SECOND_FACTOR, now, proved_at=now)
    if token is None:
        return BeginAgain()
    codes = recovery_codes.make_codes(session, box, account.id, sign_in.id, now)
    queue_letter(session, box, letters.device_connected(account.email, account.person_name, now, label), now)
    actor = visit.actor(account, sign_in.id)
    about = f"account:{account.id}"
    record(session, Event(EventName.DEVICE_CONNECTED, actor, object=about, details={"device": device.id}))
    record(session, Event(EventName.RECOVERY_CODES_MADE, actor, object=about, details={"count": len(codes)}))
    return DeviceConnected(token, codes)


def _check(
    session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession, code: str, name: EventName, rung: Rung
) -> CodeAccepted | SignInRefused | BeginAgain | NotAdmitted:
    this = _take_try(session, box, visit, sign_in)
    account = this.account
    if account is None or devices.verify_code(session, box, account.id, code, this.now) is None:
        return this.refuse(name, WRONG_CODE)
    outcome = this.pass_on(account, rung)
    if isinstance(outcome, CodeAccepted):
        this.accept(name, account)
    return outcome


def _take_try(session: Session, box: SecretBox, visit: Visit, sign_in: SignInSession) -> _Try:
    now = clock.now()
    begin_writing(session)
    guard = code_guard(sign_in.account_id)
    account = lock_account(session, sign_in.account_id) if guard.take(session, now) else None
    return _Try(session, box, visit, sign_in, now, guard, account)
