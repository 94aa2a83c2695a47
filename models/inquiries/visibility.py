"""Who may see which inquiry: the operator's people their organisation's, the officers all but those about themselves.

A foreign one is absent.
"""

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.db import begin_writing
from models.errors import NotFound
from models.inquiries.inquiry import InquiredLook, Inquiry


def sent_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the viewer's organisation sent it."""
    if Permission.LOOK_BACK not in viewer.permissions:
        return false()
    return Inquiry.organisation_id == viewer.actor.organisation_id


def handled_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that it is the viewer's to handle as an officer."""
    if Permission.INQUIRY_HANDLE not in viewer.permissions:
        return false()
    own = select(InquiredLook.inquiry_id).where(InquiredLook.account_id == viewer.actor.account_id)
    return Inquiry.id.not_in(own)


def inquiry_of(session: Session, viewer: Viewer, number: int, *, held: bool = False) -> Inquiry:
    """The inquiry, for the operator's people; ``held`` until the end of the transaction. Raises ``NotFound``."""
    return _one(session, number, sent_by(viewer), held=held)


def case_for(session: Session, viewer: Viewer, number: int, *, held: bool = False) -> Inquiry:
    """The inquiry, for an officer; likewise."""
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
