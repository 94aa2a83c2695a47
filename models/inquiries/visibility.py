"""Who may see which inquiry: the operator's people their organisation's, the officers all but those about themselves.

One about looks of every officer in office falls to the system managers, as long as that is so: they answer it, and see
of the register no more than the operator wrote. A foreign one is absent.
"""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import not_past_last_day
from models.db import begin_writing
from models.errors import NotFound
from models.inquiries.inquiry import InquiredLook, Inquiry


def sent_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the viewer's organisation sent it."""
    if Permission.LOOK_BACK not in viewer.permissions:
        return false()
    return Inquiry.organisation_id == viewer.actor.organisation_id


def handled_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that it is the viewer's to handle: an officer's, or of what is no officer's a manager's."""
    if Permission.INQUIRY_ANSWER not in viewer.permissions:
        return false()
    own = select(InquiredLook.inquiry_id).where(InquiredLook.account_id == viewer.actor.account_id)
    theirs = Inquiry.id.not_in(own)
    if Permission.INQUIRY_HANDLE in viewer.permissions:
        return theirs
    officer = uninvolved(Role.OWNER_OFFICER, clock.today())
    return and_(theirs, ~exists(officer.correlate(Inquiry)))


def uninvolved(role: Role, today: date) -> Select[Account]:
    """Those in office with this role none of whose looks the ``Inquiry`` at hand is about."""
    looked = select(InquiredLook.inquiry_id).where(
        InquiredLook.inquiry_id == Inquiry.id, InquiredLook.account_id == Account.id
    )
    return select(Account).where(
        Account.role_code == role.value,
        Account.state_code == AccountState.ACTIVE.value,
        not_past_last_day(today),
        ~exists(looked.correlate(Inquiry, Account)),
    )


def inquiry_of(session: Session, viewer: Viewer, number: int, *, held: bool = False) -> Inquiry:
    """The inquiry, for the operator's people; ``held`` until the end of the transaction. Raises ``NotFound``."""
    return _one(session, number, sent_by(viewer), held=held)


def case_for(session: Session, viewer: Viewer, number: int, *, held: bool = False) -> Inquiry:
    """The inquiry, for whoever handles it; likewise."""
    return _one(session, number, handled_by(viewer), held=held)


def _one(session: Session, number: int, seen: ColumnElement[bool], *, held: bool) -> Inquiry:
    chosen = select(Inquiry).where(Inquiry.id == number, seen).execution_options(populate_existing=True)
    if held:
        begin_writing(session)
        chosen = chosen.with_for_update(of=Inquiry, key_share=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found
