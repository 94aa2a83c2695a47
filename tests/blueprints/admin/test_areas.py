"""The first page of the administration tells each what they do in an area, and nothing that only others do there."""

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office

OFFICER, MANAGER, AUDITOR = Role.OWNER_OFFICER, Role.SYSTEM_MANAGER, Role.AUDITOR
PEOPLE = (
    (OrganisationKind.OWNER, OFFICER),
    (OrganisationKind.CONTRACTOR, MANAGER),
    (OrganisationKind.AUDITOR, AUDITOR),
)
TOLD = {
    "書き出しの上限も変えられます。": {OFFICER},
    "規則は過去の記録で試し、二人で変えます。": {OFFICER},
    "見直しを下書きし、違いを確かめ、二人で発効させます。": {OFFICER},
    "事情を確かめ、説明を受けます。": {OFFICER, MANAGER},
    "結論を出します。": {OFFICER},
    "点検を行います。": {MANAGER},
    "年間の点検・監査を計画します。": {OFFICER, MANAGER},
    "報告を作り、委託先として署名します。": {MANAGER},
    "内容を確かめ、保有者として署名します。": {OFFICER},
    "通常と異なる利用を検知する規則と、検知したことを見ます。": {OFFICER, MANAGER, AUDITOR},
    "利用の状況の報告を見ます。": {OFFICER, MANAGER, AUDITOR},
}


def test_what_is_done_in_an_area_is_told_to_those_who_may_do_it(office: Office) -> None:
    pages = {role: office.enter(kind, role, scope="").visit("/admin").text for kind, role in PEOPLE}
    assert {told: {role for role, text in pages.items() if told in text} for told in TOLD} == TOLD
