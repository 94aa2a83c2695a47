"""A file of what the trail answers leads back to whoever took it, should a copy turn up."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts.account import Role
from models.audit.tables import AuditEvent
from models.organisations.kinds import OrganisationKind
from tests.driver.trail_file import read_trail_file
from tests.factories.stock import TWO_PREFECTURES
from tests.threats.conftest import Service


@pytest.mark.parametrize(
    ("kind", "role"), [(OrganisationKind.OWNER, Role.OWNER_OFFICER), (OrganisationKind.AUDITOR, Role.AUDITOR)], ids=str
)
def test_a_file_names_the_event_that_recorded_it_in_its_name_and_above_its_table(
    service: Service, kind: OrganisationKind, role: Role
) -> None:
    reader, watched = service.enter()
    reader.visit(f"/certifications/{TWO_PREFECTURES}")
    visitor, person = service.enter(kind, "", role=role)
    login_id, days = watched.account.login_id, "&since=2026-05-01&until=2026-05-31"
    for path, name, about in (
        (
            f"facility.csv?facility={TWO_PREFECTURES}&actor={login_id}",
            "facility-readers",
            {"設備ID又は登録情報の番号": TWO_PREFECTURES, "条件": f"ログインID: {login_id}"},
        ),
        (
            f"person.csv?login_id={login_id}{days}",
            "person-reading",
            {"ログインID": login_id, "期間": "2026年5月1日 から 2026年5月31日 まで"},
        ),
    ):
        response = visitor.request("GET", f"/admin/audit/{path}")
        facts, rows = read_trail_file(response)
        assert len(rows) == 1
        assert about.items() <= facts.items()
        number = facts["証跡の番号"]
        assert re.search(rf"filename=saiene-{name}-{number}\.csv", response.headers["Content-Disposition"])
        assert facts["書き出した人"].endswith(f"（{person.account.login_id}）")
        with Session(service.engine) as session:
            event = session.scalars(select(AuditEvent).where(AuditEvent.number == int(number))).one()
            assert (event.account_id, event.details["part"]) == (person.account.id, "file")
        officer, _ = service.enter(OrganisationKind.OWNER, "", role=Role.OWNER_OFFICER)
        terms = officer.visit(f"/admin/audit/{number}").terms()
        assert person.account.login_id in " ".join(terms.values())
