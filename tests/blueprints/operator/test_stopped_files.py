"""A file that detection stops stays stopped on every way to it, and what the stop has written is kept (M12)."""

import pytest
from sqlalchemy import select

from models.accounts.account import AccountState
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.certifications.excess.request import ExportRequest, RequestState
from models.monitoring.tables import MonitoringAlert
from tests.blueprints.incidents.conftest import Office
from tests.blueprints.operator.test_exports_under_control import approve, ask, lower
from tests.driver.visitor import Visitor
from tests.factories.incidents import MEMBER, account
from tests.factories.watching import only_exports, use_rules


@pytest.fixture
def approved(office: Office) -> Visitor:
    """A member whose file over the quota is approved, and rules by which it is far too large."""
    lower(office)
    member = ask(office)
    approve(office)
    with office.session() as session:
        use_rules(session, only_exports(4))
    return member


def test_an_approved_file_that_detection_stops_stops_its_person(office: Office, approved: Visitor) -> None:
    approved.visit("/certifications/export/requests/1")
    page = approved.submit("承認されたファイルを書き出す", expect=403)
    assert page.heading == "利用を停止しました"
    with office.session() as session:
        assert account(session, MEMBER).state is AccountState.STOPPED
        assert session.scalars(select(MonitoringAlert.rule)).all() == ["export-volume"]
        names = session.scalars(select(AuditEvent.name)).all()
        assert (names.count(EventName.EXPORT_STOPPED), names.count(EventName.CERTIFICATIONS_EXPORTED)) == (1, 0)
        request = session.scalars(select(ExportRequest)).one()
        assert (request.state_code, request.file_number) == (RequestState.APPROVED.value, None)
    assert approved.visit("/certifications", expect=None).heading == "サインイン"
