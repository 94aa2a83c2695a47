"""An office in small, as viewers and accounts: the agency, its contractor, an auditor, two grid companies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from models import clock
from models.access.permissions import permissions_of
from models.access.row_scope import NO_ROWS
from models.access.viewer import Viewer
from models.access.visible_items import VisibleItems
from models.accounts.account import Account, Role
from models.accounts.visit import Visit
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.mail.outbox import OutboxLetter
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.people.application import Application
from models.people.tidying import Tidied, tidy_accounts
from tests.models.accounts.people import BOX, PUBLIC, add_person

OUTGOING = Outgoing(BOX, PUBLIC)
OFFICER, SECOND, MANAGER, COLLEAGUE, AUDITOR = "officer.one", "officer.two", "manager.one", "manager.two", "auditor.one"
LEAD, MEMBER, OTHER_LEAD, OTHER_MEMBER = "tokyo.lead", "tokyo.member", "chubu.lead", "chubu.member"
EVERYBODY = (OFFICER, SECOND, MANAGER, COLLEAGUE, AUDITOR, LEAD, MEMBER, OTHER_LEAD, OTHER_MEMBER)
ASKED = Application(Role.MEMBER, "見本 次郎", "契約部", "jiro@town.example", "契約の照合", clock.today(), telephone="")


@dataclass
class Office:
    """The people by ID, and what came of their acts."""

    session: Session

    def account(self, login_id: str) -> Account:
        """The account as it stands now."""
        chosen = select(Account).where(Account.login_id == login_id).execution_options(populate_existing=True)
        return self.session.execute(chosen).scalar_one()

    def viewer(self, login_id: str) -> Viewer:
        """The person, as the domain meets them at this moment."""
        return viewer_of_account(self.account(login_id))

    def letters(self, to: str) -> Sequence[str]:
        """The subjects of the letters written to somebody."""
        address = self.account(to).email
        chosen = select(OutboxLetter.subject).where(OutboxLetter.recipient == address).order_by(OutboxLetter.id)
        return self.session.scalars(chosen).all()

    def letter(self, to: str) -> str:
        """The text of the last letter to somebody."""
        chosen = select(OutboxLetter).where(OutboxLetter.recipient == self.account(to).email)
        last = self.session.scalars(chosen.order_by(OutboxLetter.id.desc()).limit(1)).one()
        return BOX.open("letter", last.sealed_body)

    def events(self, name: EventName) -> Sequence[AuditEvent]:
        """These events, oldest first."""
        chosen = select(AuditEvent).where(AuditEvent.name == name).order_by(AuditEvent.number)
        return self.session.scalars(chosen).all()


def viewer_of_account(account: Account) -> Viewer:
    """Somebody who acts, without rows and items: nothing here reads the register."""
    kind = account.organisation.kind
    return Viewer(
        actor=Visit(address="192.0.2.10").actor(account, None),
        kind=kind,
        role=account.role,
        permissions=permissions_of(kind, account.role),
        scope=NO_ROWS,
        items=VisibleItems(0, proposal=False, by_key={}, withheld={}),
    )


def staff(session: Session, *, credentials: bool = False) -> Office:
    """Everybody, in their organisations, in use; with password and device for those who come in through the pages."""

    def organisation(name: str, kind: OrganisationKind, scope: str | None = None) -> Organisation:
        made = Organisation(
            kind_code=kind.value,
            name=name,
            scope_code=scope,
            laws=[],
            mail_domains=["town.example"],
            created_at=clock.now(),
        )
        session.add(made)
        session.flush()
        return made

    agency = organisation("みほん庁", OrganisationKind.OWNER)
    contractor = organisation("みほん運用", OrganisationKind.CONTRACTOR)
    auditors = organisation("みほん監査法人", OrganisationKind.AUDITOR)
    tokyo = organisation("みほん電力", OrganisationKind.GRID_OPERATOR, "tokyo")
    chubu = organisation("てほん電力", OrganisationKind.GRID_OPERATOR, "chubu")
    for login_id, place, role in (
        (OFFICER, agency, Role.OWNER_OFFICER),
        (SECOND, agency, Role.OWNER_OFFICER),
        (MANAGER, contractor, Role.SYSTEM_MANAGER),
        (COLLEAGUE, contractor, Role.SYSTEM_MANAGER),
        (AUDITOR, auditors, Role.AUDITOR),
        (LEAD, tokyo, Role.RESPONSIBLE_PERSON),
        (MEMBER, tokyo, Role.MEMBER),
        (OTHER_LEAD, chubu, Role.RESPONSIBLE_PERSON),
        (OTHER_MEMBER, chubu, Role.MEMBER),
    ):
        add_person(session, login_id, place, role, credentials=credentials)
    session.commit()
    return Office(session)


def tidy(office: Office) -> Tidied:
    """The daily job, in sessions of its own."""
    office.session.commit()
    engine = create_engine(office.session.get_bind().engine.url)
    sessions = sessionmaker(engine, expire_on_commit=False)
    done = tidy_accounts(sessions, OUTGOING, opens_rounds=False)
    engine.dispose()
    office.session.expire_all()
    return done


def application(**values: object) -> Application:
    """An application, other than the usual one in these values."""
    return replace(ASKED, **values)  # type: ignore[arg-type]
