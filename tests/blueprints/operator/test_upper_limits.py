"""Who asks for a file that detection stops in any case, and who approves it, read so before they press (B4, M12)."""

import pytest

from tests.blueprints.incidents.conftest import Office
from tests.blueprints.operator.conftest import lower
from tests.blueprints.operator.test_exports_under_control import ASKING, LIST
from tests.driver.page import Page
from tests.factories.incidents import LEAD, MEMBER, OFFICER
from tests.factories.watching import only_exports, use_rules

STOPPED = "監視の規則「大量の書き出し」の上限（1日に書き出した記録 4 件）に達します。"


def limit_to(office: Office, rows: int) -> None:
    with office.session() as session:
        use_rules(session, only_exports(rows))


def is_told(page: Page) -> bool:
    """Whether the page says so, and what to do."""
    told = [words in page.text for words in (STOPPED, "承認の有無にかかわらず", "1ファイルを 4 件より少なくして")]
    assert len(set(told)) == 1
    return told[0]


@pytest.mark.parametrize(("limit", "expected"), [(4, True), (10_000, False)])
def test_a_request_that_detection_would_stop_says_so_to_all_who_press_a_button(
    office: Office, limit: int, expected: bool
) -> None:
    lower(office)
    limit_to(office, limit)
    member, lead = office.visitor(MEMBER), office.visitor(LEAD)
    assert is_told(member.visit(LIST.replace("/export", "/export/ask"))) is expected
    assert is_told(member.submit("excess", ASKING)) is expected
    assert is_told(lead.visit("/exports/requests/1")) is expected
    assert not is_told(office.visitor(OFFICER).visit("/exports/requests/1"))  # who decides nothing here
    assert not is_told(lead.submit("approve"))  # decided
    assert is_told(member.visit("/certifications/export/requests/1")) is expected
    assert not is_told(member.submit("申請を取り下げる"))


def test_a_file_within_the_quota_that_detection_would_stop_is_not_offered_as_free(office: Office) -> None:
    member = office.visitor(MEMBER)
    assert not is_told(member.visit(LIST))
    limit_to(office, 4)
    page = member.visit(LIST)
    assert is_told(page)
    assert page.terms()["この書き出し"] == "監視の規則の上限に達するため、中止されます"
