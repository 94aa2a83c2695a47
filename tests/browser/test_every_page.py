"""Every page there is, at the stage where it is met: accessible, and narrow enough for a narrow screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from models.accounts.sign_in_session import Rung
from tests.amount import DEEP
from tests.browser.looking_back import FILE, OPERATOR
from tests.browser.people import LEAD, MANAGER, READER, TOWN_LEAD
from tests.factories.stock import CORRECTED, TWO_PREFECTURES

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser

# No pages: files, answers for machines, and an address that leads on to a list.
FILES = {
    "login.download_recovery_codes",
    "health.alive",
    "health.ready",
    "certifications.fetch_export",
    "certifications.run_saved",
    "register_import.refused_rows",
    "incident_cases.fetch_file",
    "incident_cases.facilities_file",
    "cases.fetch_file",
    "organisations.table_result",
    "item_files.wide",
    "item_files.long",
    "item_files.result",
    "audit.file",
    "audit.facility_file",
    "audit.person_file",
    "audit.fetch_pack",
    "operator.record_file",
    "inspection.file",
    "reports.file",
    "findings.fetch_file",
}
# Met on the way in and on the way out, and checked there (test_way_in.py, test_taking_away.py).
ONWARD = {"editions.proposal"}
"""No page of its own: it leads to the draft or the edition an approval is about."""
ON_THE_WAY = {"login.connect", "login.recovery_codes", "consent.ask", "certifications.exported"}
OUTSIDE = {
    "login.password": "/login",
    "login.reset": "/login/password/reset",
    "login.reset_asked": "/login/password/reset/asked",
    "login.signed_out": "/login/signed-out",
    "login.new_password": "/login/password/used-up",
    "login.ask_release": "/login/release/used-up",
    "login.ask_address": "/login/address/used-up",
    "legal.terms": "/terms",
    "legal.privacy": "/privacy",
    "legal.former_terms": "/terms/2026-04-01",
    "legal.former_privacy": "/privacy/2026-04-01",
}
BEHIND_THE_PASSWORD = {"login.code": "/login/code", "login.recovery_code": "/login/recovery-code"}
REGISTER = {
    "home.index": "/",
    "certifications.search": "/certifications?source=太陽光&size=20",
    "certifications.columns": "/certifications/columns",
    "certifications.export": "/certifications/export?source=太陽光",
    "certifications.breakdown": "/certifications/breakdown",
    "certifications.ask_name": "/certifications/saved/new?source=太陽光",
    "certifications.saved": "/certifications/saved",
    "certifications.edit_saved": "/certifications/saved/1/edit",
    "certifications.ask_removal": "/certifications/saved/1/delete",
    "certifications.exports": "/certifications/exports",
    "certifications.read": f"/certifications/{CORRECTED}",
    "certifications.own_visibility": f"/certifications/{CORRECTED}/why",
}
WHY = {
    "why.ask": f"/admin/why?person=hanako.sato&facility={CORRECTED}&item=operator_name",
    "why.item": "/admin/why/item/operator_name",
    "why.facility": f"/admin/why/facility/{CORRECTED}",
    "why.scopes": "/admin/why/scopes",
    "preview.index": "/admin/preview?kind=grid_operator",
    "preview.sample": "/admin/preview/sample/1?kind=grid_operator",
    "preview.real": "/admin/preview/register?kind=occto",
    "preview.record": f"/admin/preview/register/{CORRECTED}?kind=occto",
}
OWN = {
    "account.index": "/account",
    "account.ask_password": "/account/password",
    "account.ask_address": "/account/address",
    "account.connect_device": "/account/devices/connect",
    "account.ask_renewal": "/account/recovery-codes",
    "account.own_history": "/account/history",
    "account.consents": "/account/consents",
    "account.receipt": "/account/consents/1",
    "account.ask_removal": "/account/devices/1/remove",
    "login.step_up": "/login/step-up",
}
IMPORTS = {
    "register_import.proposals": "/admin/register/import",
    "register_import.ask_file": "/admin/register/import/new",
    "register_import.proposal": "/admin/register/import/1",
    "register_import.ask_decision": "/admin/register/import/1/apply",
    "register_import.ask_withdrawal": "/admin/register/import/1/withdraw",
}
TRAINING = {
    "training.index": "/training",
    "training.course": "/training/courses/information-handling",
    "training.record": "/training/records/1",
    "admin_training.index": "/admin/training",
}
DESK = {"desk_training.index": "/desk/training"}
INCIDENTS = {
    "incidents.own": "/incidents",
    "incidents.ask_report": "/incidents/new",
    "incidents.check": "/incidents/new/check",
    "incidents.report": "/incidents/1",
    "incident_cases.index": "/admin/incidents",
    "incident_cases.page": "/admin/incidents/1",
    "incident_cases.paper": "/admin/incidents/1/report",
    "incident_cases.ask_entry": "/admin/incidents/1/entry",
    "incident_cases.ask_file": "/admin/incidents/1/file",
    "incident_cases.ask_facts": "/admin/incidents/1/facts",
    "incident_cases.ask_told": "/admin/incidents/1/told",
    "incident_cases.ask_close": "/admin/incidents/1/close",
    "incident_cases.ask_reopen": "/admin/incidents/1/reopen",
    "incident_cases.acts": "/admin/incidents/1/seen",
    "incident_cases.facilities": "/admin/incidents/1/seen/facilities?size=20",
}
MONITORING = {
    "monitoring.index": "/admin/monitoring",
    "monitoring.alert": "/admin/monitoring/1",
    "monitoring.rules": "/admin/monitoring/rules",
    "monitoring.rule": "/admin/monitoring/rules/export-volume",
    "monitoring.ask_begin": "/admin/monitoring/rules/draft/begin",
    "monitoring.draft": "/admin/monitoring/rules/draft",
    "monitoring.ask_change": "/admin/monitoring/rules/draft/export-volume?kind=grid_operator",
    "monitoring.ask_propose": "/admin/monitoring/rules/draft/propose",
    "monitoring.ask_discard": "/admin/monitoring/rules/draft/discard",
    "cases.index": "/admin/cases",
    "cases.page": "/admin/cases/1",
    "cases.ask_note": "/admin/cases/1/note",
    "cases.ask_file": "/admin/cases/1/file",
    "cases.ask_close": "/admin/cases/1/close",
    "cases.ask_pass_on": "/admin/cases/1/pass-on",
    "cases.seen": "/admin/cases/1/seen",
}
PEOPLE = {
    "admin.index": "/admin",
    "admin.search": "/admin/find?q=みほん",
    "people.index": "/admin/accounts",
    "people.page": "/admin/accounts/6",
    "people.ask_stop": "/admin/accounts/6/stop",
    "people.ask_stop_all": "/admin/accounts/stop?row=6&row=7",
    "people.ask_unlock_all": "/admin/accounts/unlock?row=6&row=7",
    "people.ask_link_all": "/admin/accounts/link?row=6&row=7",
    "people.ask_confirmation": "/admin/accounts/6/confirm-stop",
    "people.ask_change": "/admin/accounts/6/change",
    "people.ask_last_day": "/admin/accounts/6/last-day",
    "people.ask_release": "/admin/accounts/6/release",
    "people.ask_reset": "/admin/accounts/6/reset",
    "people.ask_link": "/admin/accounts/6/link",
    "people.ask_unlock": "/admin/accounts/6/unlock",
    "people.ask_dismissal": "/admin/accounts/7/dismiss",
    "people.ask_strike_off": "/admin/accounts/6/strike-off",
    "requests.index": "/admin/requests",
    "requests.page": "/admin/requests/1",
    "requests.ask_issue_all": "/admin/requests/issue?row=1",
    "requests.ask_refuse_all": "/admin/requests/refuse?row=1",
    "approvals.index": "/admin/approvals",
    "approvals.page": "/admin/approvals/1",
    "roll_calls.index": "/admin/roll-calls",
    "roll_calls.page": "/admin/roll-calls/1",
    "roll_calls.paper": "/admin/roll-calls/1/paper",
    "operation.mail": "/admin/mail",
    "operation.ask_retry": "/admin/mail/retry?row=1",
    "operation.jobs": "/admin/jobs",
}
ORGANISATIONS = {
    "organisations.index": "/admin/organisations",
    "organisations.page": "/admin/organisations/4",
    "organisations.ask_registration": "/admin/organisations/new",
    "organisations.ask_change": "/admin/organisations/4/change",
    "organisations.ask_bar": "/admin/organisations/4/bar",
    "organisations.ask_bar_all": "/admin/organisations/bar?row=1&row=4",
    "organisations.ask_lift": "/admin/organisations/4/lift",
    "organisations.ask_close": "/admin/organisations/4/close",
    "organisations.ask_strike_off": "/admin/organisations/4/strike-off",
    "organisations.ask_table": "/admin/organisations/file",
    "organisations.table": "/admin/organisations/file/2",
    "kinds.index": "/admin/kinds",
    "kinds.ask_stop": "/admin/kinds/grid_operator/stop",
    "kinds.ask_lift": "/admin/kinds/grid_operator/lift",
}
TOWN_DESK = {
    "desk.index": "/desk",
    "desk.roll_call": "/desk/roll-calls/1",
    "desk.roll_call_on_paper": "/desk/roll-calls/1/paper",
    "desk.ask_keep": "/desk/roll-calls/1/keep",
    "desk.cases": "/desk/cases",
    "desk.case": "/desk/cases/1",
    "requests.ask_details": "/admin/requests/new",
    "requests.check": "/admin/requests/2/check",
    "requests.ask_appointment": "/admin/requests/appointment",
    "requests.ask_table": "/admin/requests/file",
    "requests.table": "/admin/requests/file/1",
}
TEXTS = {
    "texts.index": "/admin/texts",
    "texts.edit": "/admin/texts/drafts/1",
    "texts.difference": "/admin/texts/drafts/1/difference",
    "texts.ask_discard": "/admin/texts/drafts/1/discard",
    "texts.propose": "/admin/texts/propose?draft=1",
    "texts.proposal": "/admin/texts/proposals/1",
    "texts.sentences": "/admin/texts/shared",
    "texts.sentence": "/admin/texts/shared/purpose/new",
    "texts.items": "/admin/texts/consent/bureau/2026-04-01",
    "consent_state.index": "/admin/consents",
    "consent_state.people": "/admin/consents/1",
}
ITEMS = {
    "items.index": "/admin/items?size=20",
    "items.draft": "/admin/items/drafts/1?section=02",
    "items.cell": "/admin/items/facility_id/grid_operator",
    "items.item": "/admin/items/facility_id/all",
    "items.draft_item": "/admin/items/drafts/1/operator_name/all",
    "items.draft_cell": "/admin/items/drafts/1/operator_name/grid_operator",
    "items.ask_bulk": "/admin/items/drafts/1/bulk?section=02&act=close&attribute=grid_operator",
    "items.compare": "/admin/items/compare?model=grid_operator&other=occto",
    "items.compare_in_draft": "/admin/items/drafts/1/compare?model=grid_operator&other=occto",
    "items.due": "/admin/items/due",
    "items.unused": "/admin/items/unused?attribute=grid_operator&section=01",
}
EDITIONS = {
    "editions.index": "/admin/editions",
    "editions.draft": "/admin/editions/drafts/1",
    "editions.draft_changes": "/admin/editions/drafts/1/changes/grid_operator",
    "editions.changes": "/admin/editions/1/changes/grid_operator?since=1",
    "editions.ask_discard": "/admin/editions/drafts/1/discard",
    "editions.ask_update": "/admin/editions/drafts/1/update",
    "editions.page": "/admin/editions/1",
    "editions.visible": "/admin/editions/1/visible/occto",
    "editions.compare": "/admin/editions/compare?from=1&to=1",
    "editions.ask_call_off": "/admin/editions/1/call-off",
}
ITEM_FILES = {
    "item_files.index": "/admin/items/files?draft=1",
    "item_files.table": "/admin/items/files/drafts/1/3",
}
AUDIT = {
    "audit.index": "/admin/audit?outcome=done",
    "audit.read": "/admin/audit/1",
    "audit.facility": f"/admin/audit/facility?facility={CORRECTED}",
    "audit.person": "/admin/audit/person?login_id=hanako.sato",
    "audit.checkpoints": "/admin/audit/checkpoints",
    "audit.packs": "/admin/audit/packs",
    "audit.ask_purge": "/admin/audit/purge",
}
OPERATOR_PAGES = {
    "operator.facilities": "/operator/facilities?size=20",
    "operator.record": f"/operator/facilities/{TWO_PREFECTURES}/record?size=20",
    "operator.record_paper": f"/operator/facilities/{TWO_PREFECTURES}/record/paper",
    "operator.ask_inquiry": f"/operator/facilities/{TWO_PREFECTURES}/inquire",
    "operator.inquiries": "/operator/inquiries",
    "operator.inquiry": "/operator/inquiries/1",
}
ANSWERING = {
    "inquiry_cases.index": "/admin/inquiries",
    "inquiry_cases.page": "/admin/inquiries/1",
    "inquiry_cases.ask_entry": "/admin/inquiries/1/entry",
    "inquiry_cases.ask_number": "/admin/inquiries/number?number=2345",
    "paper_requests.index": "/admin/paper-requests",
    "paper_requests.record": "/admin/paper-requests/1/record",
}
TAKING_IN = {"paper_requests.ask": "/admin/paper-requests/new"}
EXPORTS = {
    "certifications.ask_excess": "/certifications/export/ask?source=太陽光",
    "certifications.own_excess": "/certifications/export/requests",
    "certifications.excess": "/certifications/export/requests/1",
    "export_requests.index": "/exports/requests",
    "export_requests.page": "/exports/requests/2",
    "export_traces.index": "/admin/exports",
    "export_traces.page": f"/admin/exports/{FILE}",
    "export_limits.index": "/admin/export-limits",
    "export_limits.ask_limits": "/admin/export-limits/grid_operator/member",
}
PAPERS = {
    "inspection.index": "/admin/inspection",
    "inspection.page": "/admin/inspection/1",
    "inspection.plan": "/admin/inspection/plan",
    "inspection.ask_item": "/admin/inspection/plan/new",
    "inspection.ask_done": "/admin/inspection/plan/1/done",
    "inspection.ask_withdraw": "/admin/inspection/plan/1/withdraw",
    "reports.index": "/admin/reports",
    "reports.page": "/admin/reports/1",
    "reports.order": "/admin/reports/orders/1",
    "reports.recount": "/admin/reports/1/recount",
    "findings.index": "/admin/findings",
    "findings.ask": "/admin/findings/new?run=1&check=check-not_kept",
    "findings.page": "/admin/findings/1",
    "findings.ask_note": "/admin/findings/1/note",
    "findings.ask_file": "/admin/findings/1/file",
    "findings.ask_done": "/admin/findings/1/done",
    "findings.ask_duty": "/admin/findings/1/duty",
    "findings.ask_confirm": "/admin/findings/1/confirm",
}
DRAFTING = {"reports.ask_draft": "/admin/reports/new"}
STAGES: dict[str, tuple[Rung | None, dict[str, str]]] = {
    "outside": (None, OUTSIDE),
    "behind the password": (Rung.PASSWORD, BEHIND_THE_PASSWORD),
    "the register": (Rung.CONSENT, REGISTER),
    "imports": (Rung.CONSENT, IMPORTS),
    "incidents": (Rung.CONSENT, INCIDENTS),
    "monitoring and cases": (Rung.CONSENT, MONITORING),
    "the own account": (Rung.CONSENT, OWN),
    "training": (Rung.CONSENT, TRAINING),
    "the desk": (Rung.CONSENT, DESK),
    "people": (Rung.CONSENT, PEOPLE),
    "organisations": (Rung.CONSENT, ORGANISATIONS),
    "the town's desk": (Rung.CONSENT, TOWN_DESK),
    "texts": (Rung.CONSENT, TEXTS),
    "why and preview": (Rung.CONSENT, WHY),
    "viewing items": (Rung.CONSENT, ITEMS),
    "editions of grants": (Rung.CONSENT, EDITIONS),
    "files of the review": (Rung.CONSENT, ITEM_FILES),
    "the trail": (Rung.CONSENT, AUDIT),
    "the operator": (Rung.CONSENT, OPERATOR_PAGES),
    "answering operators": (Rung.CONSENT, ANSWERING),
    "taking requests in": (Rung.CONSENT, TAKING_IN),
    "exports under control": (Rung.CONSENT, EXPORTS),
    "papers": (Rung.CONSENT, PAPERS),
    "the manager's papers": (Rung.CONSENT, DRAFTING),
}
WHO = {
    "the desk": LEAD,
    "the town's desk": TOWN_LEAD,
    "the operator": OPERATOR,
    "taking requests in": MANAGER,
    "the manager's papers": MANAGER,
}

SignIn = Callable[..., "SignedInPerson"]
Check = Callable[["Page"], None]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.one_way_will_do
def test_a_page_is_accessible_and_never_wider_than_the_screen(
    page: "Page", signed_in: SignIn, accessible: Check, stage: str
) -> None:
    rung, pages = STAGES[stage]
    if rung is not None:
        signed_in(WHO.get(stage, READER), rung=rung)
    for path in _shown(pages):
        page.goto(path)
        assert urlsplit(page.url).path == path.partition("?")[0]
        accessible(page)


def _shown(pages: dict[str, str]) -> list[str]:
    """All of them with SAIENE_DEEP=1; ordinarily half, for a browser is slow where it has to draw without a GPU."""
    drawn = [path for path in pages.values() if DEEP or crc32(path.encode()) % 2 == 0]
    return drawn or list(pages.values())[:1]


def test_a_report_that_waits_for_a_responsible_person_is_accessible(
    page: "Page", signed_in: SignIn, accessible: Check
) -> None:
    signed_in(TOWN_LEAD)
    page.goto("/incidents/2")
    accessible(page)
    page.get_by_role("button", name="資源エネルギー庁の担当に引き継ぐ").click()
    page.get_by_role("link", name="重大度を選んでください。").click()
    accessible(page)


def test_a_refusal_is_accessible_too(page: "Page", signed_in: SignIn, accessible: Check) -> None:
    signed_in(MANAGER)
    for path, status in (("/certifications", 403), ("/nothing", 404), ("/login/sign-out", 405), ("/", 200)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        accessible(page)


def test_what_is_late_and_what_was_wrong_is_accessible_too(page: "Page", signed_in: SignIn, accessible: Check) -> None:
    signed_in(LEAD)
    page.goto("/")
    accessible(page)
    page.goto("/training?next=/account")
    accessible(page)
    page.goto("/training/courses/responsible-person")
    for number in range(1, 5):
        page.locator(f"#q{number}-1").check()
    page.get_by_role("button", name="答えを送る").click()
    accessible(page)
    page.locator("#q5-3").check()
    page.get_by_role("button", name="答えを送る").click()
    accessible(page)


def test_no_page_is_left_out(app: "Flask") -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages == FILES | ON_THE_WAY | ONWARD | {endpoint for _rung, stage in STAGES.values() for endpoint in stage}
