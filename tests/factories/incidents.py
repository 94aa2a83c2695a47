"""People around an incident, on the register in small, and reports as the domain takes them."""

from dataclasses import replace
from datetime import date

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from models import clock
from models.access.presence import viewer_of
from models.access.viewer import Viewer
from models.accounts.account import Account, Role
from models.accounts.visit import Visit
from models.incidents import drafts, reporting
from models.incidents.answers import Answers
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentKind, YesNo
from models.legal.dated import digest
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind
from tests.databases.templates import upon
from tests.factories.stock import stocked
from tests.models.accounts.people import BOX, PUBLIC, add_organisation, add_person

MEMBER, COLLEAGUE, LEAD, SECOND_LEAD = "member", "colleague", "lead", "second-lead"
FOREIGN_MEMBER, FOREIGN_LEAD = "foreign-member", "foreign-lead"
OFFICER, SECOND_OFFICER, MANAGER, LONE = "officer", "second-officer", "manager", "lone-member"
GRID, FOREIGN_GRID, AGENCY = "みほん送配電株式会社", "べつの送配電株式会社", "みほん保有庁"
OUTGOING = Outgoing(BOX, PUBLIC)
REPORT = Answers(
    kind=IncidentKind.MISSENT,
    what="一覧のファイルを、別の会社に送った。",
    noticed_on=date(2026, 5, 11),
    happened_on=date(2026, 5, 8),
    facilities="A100001C22\nどこかの設備",
    information="事業者名と電話番号",
    holders="別の会社",
    done="削除を依頼した。",
    personal_data=YesNo.YES,
    malicious=YesNo.UNKNOWN,
    person="",
    direct=False,
)


@upon(stocked, by_day=True)
def staffed(url: str) -> None:
    """Two grid companies with responsible persons, a town with none, the owner's officers and the system manager."""
    engine = create_engine(url)
    with Session(engine) as session:
        grid = add_organisation(session, GRID, OrganisationKind.GRID_OPERATOR)
        grid.scope_code = "tokyo"
        for login_id, role in ((MEMBER, Role.MEMBER), (COLLEAGUE, Role.MEMBER)):
            add_person(session, login_id, grid, role, credentials=False)
        add_person(session, LEAD, grid, Role.RESPONSIBLE_PERSON, credentials=False)
        add_person(session, SECOND_LEAD, grid, Role.RESPONSIBLE_PERSON, credentials=False)
        foreign = add_organisation(session, FOREIGN_GRID, OrganisationKind.GRID_OPERATOR)
        add_person(session, FOREIGN_MEMBER, foreign, credentials=False)
        add_person(session, FOREIGN_LEAD, foreign, Role.RESPONSIBLE_PERSON, credentials=False)
        add_person(session, LONE, add_organisation(session, "ひとり町"), credentials=False)
        agency = add_organisation(session, AGENCY, OrganisationKind.OWNER)
        add_person(session, OFFICER, agency, Role.OWNER_OFFICER, credentials=False)
        add_person(session, SECOND_OFFICER, agency, Role.OWNER_OFFICER, credentials=False)
        contractor = add_organisation(session, "みほん運用会社", OrganisationKind.CONTRACTOR)
        add_person(session, MANAGER, contractor, Role.SYSTEM_MANAGER, credentials=False)
        session.commit()
    engine.dispose()


def account(session: Session, login_id: str) -> Account:
    """The account with this ID."""
    return session.scalars(select(Account).where(Account.login_id == login_id)).one()


def viewer(session: Session, login_id: str) -> Viewer:
    """The person as the register meets them."""
    person = account(session, login_id)
    return viewer_of(session, person, Visit(address="192.0.2.10").actor(person), clock.now())


def reported(session: Session, by: str = MEMBER, **changes: object) -> Incident:
    """A report, sent."""
    answers, person = replace(REPORT, **changes), viewer(session, by)  # type: ignore[arg-type]
    drafts.keep_draft(session, person, answers)
    sent = reporting.send(session, OUTGOING, person, digest(answers.as_json()))
    session.commit()
    return sent
