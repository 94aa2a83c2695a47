"""Whom an inquiry is told to by letter. Letters name the inquiry, never what it is about."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState
from models.incidents.telling import officers_for
from models.inquiries.inquiry import InquiredLook, Inquiry
from models.mail import inquiry_letters as letters
from models.mail.outgoing import Outgoing


def officers_of(session: Session, inquiry: Inquiry) -> list[Account]:
    """The officers who may handle it: all in office but those whose looks it is about."""
    own = set(session.scalars(select(InquiredLook.account_id).where(InquiredLook.inquiry_id == inquiry.id)))
    return [one for one in officers_for(session, None) if one.id not in own]


def tell_officers(session: Session, outgoing: Outgoing, inquiry: Inquiry, *, more: bool = False) -> None:
    """Say that one has come, or that more was said in it."""
    url, written = outgoing.url(f"/admin/inquiries/{inquiry.id}"), letters.more_said if more else letters.arrived
    for one in officers_of(session, inquiry):
        letter = written(one.email, one.person_name, inquiry.reference, inquiry.due_on, url)
        outgoing.send(session, letter, clock.now())


def tell_sender(session: Session, outgoing: Outgoing, inquiry: Inquiry) -> None:
    """Say that there is an answer."""
    sender, url = inquiry.sender, outgoing.url(f"/operator/inquiries/{inquiry.id}")
    if sender.state is AccountState.ACTIVE:
        letter = letters.answered(sender.email, sender.person_name, inquiry.reference, url)
        outgoing.send(session, letter, clock.now())
