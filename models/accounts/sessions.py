"""Sign-in sessions: begun, found, kept alive, moved up a rung under a new token, ended (policy: numbers)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session

from models.accounts.recovery_codes import put_away, put_away_of
from models.accounts.sign_in_session import Rung, SignInSession, new_token, token_hash
from models.accounts.visit import LONGEST_USER_AGENT, Visit
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing, changed_rows

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
HALF_SIGNED_IN = timedelta(minutes=5)
TOUCHED_AT_MOST_EVERY = timedelta(minutes=1)
PROOF_LASTS = timedelta(minutes=15)
CLOCK_TOLERANCE = timedelta(minutes=5)


class EndReason(StrEnum):
    """Why a session ended."""

    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    TOO_OLD = "too_old"
    HALF_SIGNED_IN = "half_signed_in"
    CLOCK = "clock"
    REPLACED = "replaced"
    BY_PERSON = "by_person"
    PASSWORD_CHANGED = "password_changed"
    DEVICE_CHANGED = "device_changed"
    ACCOUNT_STOPPED = "account_stopped"
    CONSENT_DECLINED = "consent_declined"
    ORGANISATION_BARRED = "organisation_barred"
    KIND_STOPPED = "kind_stopped"
    SECOND_FACTOR_RESET = "second_factor_reset"


BY_A_STOP = frozenset({EndReason.ACCOUNT_STOPPED, EndReason.ORGANISATION_BARRED, EndReason.KIND_STOPPED})
"""Ends that came from outside, of which the person learns at the next click."""
BY_THE_CLOCK = frozenset({EndReason.IDLE, EndReason.TOO_OLD})
"""Ends that nobody brought about: the person was away, or typed for long."""


def why_over(sign_in: SignInSession, now: datetime) -> EndReason | None:
    """Why the session is over at ``now``; ``None`` while it lives. Pure: the row and the clock decide.

    A session from the future means the clock went back: it is over too, so that going back revives none.
    """
    if sign_in.created_at > now + CLOCK_TOLERANCE:
        return EndReason.CLOCK
    if now - sign_in.created_at >= ABSOLUTE:
        return EndReason.TOO_OLD
    if now - sign_in.last_seen_at >= IDLE:
        return EndReason.IDLE
    if sign_in.rung is Rung.PASSWORD and now - sign_in.rung_at >= HALF_SIGNED_IN:
        return EndReason.HALF_SIGNED_IN
    return None


def is_alive(sign_in: SignInSession, now: datetime) -> bool:
    """Whether the session still counts."""
    return sign_in.ended_at is None and why_over(sign_in, now) is None


def alive_at(now: datetime) -> ColumnElement[bool]:
    """The condition that a session still counts: ``is_alive`` for many."""
    return and_(
        SignInSession.ended_at.is_(None),
        SignInSession.created_at <= now + CLOCK_TOLERANCE,
        SignInSession.created_at > now - ABSOLUTE,
        SignInSession.last_seen_at > now - IDLE,
        or_(SignInSession.rung_number != Rung.PASSWORD.value, SignInSession.rung_at > now - HALF_SIGNED_IN),
    )


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Whether a code given at ``proved_at`` still proves the person at ``now`` (step-up: 15 minutes).

    One from the future means that the clock went back: it proves nothing.
    """
    return proved_at is not None and timedelta() <= now - proved_at < PROOF_LASTS


def is_proved(sign_in: SignInSession, now: datetime) -> bool:
    """Whether a code was given in this session within the last 15 minutes."""
    return is_fresh(sign_in.proved_at, now)


def find(session: Session, token: str, now: datetime) -> SignInSession | None:
    """The living session with this token, its account loaded afresh; ``None`` when there is none.

    One that is over by the clock is ended in the database the first time it is seen so: nothing revives it.
    """
    return _living(session, SignInSession.token_hash == token_hash(token), now) if token else None


def find_by_number(session: Session, number: int, now: datetime) -> SignInSession | None:
    """The living session with this number, for a job that goes on in it; otherwise like ``find``."""
    return _living(session, SignInSession.id == number, now)


def find_stopped(session: Session, token: str, now: datetime) -> SignInSession | None:
    """The session with this token if a stop has ended it within its life: its person is told why, and nothing else."""
    sign_in = _ended(session, token, BY_A_STOP)
    proved = sign_in is not None and sign_in.rung > Rung.PASSWORD and now - sign_in.created_at < ABSOLUTE
    return sign_in if proved else None


def find_run_out(session: Session, token: str, now: datetime) -> SignInSession | None:
    """The session with this token if the clock alone has ended it: what its person was typing is still theirs.

    ``None`` for one last used longer ago than a session lasts.
    """
    sign_in = _ended(session, token, BY_THE_CLOCK)
    return sign_in if sign_in is not None and now - sign_in.last_seen_at < ABSOLUTE else None


def _ended(session: Session, token: str, why: frozenset[EndReason]) -> SignInSession | None:
    if not token:
        return None
    chosen = select(SignInSession).where(
        SignInSession.token_hash == token_hash(token), SignInSession.end_reason.in_(why)
    )
    return session.scalar(chosen.execution_options(populate_existing=True))


