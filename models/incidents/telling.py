"""Whom an incident is told to by letter, and that they were told. Letters name the incident, never what it is about."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.locking import responsible_persons
from models.incidents.deadlines import Deadline
from models.incidents.incident import Incident, write
from models.incidents.kinds import EntryKind, Way
from models.mail import incident_letters as letters
from models.mail.outbox import Letter
from models.mail.outgoing import Outgoing

_NOBODY = "知らせることのできる保有者担当がいません。システム管理者にメールで知らせました。"


def responsible_for(session: Session, reporter: Account, about: Collection[int]) -> list[Account]:
    """The responsible persons a report goes to: of the reporter's organisation, neither they nor whom it is about."""
    return [one for one in responsible_persons(session, reporter) if one.id not in about]


def officers_for(session: Session, about: Collection[int]) -> list[Account]:
    """The owner's officers who may handle the case: all in office but those it is about."""
    return [one for one in _in_office(session, Role.OWNER_OFFICER) if one.id not in about]


def tell_responsible(
    session: Session, outgoing: Outgoing, incident: Incident, people: Sequence[Account], now: datetime
) -> None:
    """Ask them to pass it on in time."""
    url = outgoing.url(f"/incidents/{incident.id}")
    for one in people:
        until = incident.due_at or now
        letter = letters.to_responsible_person(one.email, one.person_name, incident.reference, until, url)
        outgoing.send(session, letter, now)
    text = f"システム利用責任者 {len(people)} 名にメールで知らせました。"
    write(session, incident, EntryKind.LETTERS, None, text, now)


def tell_officers(session: Session, outgoing: Outgoing, incident: Incident, way: Way, now: datetime) -> None:
    """Say that it has come to them. Is there none who may know, the system managers hear that nobody does."""

    def letter(one: Account, url: str) -> Letter:
        return letters.to_officer(one.email, one.person_name, incident.reference, way.label, url)

    _write_to_officers(session, outgoing, incident, letter, now)


def tell_of_deadline(
    session: Session, outgoing: Outgoing, incident: Incident, deadline: Deadline, now: datetime
) -> None:
    """Say to the officers that a report to the authority is to be made soon, or should have been made."""
    label, last_day = deadline.report.label, deadline.last_day
    kind = letters.deadline_missed if deadline.overdue(clock.day_in_japan(now)) else letters.deadline_near

    def letter(one: Account, url: str) -> Letter:
        return kind(one.email, one.person_name, incident.reference, label, last_day, url)

    _write_to_officers(session, outgoing, incident, letter, now)


def tell_of_overdue(session: Session, outgoing: Outgoing, incident: Incident, now: datetime) -> None:
    """Say to the responsible persons that it was passed on without them."""
    url = outgoing.url(f"/incidents/{incident.id}")
    for one in _responsible_of(session, incident):
        outgoing.send(session, letters.passed_on_by_time(one.email, one.person_name, incident.reference, url), now)


def tell_of_word(session: Session, outgoing: Outgoing, incident: Incident, now: datetime) -> None:
    """Say to whoever has it in hand by now that more was told."""
    come = incident.way_at(now) is not None
    people = officers_for(session, incident.about) if come else _responsible_of(session, incident)
    url = outgoing.url(f"{'/admin' if come else ''}/incidents/{incident.id}")
    for one in people:
        outgoing.send(session, letters.more_told(one.email, one.person_name, incident.reference, url), now)


def tell_reporter(session: Session, outgoing: Outgoing, incident: Incident, now: datetime) -> None:
    """Say to the reporter that there is an answer."""
    reporter, url = incident.reporter, outgoing.url(f"/incidents/{incident.id}")
    if reporter.state is AccountState.ACTIVE:
        outgoing.send(session, letters.answered(reporter.email, reporter.person_name, incident.reference, url), now)


def _write_to_officers(
    session: Session, outgoing: Outgoing, incident: Incident, letter: Callable[[Account, str], Letter], now: datetime
) -> None:
    officers = officers_for(session, incident.about)
    url = outgoing.url(f"/admin/incidents/{incident.id}")
    for one in officers:
        outgoing.send(session, letter(one, url), now)
    for one in [] if officers else _in_office(session, Role.SYSTEM_MANAGER):
        outgoing.send(session, letters.nobody_in_office(one.email, one.person_name, incident.reference), now)
    text = f"保有者担当 {len(officers)} 名にメールで知らせました。" if officers else _NOBODY
    write(session, incident, EntryKind.LETTERS, None, text, now)


def _responsible_of(session: Session, incident: Incident) -> list[Account]:
    return responsible_for(session, incident.reporter, incident.about)


def _in_office(session: Session, role: Role) -> list[Account]:
    chosen = select(Account).where(
        Account.role_code == role.value, Account.state_code == AccountState.ACTIVE.value
    )  # fmt: skip
    return list(session.scalars(chosen.order_by(Account.id)))
