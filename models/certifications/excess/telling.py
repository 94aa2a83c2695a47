"""Whom a request for a file over the quota is told to by letter, and what came of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.locking import responsible_persons
from models.certifications.excess.request import ExportRequest, GoesTo
from models.mail import export_letters as letters
from models.mail.outgoing import Outgoing


def tell_deciders(session: Session, outgoing: Outgoing, request: ExportRequest) -> None:
    """Ask them to decide in time."""
    url = outgoing.url(f"/exports/requests/{request.id}")
    for one in _deciders(session, request):
        letter = letters.asked(one.email, one.person_name, request.asker.person_name, request.expires_at, url)
        outgoing.send(session, letter, clock.now())


def tell_asker(session: Session, outgoing: Outgoing, request: ExportRequest, *, approved: bool) -> None:
    """Say what was decided."""
    asker, url = request.asker, outgoing.url(f"/certifications/export/requests/{request.id}")
    if approved:
        letter = letters.approved(asker.email, asker.person_name, request.expires_at, url)
    else:
        letter = letters.declined(asker.email, asker.person_name, url)
    outgoing.send(session, letter, clock.now())


def _deciders(session: Session, request: ExportRequest) -> list[Account]:
    if request.goes_to is GoesTo.RESPONSIBLE:
        return responsible_persons(session, request.asker)
    officers = select(Account).where(
        Account.role_code == Role.OWNER_OFFICER.value,
        Account.state_code == AccountState.ACTIVE.value,
        Account.id != request.account_id,
    )
    return list(session.scalars(officers.order_by(Account.id)))