def _living(session: Session, chosen: ColumnElement[bool], now: datetime) -> SignInSession | None:
    statement = select(SignInSession).where(chosen).execution_options(populate_existing=True)
    sign_in = session.scalar(statement)
    if sign_in is None or sign_in.ended_at is not None:
        return None
    over = why_over(sign_in, now)
    if over is None:
        return sign_in
    begin_writing(session)
    _end(session, [sign_in.id], over, now)
    return None


def begin(
    session: Session, account_id: int, visit: Visit, destination: str, now: datetime
) -> tuple[str, SignInSession]:
    """A session on the lowest rung; returns the token for its cookie, and the session."""
    token = new_token()
    sign_in = SignInSession(
        token_hash=token_hash(token),
        account_id=account_id,
        rung_number=Rung.PASSWORD.value,
        created_at=now,
        rung_at=now,
        last_seen_at=now,
        address=visit.address[:64],
        user_agent=visit.user_agent[:LONGEST_USER_AGENT],
        device=visit.device,
        destination=destination[:2000],
    )
    session.add(sign_in)
    session.flush()
    return token, sign_in


def move_up(session: Session, sign_in: SignInSession, rung: Rung, now: datetime, **changes: object) -> str | None:
    """Put the session on ``rung`` under a new token, the old one being dead at once.

    ``None`` when the session ended or moved meanwhile: of two racers with the same token one goes on.
    """
    token = new_token()
    statement = (
        update(SignInSession)
        .where(
            SignInSession.id == sign_in.id,
            SignInSession.token_hash == sign_in.token_hash,
            SignInSession.ended_at.is_(None),
        )
        .values(token_hash=token_hash(token), rung_number=rung.value, rung_at=now, last_seen_at=now, **changes)
        .execution_options(synchronize_session=False)
    )
    if changed_rows(session, statement) != 1:
        return None
    session.refresh(sign_in)
    return token


def touch(session: Session, sign_in: SignInSession, now: datetime) -> None:
    """Note that the person is there; written at most once a minute, so that reading stays reading."""
    if now - sign_in.last_seen_at < TOUCHED_AT_MOST_EVERY:
        return
    begin_writing(session)
    statement = (
        update(SignInSession)
        .where(SignInSession.id == sign_in.id, SignInSession.ended_at.is_(None))
        .values(last_seen_at=now)
    )
    session.execute(statement)


def list_living(session: Session, account_id: int, now: datetime) -> Sequence[SignInSession]:
    """The account's living sessions past the password, newest first."""
    chosen = select(SignInSession).where(
        SignInSession.account_id == account_id,
        SignInSession.ended_at.is_(None),
        SignInSession.rung_number > Rung.PASSWORD.value,
    )
    found = session.scalars(chosen.order_by(SignInSession.id.desc())).all()
    return [sign_in for sign_in in found if is_alive(sign_in, now)]


def end_one(session: Session, actor: Actor, account_id: int, session_id: int, why: EndReason, now: datetime) -> int:
    """End one session of the account; 0 when it is not theirs or over already."""
    return _end_and_record(session, actor, account_id, [session_id], why, now)


def end_others(session: Session, actor: Actor, account_id: int, kept: int | None, why: EndReason, now: datetime) -> int:
    """End every session of the account but ``kept``; returns how many."""
    chosen = select(SignInSession.id).where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
    ids = [number for number in session.scalars(chosen) if number != kept]
    return _end_and_record(session, actor, account_id, ids, why, now)


def end_all(session: Session, actor: Actor, account_id: int, why: EndReason, now: datetime) -> int:
    """End every session of the account; returns how many."""
    return end_others(session, actor, account_id, None, why, now)


def end_of_accounts(session: Session, accounts: Select[int], why: EndReason, now: datetime) -> None:
    """End every session of the accounts chosen, in one statement however many they are; another event tells of it."""
    begin_writing(session)
    mine = SignInSession.account_id.in_(accounts)
    put_away_of(session, select(SignInSession.id).where(mine))
    statement = update(SignInSession).where(mine, SignInSession.ended_at.is_(None))
    session.execute(statement.values(ended_at=now, end_reason=why.value).execution_options(synchronize_session=False))


def end_quietly(session: Session, sign_in: SignInSession, why: EndReason, now: datetime) -> bool:
    """End a session whose end another event tells of (signing out, declining); ``False`` when it was over already."""
    begin_writing(session)
    return _end(session, [sign_in.id], why, now) == 1


def _end_and_record(
    session: Session, actor: Actor, account_id: int, ids: Sequence[int], why: EndReason, now: datetime
) -> int:
    begin_writing(session)
    mine = select(SignInSession.id).where(SignInSession.id.in_(ids), SignInSession.account_id == account_id)
    ended = _end(session, session.scalars(mine).all(), why, now)
    if ended:
        details = {"sessions": ended, "why": why.value}
        record(session, Event(EventName.SESSION_ENDED, actor, object=f"account:{account_id}", details=details))
    return ended


def _end(session: Session, ids: Sequence[int], why: EndReason, now: datetime) -> int:
    statement = (
        update(SignInSession)
        .where(SignInSession.id.in_(ids), SignInSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=why.value)
    )
    for number in ids:
        put_away(session, number)
    return changed_rows(session, statement)
