"""Whom a case is told to by letter, and that they were told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import not_past_last_day
from models.cases.case import WatchCase, write
from models.cases.kinds import CaseEntryKind
from models.mail import monitoring_letters as letters
from models.mail.outgoing import Outgoing
from models.monitoring.tables import MonitoringAlert

_OFFICE = (Role.OWNER_OFFICER.value, Role.SYSTEM_MANAGER.value)


def tell_of_alert(session: Session, outgoing: Outgoing, case: WatchCase, alert: MonitoringAlert, now: datetime) -> None:
    """Tell whom it is about (if they were stopped), who answers for them, and the office."""
    account = case.account
    stop = alert.stopped_at is not None
    if account is not None and stop:
        outgoing.send(session, letters.stopped(account.email, account.person_name, alert.stopped_at or now), now)
    responsible = responsible_for(session, case)
    url = outgoing.url(f"/desk/cases/{case.id}")
    for one in responsible:
        if account is None:
            to = letters.organisation_to_responsible(one.email, one.person_name, case.reference, case.due_at, url)
        else:
            to = letters.to_responsible(
                one.email,
                one.person_name,
                account.person_name,
                account.login_id,
                case.reference,
                case.due_at,
                url,
                stop=stop,
            )
        outgoing.send(session, to, now)
    office = office_for(session, case)
    url = outgoing.url(f"/admin/cases/{case.id}")
    for one in office:
        letter = letters.to_office(one.email, one.person_name, case.reference, case.severity.label, url)
        outgoing.send(session, letter, now)
    person = "本人、" if account is not None and stop else ""
    told = f"{person}システム利用責任者 {len(responsible)} 名、保有者担当・システム管理者 {len(office)} 名"
    text = f"{told}にメールで知らせました。"
    write(session, case, CaseEntryKind.LETTERS, None, text, now)


def tell_of_explanation(session: Session, outgoing: Outgoing, case: WatchCase, now: datetime) -> None:
    """Say to the office that there is an explanation."""
    url = outgoing.url(f"/admin/cases/{case.id}")
    for one in office_for(session, case):
        outgoing.send(session, letters.explained(one.email, one.person_name, case.reference, url), now)


def tell_of_overdue(session: Session, outgoing: Outgoing, case: WatchCase, now: datetime) -> None:
    """Say that the time is over: to whoever had to explain and has not, and to the office, which decides now."""
    explained, reference, due = case.explained_at is not None, case.reference, case.due_at
    if not explained:
        url = outgoing.url(f"/desk/cases/{case.id}")
        for one in responsible_for(session, case):
            outgoing.send(session, letters.unexplained(one.email, one.person_name, reference, due, url), now)
    url = outgoing.url(f"/admin/cases/{case.id}")
    for one in office_for(session, case):
        letter = letters.overdue(one.email, one.person_name, reference, due, url, explained=explained)
        outgoing.send(session, letter, now)


def tell_of_undecided(session: Session, outgoing: Outgoing, case: WatchCase, now: datetime) -> int:
    """Say to the officers, who alone decide, that an overdue case is undecided still; to how many it was said."""
    officers, url = officers_for(session, case), outgoing.url(f"/admin/cases/{case.id}")
    for one in officers:
        outgoing.send(session, letters.undecided(one.email, one.person_name, case.reference, case.due_at, url), now)
    return len(officers)


def responsible_for(session: Session, case: WatchCase) -> list[Account]:
    """The responsible persons of the organisation, other than whom the case is about."""
    if case.organisation_id is None:
        return []
    return _in_use(session, case, (Role.RESPONSIBLE_PERSON.value,), case.organisation_id)


def office_for(session: Session, case: WatchCase) -> list[Account]:
    """The owner's officers and the system managers, other than whom the case is about."""
    return _in_use(session, case, _OFFICE)


def officers_for(session: Session, case: WatchCase) -> list[Account]:
    """The owner's officers, other than whom the case is about; where that leaves none, the whole office."""
    return _in_use(session, case, (Role.OWNER_OFFICER.value,)) or office_for(session, case)


def _in_use(
    session: Session, case: WatchCase, roles: tuple[str, ...], organisation_id: int | None = None
) -> list[Account]:
    chosen = select(Account).where(
        Account.role_code.in_(roles),
        Account.state_code == AccountState.ACTIVE.value,
        not_past_last_day(clock.today()),
    )
    if organisation_id is not None:
        chosen = chosen.where(Account.organisation_id == organisation_id)
    return [one for one in session.scalars(chosen.order_by(Account.id)) if one.id != case.account_id]
