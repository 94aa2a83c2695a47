"""What an operator can ask for without end: days beyond the calendar, and letters to every officer."""

import pytest
from sqlalchemy import func, select

from models.inquiries import sending
from models.inquiries.inquiry import Inquiry
from models.mail.outbox import OutboxLetter
from tests.blueprints.incidents.conftest import Office
from tests.factories.incidents import OFFICER
from tests.factories.looking_back import OPERATOR, OWN

RECORD = f"/operator/facilities/{OWN}"


@pytest.mark.parametrize(
    "days", ["since=0001-01-01", "until=9999-12-31", "since=0001-01-01&until=0001-01-02", "since=9999-12-31"]
)
def test_days_at_the_ends_of_the_calendar_are_no_period(office: Office, days: str) -> None:
    operator = office.visitor(OPERATOR)
    page = operator.visit(f"{RECORD}/record?{days}")
    assert "期間は、はじめの日から終わりの日までを順に入力してください。" in page.text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "99999999999-01-01", "2026-01-99999999999999999999"])
def test_a_form_takes_no_day_at_the_ends_of_the_calendar(office: Office, day: str) -> None:
    officer = office.visitor(OFFICER)
    officer.visit("/admin/audit/packs")
    page = officer.submit("pack", since="2026-01-01", until=day, expect=422)
    assert page.errors == ["日付で入力してください（例: 2026-04-01）。"]


def test_an_organisation_writes_so_often_a_day_and_every_letter_of_it_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_A_DAY", 2)
    operator = office.visitor(OPERATOR)
    operator.visit(f"{RECORD}/inquire")
    operator.submit("inquiry", kind="question", text="一つ目です。")
    operator.visit("/operator/inquiries/1")
    operator.submit("word", text="二つ目です。")
    page = operator.submit("word", text="三つ目です。", expect=422)
    assert "24時間に 2 回まで" in page.errors[0]
    operator.visit(f"{RECORD}/inquire")
    page = operator.submit("inquiry", kind="question", text="三つ目です。", expect=422)
    assert "24時間に 2 回まで" in page.errors[0]
    with office.session() as session:
        assert session.scalar(select(func.count()).select_from(Inquiry)) == 1
        assert session.scalar(select(func.count()).select_from(OutboxLetter)) == 4
