"""Changing an organisation: its name at once; what decides rows, and where links go, only by two persons (M10)."""

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.approvals.acts import Acts
from models.approvals.approval import Approval, ApprovalKind
from models.approvals.proposing import Proposal, propose_all
from models.db import begin_writing
from models.errors import Conflict, Forbidden, NotFound
from models.organisations import registration
from models.organisations.organisation import Organisation
from models.organisations.registration import OrganisationDetails, takes_two
from models.people.debarment import held


class OwnRows(Forbidden):
    """Nobody changes the organisation they belong to."""

    def __init__(self) -> None:
        super().__init__("自分の所属する組織の登録は、自分では変えられません。")


def change_or_propose(
    session: Session, acts: Acts, viewer: Viewer, number: int, wanted: OrganisationDetails, reason: str
) -> Approval | None:
    """Change it, or lay the change before a second person; the approval in the second case.

    What is proposed holds nothing but the proposal: whoever approves holds that first and the organisation after it.

    Raises ``OwnRows``, ``DomainError`` (what cannot be registered), ``Conflict``, ``NotFound``.
    """
    begin_writing(session)
    organisation = session.get(Organisation, number, populate_existing=True)
    if organisation is None:
        raise NotFound
    if takes_two(OrganisationDetails.of(organisation), wanted):
        return propose_all(session, acts, viewer, [scope_change(viewer, number, wanted)], reason)[0]
    _change_at_once(session, viewer, number, wanted, reason)
    return None


def scope_change(viewer: Viewer, number: int, wanted: OrganisationDetails) -> Proposal:
    """The proposal of a change that takes two. Raises ``OwnRows``, ``DomainError`` (what cannot be registered)."""
    _check_not_own(viewer, number)
    registration.check_details(wanted)
    return Proposal(ApprovalKind.CHANGE_SCOPE, f"organisation:{number}", wanted.kept())


def _change_at_once(session: Session, viewer: Viewer, number: int, wanted: OrganisationDetails, reason: str) -> None:
    _check_not_own(viewer, number)
    organisation = held(session, number)
    if takes_two(OrganisationDetails.of(organisation), wanted):  # by what somebody registered meanwhile
        raise Conflict("登録内容が、この間に変わりました。今の内容を確認してから、もう一度行ってください。")
    registration.change(session, viewer.actor, organisation, wanted, reason)


def _check_not_own(viewer: Viewer, number: int) -> None:
    if number == viewer.actor.organisation_id:
        raise OwnRows
