"""The last day of an account through its forms, and what the pages of alerts tell to whom (M12, M13)."""

from datetime import timedelta

import pytest

from models import clock
from models.accounts.account import Account
from models.cases.opening import put_in_case
from models.detection.alert import Severity
from models.monitoring import countries_in_use
from models.monitoring.tables import AlertState, MonitoringAlert
from tests.journeys.office import LEAD, MANAGER, MEMBER, OFFICER, SECOND, Office
from tests.models.people.office import AUDITOR, OUTGOING

CREDIT = "IP Geolocation by DB-IP"


def test_a_dispatched_workers_last_day_is_applied_for_and_moved(office: Office) -> None:
    lead, last = office.browser(LEAD), clock.today() + timedelta(days=60)
    lead.visit("/admin/requests/new")
    answers = {
        "role": "member", "person_name": "派遣 花子", "department": "契約部", "email": "haken@town.example",
        "duty": "契約の照合",
    }  # fmt: skip
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    page = lead.submit("application", answers | {"ends_on": yesterday}, expect=422)
    assert page.errors == ["利用の最終日は、今日以後で、利用開始日以後の日にしてください。"]
    page = lead.submit("application", answers | {"ends_on": last.isoformat()})
    shown = f"{last.year}年{last.month}月{last.day}日"
    assert page.terms()["利用の最終日"] == shown
    lead.submit("check")
    manager = office.browser(MANAGER)
    manager.visit("/admin/requests/1")
    assert "の翌日から利用できなくなります。" in manager.page.text
    manager.submit("発行する")
    manager.visit("/admin/accounts?ends=given")
    assert [row["利用の最終日"] for row in manager.page.rows()] == [shown]
    lead.visit("/desk")
    page = lead.follow("派遣 花子")
    assert page.terms()["利用の最終日"] == shown
    lead.follow("利用の最終日を変更する")
    far = (clock.today() + timedelta(days=3650)).isoformat()
    page = lead.submit("last-day", ends_on=far, reason="契約の更新", expect=422)
    assert page.errors[0].startswith("利用の最終日は、")
    page = lead.submit("last-day", ends_on="", reason="直接の雇用になった")
    assert page.terms()["利用の最終日"] == "なし"
    assert "直接の雇用になった" in page.text


def test_who_is_past_the_last_day_is_kept_out_at_the_next_click_and_signs_in_again_after_an_extension(
    office: Office,
) -> None:
    member, lead = office.browser(MEMBER), office.browser(LEAD)
    assert member.visit("/certifications").heading == "認定情報の検索"
    office.person(MEMBER).ends_on = clock.today() - timedelta(days=1)
    office.session.commit()
    assert "利用期限は、過ぎています" in member.visit("/certifications", expect=403).text
    number = office.person(MEMBER).id
    assert "利用期限は、過ぎています" in lead.visit(f"/admin/accounts/{number}").text
    lead.follow("利用の最終日を変更する")
    lead.submit("last-day", ends_on=clock.today().isoformat(), reason="契約の延長")
    assert member.visit("/certifications").heading == "サインイン"  # the stop that was seen ended the session
    assert office.browser(MEMBER).visit("/certifications").heading == "認定情報の検索"


def test_an_auditors_time_is_extended_by_two(office: Office) -> None:
    officer, number, last = office.browser(OFFICER), office.person(AUDITOR).id, clock.today() + timedelta(days=30)
    officer.visit(f"/admin/accounts/{number}/last-day")
    page = officer.submit("last-day", ends_on=last.isoformat(), reason="監査の延長")
    assert "もう一人の担当者の承認を待っています。" in page.text
    assert page.terms()["利用の最終日"] == "なし"
    second = office.browser(SECOND)
    second.visit("/admin/approvals/1")
    second.submit("approve")
    assert office.person(AUDITOR).ends_on == last


def test_trail_numbers_lead_on_for_those_who_may_look_at_the_trail_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.browser(MEMBER).visit("/certifications")
    alert = raised(office, "abroad", office.person(MEMBER))
    officer, manager = office.browser(OFFICER), office.browser(MANAGER)
    for path in (f"/admin/monitoring/{alert.id}", "/admin/cases/1/seen"):
        seen = officer.visit(path)
        number = seen.rows()[0]["証跡の番号"]
        officer.follow(number)
        assert officer.page.heading
        assert f"/admin/audit/{number}" not in manager.visit(path).text
        assert manager.page.rows()[0]["証跡の番号"] == number
    for path in (f"/admin/monitoring/{alert.id}", "/admin/monitoring", "/admin/cases/1"):
        assert CREDIT in manager.visit(path).text
    other = raised(office, "export-volume", office.person(LEAD))
    assert CREDIT not in manager.visit(f"/admin/monitoring/{other.id}").text
    monkeypatch.setattr(countries_in_use, "_IN_USE", [lambda _address: "JP"])
    assert CREDIT not in manager.visit(f"/admin/monitoring/{alert.id}").text


def raised(office: Office, rule: str, about: Account) -> MonitoringAlert:
    """An alert about somebody, in a case."""
    alert = MonitoringAlert(
        at=clock.now(),
        rule=rule,
        severity_code=Severity.ALERT.value,
        login_id=about.login_id,
        account_id=about.id,
        organisation_name=about.organisation.name,
        organisation_id=about.organisation_id,
        reason="検知された。",
        edition=0,
        event_number=None,
        state_code=AlertState.NEW.value,
        due_to_stop=False,
    )
    office.session.add(alert)
    office.session.flush()
    put_in_case(office.session, OUTGOING, alert, clock.now())
    office.session.commit()
    return alert
