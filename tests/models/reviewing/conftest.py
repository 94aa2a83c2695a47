"""Two officers over the proposed first edition, and the ways through drafts that tests take."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.access.presence import viewer_of
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.accounts.visit import Visit
from models.approvals import deciding
from models.approvals.approval import ApprovalKind, hold_approval
from models.audit.actor import Actor
from models.catalogue.first_edition import load_first_edition
from models.catalogue.grants import Ground
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind
from models.reviewing import drafting, putting_in_force
from models.reviewing.cells import CellKey, Changes, GrantTerms
from models.reviewing.drafts import find_draft
from models.reviewing.putting_in_force import PUT_IN_FORCE
from tests.access import people
from tests.models.accounts.people import BOX, PUBLIC

GRID, TOWN, OPERATOR = (
    OrganisationKind.GRID_OPERATOR,
    OrganisationKind.LOCAL_GOVERNMENT,
    OrganisationKind.CERTIFIED_OPERATOR,
)
PUT = {ApprovalKind.PUT_GRANTS_IN_FORCE: PUT_IN_FORCE}


@dataclass
class Committee:
    """Two officers and the database they work in."""

    session: Session
    first: Viewer
    second: Viewer

    def terms(self, **values: object) -> GrantTerms:
        """Terms that lack nothing."""
        whole = {
            "ground": Ground.DUTY,
            "reference": "買取業務",
            "reviewer": "閲覧項目審査会",
            "reviewed_on": clock.today(),
            "less_will_not_do": "名称だけでは契約者を特定できないため",
        }
        return GrantTerms(**{**whole, **values})  # type: ignore[arg-type]

    def draft(self, changes: Changes, title: str = "見直し") -> int:
        """A draft with these changes."""
        number = drafting.begin(self.session, self.first, title)
        drafting.put_cells(self.session, self.first, number, self.revision(number), changes)
        return number

    def revision(self, number: int) -> int:
        """The draft's present state."""
        return find_draft(self.session, number).row.revision

    def propose(self, number: int, moment: object = None) -> int:
        """Lay it before the second officer; returns the approval's number."""
        revision = self.revision(number)
        found = putting_in_force.propose(self.session, self.first, number, revision, moment, "審査会の決定")  # type: ignore[arg-type]
        self.session.commit()
        return found.id

    def approve(self, number: int) -> None:
        """The second officer approves what is shown."""
        found = hold_approval(self.session, number)
        shown = PUT_IN_FORCE.difference(self.session, found).sha256
        deciding.approve(self.session, PUT, Outgoing(BOX, PUBLIC), self.second, number, shown)
        self.session.commit()

    def put_in_force(self, changes: Changes) -> None:
        """From the changes to the edition at once."""
        self.approve(self.propose(self.draft(changes)))


@pytest.fixture
def committee(session: Session) -> Committee:
    """The officers, with edition 1 in force."""
    load_first_edition(session, Actor.at_console("試験"))
    viewers = []
    for _ in range(2):
        account = people.new_account(session, kind=OrganisationKind.OWNER, role=Role.OWNER_OFFICER)
        viewers.append(viewer_of(session, account, Visit(address="192.0.2.1").actor(account), clock.now()))
    session.commit()
    return Committee(session, *viewers)


def cell(item: str, attribute: OrganisationKind) -> CellKey:
    """A cell by its names."""
    return CellKey(item, attribute)
