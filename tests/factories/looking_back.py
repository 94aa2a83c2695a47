"""An operator beside the people of ``tests.factories.incidents``: who is looked at, by whom, and who answers."""

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind
from models.register.certification import CERTIFICATIONS
from models.register.tripwire import opened
from tests.databases.templates import upon
from tests.factories import incidents
from tests.factories.stock import TWO_PREFECTURES
from tests.models.accounts.people import add_organisation, add_person

OPERATOR, OPERATOR_COLLEAGUE, STRANGER = "operator", "operator-two", "other-operator"
COMPANY, OTHER_COMPANY = "みほん発電株式会社", "べつの発電株式会社"
LOOKER = "山田 次郎"
"""The name of the grid company's member, which no operator may read."""
OWN = TWO_PREFECTURES
"""The facility that is theirs."""


@upon(incidents.staffed, by_day=True)
def staffed(url: str) -> None:
    """Everybody, the operator of ``OWN``, and one of no facility."""
    engine = create_engine(url)
    with Session(engine) as session:
        with opened():
            chosen = select(CERTIFICATIONS.c.operator_id).where(CERTIFICATIONS.c.facility_id == OWN)
            number = session.execute(chosen).scalar_one()
        incidents.account(session, incidents.MEMBER).person_name = LOOKER
        company = add_organisation(session, COMPANY, OrganisationKind.CERTIFIED_OPERATOR)
        company.scope_code = str(number)
        add_person(session, OPERATOR, company, Role.RESPONSIBLE_PERSON, credentials=False)
        add_person(session, OPERATOR_COLLEAGUE, company, credentials=False)
        other = add_organisation(session, OTHER_COMPANY, OrganisationKind.CERTIFIED_OPERATOR)
        other.scope_code = "0"
        add_person(session, STRANGER, other, credentials=False)
        session.commit()
    engine.dispose()
