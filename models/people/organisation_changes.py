"""Changing an organisation: its name at once; what decides rows, and where links go, only by two persons (M10)."""

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.approvals.acts import Acts, propose
from models.approvals.approval import Approval, ApprovalKind
from models.db import begin_writing
from models.errors import Forbidden
from models.organisations import registration
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

    Raises ``OwnRows``, ``DomainError`` (what cannot be registered), ``Conflict``, ``NotFound``.
    """
    begin_writing(session)
    organisation = held(session, number)
    if organisation.id == viewer.actor.organisation_id:
        raise OwnRows
    if takes_two(OrganisationDetails.of(organisation), wanted):
        registration.check_details(wanted)
        return propose(
            session, acts, viewer, ApprovalKind.CHANGE_SCOPE, f"organisation:{number}", reason, wanted.kept()
        )
    registration.change(session, viewer.actor, organisation, wanted, reason)
    return None
