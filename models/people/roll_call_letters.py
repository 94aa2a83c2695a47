"""Letters of a roll-call: at its start, and 7 days and 1 day before its end, to whoever has yet to answer (M7)."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import what_bars
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.mail import people_letters
from models.mail.outbox import Letter
from models.mail.outgoing import Outgoing
from models.people.roll_call import RollCall, RollCallEntry, open_roll_call
from models.people.roll_call_answering import answered_by_officers
from models.people.time_given_back import organisations_cut_off
from models.people.warnings_sent import is_first, which_is_due
from models.people.watchers import IN_CHARGE

DAYS_AHEAD = (7, 1)
_LIVING = [AccountState.ISSUED.value, AccountState.ACTIVE.value]


def tell_of_opening(session: Session, outgoing: Outgoing, opened: RollCall) -> None:
    """Ask everybody who answers for somebody to do so."""
    for account, people in _yet_to_answer(session, opened):
        officer = account.role is Role.OWNER_OFFICER
        words = people_letters.roll_call_opened_for_officers if officer else people_letters.roll_call_opened
        _send(session, outgoing, words, account, opened, people)


def remind_of_round(session: Session, outgoing: Outgoing, now: datetime) -> int:
    """Write to whoever has yet to answer, when a reminder is due; each once. Returns how many letters."""
    begin_writing(session)
    opened = open_roll_call(session)
    if opened is None:
        return 0
    days = which_is_due((opened.due_on - clock.day_in_japan(now)).days, DAYS_AHEAD)
    if days is None:
        return 0
    letters = 0
    for account, people in _yet_to_answer(session, opened):
        if is_first(session, account.id, f"roll-call:{opened.id}", days, now):
            _send(session, outgoing, people_letters.roll_call_reminder, account, opened, people)
            letters += 1
    if letters:
        details = {"title": opened.title, "days": days, "letters": letters}
        about = f"roll-call:{opened.id}"
        record(session, Event(EventName.ROLL_CALL_REMINDED, Actor.worker(), object=about, details=details))
    return letters


def _yet_to_answer(session: Session, opened: RollCall) -> list[tuple[Account, int]]:
    """Whoever can answer, and for how many who would be stopped without an answer."""
    now = clock.now()
    officers = answered_by_officers(now).label("officers")
    silent = (
        select(RollCallEntry.organisation_id, officers, func.count())
        .join(RollCallEntry.account)
        .where(
            RollCallEntry.roll_call_id == opened.id,
            RollCallEntry.answer_code == "",
            RollCallEntry.organisation_id.not_in(organisations_cut_off(now)),
            Account.roll_call_due_at.is_not(None),
            Account.state_code.in_(_LIVING),
        )
        .group_by(RollCallEntry.organisation_id, officers)
    )
    own: Counter[int] = Counter()
    by_officers = 0
    for organisation_id, officers_answer, number in session.execute(silent):
        if officers_answer:
            by_officers += number
        else:
            own[organisation_id] += number
    responsible = and_(Account.role_code == Role.RESPONSIBLE_PERSON.value, Account.organisation_id.in_(own))
    chosen = select(Account).where(
        or_(responsible, Account.role_code == Role.OWNER_OFFICER.value),
        Account.state_code == AccountState.ACTIVE.value,
    )
    found = session.scalars(chosen.order_by(Account.id)).all()
    answering = [(one, own[one.organisation_id] if one.role not in IN_CHARGE else by_officers) for one in found]
    return [(one, people) for one, people in answering if people and what_bars(one, now) is None]


def _send(
    session: Session, outgoing: Outgoing, words: Callable[..., Letter], account: Account, opened: RollCall, people: int
) -> None:
    url = outgoing.url(f"/desk/roll-calls/{opened.id}")
    letter = words(account.email, account.person_name, opened.title, opened.due_on, people, url)
    outgoing.send(session, letter, clock.now())
