"""Giving and asking consent: six items, each its own box, before the system is used (M15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts import sessions, sign_in
from models.accounts.account import Account
from models.accounts.outcomes import BeginAgain, NotAdmitted, SignedIn
from models.accounts.sign_in_session import SignInSession
from models.accounts.visit import Visit
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.consent.asked import AskedVersions, versions_asked
from models.consent.record import Consent
from models.consent.texts import ConsentItem, ConsentText, text_by_version
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked: the six items, and which versions of them, the terms and the policy are in force."""

    text: ConsentText
    versions: AskedVersions

    @property
    def shown(self) -> str:
        """The digest by which the page says what it showed."""
        return self.versions.shown(self.text.sha256)


def asked_of(session: Session, sign_in_session: SignInSession, today: date) -> Asked:
    """What this person is asked to agree to today."""
    return _asked_of_kind(session, _kind(sign_in_session), today)


def is_current(session: Session, sign_in_session: SignInSession, today: date) -> bool:
    """Whether the consent of this session covers what is in force today for its person's kind. Asked at every request.

    A new version, or a move to an organisation of another kind, makes it false for open sessions too. It reads the
    versions' dates, never a text.
    """
    return sign_in_session.consent_version == versions_asked(session, _kind(sign_in_session), today).mark


def check_boxes(given: Iterable[str], items: Sequence[ConsentItem]) -> None:
    """Raise ``MissingBoxes`` unless every item's own box is among the given codes. Anything else counts for nothing."""
    ticked = set(given)
    missing = [item for item in items if item.code not in ticked]
    if missing:
        raise MissingBoxes(missing)


def enter(session: Session, visit: Visit, sign_in_session: SignInSession) -> SignedIn | BeginAgain | NotAdmitted | None:
    """Complete the sign-in on a consent given before; ``None`` when it has to be asked now."""
    asked = asked_of(session, sign_in_session, clock.today())
    if find(session, sign_in_session, asked) is None:
        return None
    return sign_in.complete(session, visit, sign_in_session, asked.versions.mark)


def accept(
    session: Session, visit: Visit, sign_in_session: SignInSession, shown: str, boxes: Sequence[str]
) -> SignedIn | BeginAgain | NotAdmitted:
    """Record the consent to what was ``shown`` (``Asked.shown``), and complete the sign-in. Pressed twice, kept once.

    Raises ``MissingBoxes`` or ``TextChanged``; nothing is recorded then.
    """
    asked = asked_of(session, sign_in_session, clock.today())
    text, versions = asked.text, asked.versions
    if shown != asked.shown:
        raise TextChanged
    check_boxes(boxes, text.items)
    begin_writing(session)
    outcome = sign_in.complete(session, visit, sign_in_session, versions.mark)
    if isinstance(outcome, SignedIn) and _keep(session, visit, sign_in_session, asked):
        details = {
            "kind": text.kind,
            "version": text.version.isoformat(),
            "terms_version": versions.terms.isoformat(),
            "privacy_version": versions.privacy.isoformat(),
            "text_sha256": text.sha256,
            "items": [item.code for item in text.items],
        }
        actor = visit.actor(sign_in_session.account, sign_in_session.id)
        record(session, Event(EventName.CONSENT_GIVEN, actor, details=details))
    return outcome


def decline(session: Session, visit: Visit, sign_in_session: SignInSession) -> None:
    """Declining ends the session."""
    versions = versions_asked(session, _kind(sign_in_session), clock.today())
    if sessions.end_quietly(session, sign_in_session, sessions.EndReason.CONSENT_DECLINED, clock.now()):
        details = {"kind": versions.kind, "version": versions.items.isoformat()}
        actor = visit.actor(sign_in_session.account, sign_in_session.id)
        record(session, Event(EventName.CONSENT_DECLINED, actor, details=details))


def find(session: Session, sign_in_session: SignInSession, asked: Asked) -> Consent | None:
    """The consent that covers what is asked for this session, if given."""
    return session.scalar(_covering(asked).where(Consent.occasion == _occasion(sign_in_session)))


def last_current(session: Session, account: Account, today: date) -> Consent | None:
    """The last consent of a person to what is in force today for their kind, on whatever occasion it was given."""
    chosen = _covering(_asked_of_kind(session, account.organisation.kind.value, today))
    chosen = chosen.where(Consent.account_id == account.id)
    return session.scalar(chosen.order_by(Consent.id.desc()).limit(1))


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


def last_accepted(session: Session, account_id: int, kind: str) -> AskedVersions | None:
    """The versions the person last agreed to in this kind of organisation, to say what changed since.

    Of a consent that does not say which terms and policy it was given under, they count as those of its day.
    """
    chosen = select(Consent).where(Consent.account_id == account_id, Consent.kind == kind)
    found = session.scalar(chosen.order_by(Consent.id.desc()).limit(1))
    if found is None:
        return None
    given_on = clock.in_japan(found.given_at).date()
    terms, privacy = (
        date.fromisoformat(version) if version else given_on for version in (found.terms_version, found.privacy_version)
    )
    return AskedVersions(kind, date.fromisoformat(found.version), terms, privacy)


def _keep(session: Session, visit: Visit, sign_in_session: SignInSession, asked: Asked) -> bool:
    account, text, versions = sign_in_session.account, asked.text, asked.versions
    statement = insert_or(session, Consent).values(
        occasion=_occasion(sign_in_session),
        account_id=account.id,
        login_id=account.login_id,
        person_name=account.person_name,
        organisation_id=account.organisation_id,
        organisation=account.organisation.name,
        kind=text.kind,
        version=text.version.isoformat(),
        terms_version=versions.terms.isoformat(),
        privacy_version=versions.privacy.isoformat(),
        text_sha256=text.sha256,
        boxes=[item.code for item in text.items],
        given_at=clock.now(),
        address=visit.address[:64],
        session_id=sign_in_session.id,
    )
    statement = statement.on_conflict_do_nothing(
        index_elements=["occasion", "kind", "version", "terms_version", "privacy_version"]
    )
    return session.execute(statement.returning(Consent.id)).first() is not None


def _asked_of_kind(session: Session, kind: str, today: date) -> Asked:
    versions = versions_asked(session, kind, today)
    return Asked(text_by_version(session, versions.kind, versions.items), versions)


def _covering(asked: Asked) -> Select[Consent]:
    text, versions = asked.text, asked.versions
    return select(Consent).where(
        Consent.kind == text.kind,
        Consent.version == text.version.isoformat(),
        Consent.terms_version == versions.terms.isoformat(),
        Consent.privacy_version == versions.privacy.isoformat(),
        Consent.text_sha256 == text.sha256,
    )


def _occasion(sign_in_session: SignInSession) -> str:
    if sign_in_session.account.organisation.kind in ASKED_AT_EVERY_START:
        return f"session:{sign_in_session.id}"
    return f"account:{sign_in_session.account_id}"


def _kind(sign_in_session: SignInSession) -> str:
    return sign_in_session.account.organisation.kind.value
