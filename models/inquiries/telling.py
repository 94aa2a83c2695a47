"""Whom an inquiry is told to by letter. Letters name the inquiry, never what it is about."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.inquiries.inquiry import Inquiry
from models.inquiries.visibility import uninvolved
from models.mail import inquiry_letters as letters
from models.mail.outgoing import Outgoing


def handlers_of(session: Session, inquiry: Inquiry) -> Sequence[Account]:
    """Those who may handle it: the officers in office whose looks it is not about, or if none is left the managers."""
    return _uninvolved(session, inquiry, Role.OWNER_OFFICER) or _uninvolved(session, inquiry, Role.SYSTEM_MANAGER)


def _uninvolved(session: Session, inquiry: Inquiry, role: Role) -> Sequence[Account]:
    chosen = uninvolved(role, clock.today()).join(Inquiry, Inquiry.id == inquiry.id).order_by(Account.id)
    return session.scalars(chosen).all()


def tell_handlers(session: Session, outgoing: Outgoing, inquiry: Inquiry, *, more: bool = False) -> None:
    """Say that one has come, or that more was said in it."""
    url, written = outgoing.url(f"/admin/inquiries/{inquiry.id}"), letters.more_said if more else letters.arrived
    for one in handlers_of(session, inquiry):
        letter = written(one.email, one.person_name, inquiry.reference, inquiry.due_on, url)
        outgoing.send(session, letter, clock.now())


def tell_of_overdue(session: Session, outgoing: Outgoing, inquiry: Inquiry, now: datetime, *, again: bool) -> None:
    """Say that the last day has passed without an answer; ``again``, that it has for long."""
    url = outgoing.url(f"/admin/inquiries/{inquiry.id}")
    for one in handlers_of(session, inquiry):
        letter = letters.overdue(one.email, one.person_name, inquiry.reference, inquiry.due_on, url, again=again)
        outgoing.send(session, letter, now)


def tell_sender(session: Session, outgoing: Outgoing, inquiry: Inquiry) -> None:
    """Say that there is an answer."""
    sender, url = inquiry.sender, outgoing.url(f"/operator/inquiries/{inquiry.id}")
    if sender.state is AccountState.ACTIVE:
        letter = letters.answered(sender.email, sender.person_name, inquiry.reference, url)
        outgoing.send(session, letter, clock.now())
