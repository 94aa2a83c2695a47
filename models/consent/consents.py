"""Giving and asking consent: six items, each its own box, before the system is used (M15)."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import sessions, sign_in
from models.accounts.outcomes import BeginAgain, NotAdmitted, SignedIn
from models.accounts.sign_in_session import SignInSession
from models.accounts.visit import Visit
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.consent.record import Consent
from models.consent.texts import ConsentItem, ConsentText, current_text
from models.db import begin_writing, insert_or
from models.errors import DomainError, NotFound
from models.organisations.kinds import OrganisationKind

ASKED_AT_EVERY_START = frozenset({OrganisationKind.GRID_OPERATOR})


class MissingBoxes(DomainError):
    """Not every box is ticked; ``missing`` are the codes of those that are not."""

    def __init__(self, missing: Sequence[ConsentItem]) -> None:
        headings = "、".join(f"「{item.heading}」" for item in missing)
        super().__init__(f"すべての項目に同意が必要です。まだ選ばれていない項目: {headings}")
        self.missing = tuple(item.code for item in missing)


class TextChanged(DomainError):
    """A newer text came into force while the page was open: what was shown is not what would be recorded."""

    def __init__(self) -> None:
        super().__init__("同意文が更新されました。新しい内容を確認してから、もう一度選んでください。")


def text_for(sign_in_session: SignInSession, today: date) -> ConsentText:
    """The words this person is asked to agree to today."""
    return current_text(sign_in_session.account.organisation.kind.value, today)


def is_current(sign_in_session: SignInSession, today: date) -> bool:
    """Whether the consent of this session covers today's text of its person's kind. Pure; asked at every request.

    A new version, or a move to an organisation of another kind, makes it false for open sessions too.
    """
    return sign_in_session.consent_version == _mark(text_for(sign_in_session, today))


def check_boxes(given: Iterable[str], items: Sequence[ConsentItem]) -> None:
    """Raise ``MissingBoxes`` unless every item's own box is among the given codes. Anything else counts for nothing."""
    ticked = set(given)
    missing = [item for item in items if item.code not in ticked]
    if missing:
        raise MissingBoxes(missing)


def enter(session: Session, visit: Visit, sign_in_session: SignInSession) -> SignedIn | BeginAgain | NotAdmitted | None:
    """Complete the sign-in on a consent given before; ``None`` when it has to be asked now."""
    text = text_for(sign_in_session, clock.today())
    if find(session, sign_in_session, text) is None:
        return None
    return sign_in.complete(session, visit, sign_in_session, _mark(text))


def accept(
    session: Session, visit: Visit, sign_in_session: SignInSession, shown: str, boxes: Sequence[str]
) -> SignedIn | BeginAgain | NotAdmitted:
    """Record the consent to the text ``shown`` (its SHA-256) and complete the sign-in. Twice pressed, once recorded.

    Raises ``MissingBoxes`` or ``TextChanged``; nothing is recorded then.
    """
    text = text_for(sign_in_session, clock.today())
    if shown != text.sha256:
        raise TextChanged
    check_boxes(boxes, text.items)
    begin_writing(session)
    outcome = sign_in.complete(session, visit, sign_in_session, _mark(text))
    if isinstance(outcome, SignedIn) and _keep(session, visit, sign_in_session, text):
        details = {
            "kind": text.kind,
            "version": text.version.isoformat(),
            "text_sha256": text.sha256,
            "items": [item.code for item in text.items],
        }
        actor = visit.actor(sign_in_session.account, sign_in_session.id)
        record(session, Event(EventName.CONSENT_GIVEN, actor, details=details))
    return outcome


def decline(session: Session, visit: Visit, sign_in_session: SignInSession) -> None:
    """Declining ends the session."""
    text = text_for(sign_in_session, clock.today())
    if sessions.end_quietly(session, sign_in_session, sessions.EndReason.CONSENT_DECLINED, clock.now()):
        details = {"kind": text.kind, "version": text.version.isoformat()}
        actor = visit.actor(sign_in_session.account, sign_in_session.id)
        record(session, Event(EventName.CONSENT_DECLINED, actor, details=details))


def find(session: Session, sign_in_session: SignInSession, text: ConsentText) -> Consent | None:
    """The consent that covers this text for this session, if given."""
    return session.scalar(
        select(Consent).where(
            Consent.occasion == _occasion(sign_in_session),
            Consent.kind == text.kind,
            Consent.version == text.version.isoformat(),
            Consent.text_sha256 == text.sha256,
        )
    )


def list_own(session: Session, account_id: int) -> Sequence[Consent]:
    """Every consent the person has given, newest first."""
    chosen = select(Consent).where(Consent.account_id == account_id)
    return session.scalars(chosen.order_by(Consent.id.desc())).all()


def own_receipt(session: Session, account_id: int, consent_id: int) -> Consent:
    """One consent of the person's own; anybody else's is ``NotFound``, like one that never was."""
    consent = session.get(Consent, consent_id)
    if consent is None or consent.account_id != account_id:
        raise NotFound
    return consent


def last_accepted(session: Session, account_id: int, kind: str) -> date | None:
    """The version of this kind's text the person last agreed to, to say what changed since."""
    chosen = select(Consent.version).where(Consent.account_id == account_id, Consent.kind == kind)
    version = session.scalar(chosen.order_by(Consent.id.desc()).limit(1))
    return None if version is None else date.fromisoformat(version)


def _keep(session: Session, visit: Visit, sign_in_session: SignInSession, text: ConsentText) -> bool:
    account = sign_in_session.account
    statement = insert_or(session, Consent).values(
        occasion=_occasion(sign_in_session),
        account_id=account.id,
        login_id=account.login_id,
        person_name=account.person_name,
        organisation_id=account.organisation_id,
        organisation=account.organisation.name,
        kind=text.kind,
        version=text.version.isoformat(),
        text_sha256=text.sha256,
        boxes=[item.code for item in text.items],
        given_at=clock.now(),
        address=visit.address[:64],
        session_id=sign_in_session.id,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["occasion", "kind", "version"])
    return session.execute(statement.returning(Consent.id)).first() is not None


def _occasion(sign_in_session: SignInSession) -> str:
    if sign_in_session.account.organisation.kind in ASKED_AT_EVERY_START:
        return f"session:{sign_in_session.id}"
    return f"account:{sign_in_session.account_id}"


def _mark(text: ConsentText) -> str:
    return f"{text.kind}:{text.version.isoformat()}"
