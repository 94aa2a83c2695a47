"""Other thresholds, from the draft to the edition: rehearsed, laid before the second person, never by one alone."""

from datetime import timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, Role
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.detection.rulebook import Audience, Mode
from models.monitoring.rule_draft import RuleDraft
from models.monitoring.rule_edition import RuleEdition
from models.monitoring.rules_in_force import rules_in_force
from models.organisations.kinds import OrganisationKind
from tests.blueprints.admin.conftest import Office, approve
from tests.blueprints.admin.monitoring.drafts import DRAFT, LIMIT, begin, rehearse
from tests.driver.visitor import Visitor
from tests.factories.watching import alert_about, exported, only_exports, use_rules
from tests.models.people.office import viewer_of_account


def test_a_threshold_goes_from_draft_to_edition_by_two_after_a_rehearsal(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    member = office.enter(OrganisationKind.GRID_OPERATOR, Role.MEMBER, "tokyo", "送配電 三郎")
    number = office.find("送配電 三郎")
    office.change(lambda session: exported(session, viewer_of_account(session.get_one(Account, number)), 4000))
    hands.shift(timedelta(minutes=1))
    begin(first)
    assert [line["下書き"] for line in first.page.rows("変わること")] == ["4,000件"]
    first.visit(f"{DRAFT}/propose")
    first.submit("propose", reason="試していない")
    assert "試行をしてから" in first.page.text
    rehearse(office, first)
    assert "この閾値なら 1 件" in first.page.text
    assert "今の規則なら 0 件" in first.page.text
    first.visit(f"{DRAFT}/propose")
    first.submit("propose", reason="大量の書き出しを早く止める")
    first.visit("/admin/approvals/1")
    assert "自分が提案したもの" in first.page.text
    approve(second)
    with Session(office.engine) as session:
        made, book = rules_in_force(session)
        edition = session.scalars(select(RuleEdition)).one()
        assert (made, edition.proposed_by != edition.approved_by) == (1, True)
        limits = [
            next(iter(book.setting("export-volume", kind).bounds.values())).limit for kind in ("grid_operator", "")
        ]
    assert limits == [4000, 100000]
    assert len(office.events(EventName.RULES_EDITION_MADE)) == 1
    first.visit("/admin/monitoring/rules")
    [line] = first.page.rows("規則の版")
    assert (line["版"], line["状態"]) == ("第1版", "有効")
    assert first.visit(f"/admin/monitoring/rules?since={clock.today()}").rows("規則の版") == [line]
    assert "この条件に合う版はありません。" in first.visit("/admin/monitoring/rules?until=2020-01-01").text
    assert member.visit("/admin/monitoring/rules", expect=403)


def test_nobody_reads_an_example_about_themselves(
    office: Office, first: Visitor, second: Visitor, hands: time_machine.Traveller
) -> None:
    office.enter(OrganisationKind.GRID_OPERATOR, Role.MEMBER, "tokyo", "送配電 三郎")
    office.change(lambda session: use_rules(session, only_exports(50_000, Mode.ALERT)))
    for name, rows in (("送配電 三郎", 61_111), ("起草 一郎", 62_222)):
        number = office.find(name)

        def take(session: Session, number: int = number, rows: int = rows) -> None:
            exported(session, viewer_of_account(session.get_one(Account, number)), rows)

        office.change(take)
    hands.shift(timedelta(minutes=1))
    begin(first)
    rehearse(office, first)
    assert "61,111件" in first.page.text
    assert "62,222件" not in first.page.text
    assert "62,222件" in second.visit(DRAFT).text


def test_what_is_no_threshold_is_said_at_its_field_and_nothing_is_kept(office: Office, first: Visitor) -> None:
    begin(first)
    first.visit(f"{DRAFT}/export-volume?kind=grid_operator")
    first.submit("change", {LIMIT: "たくさん"}, expect=422)
    assert "」は、数で入力してください" in first.page.text
    first.visit(f"{DRAFT}/export-volume?kind=grid_operator")
    first.submit("change", {LIMIT: "４，０００"})
    assert len(office.events(EventName.RULES_DRAFT_CHANGED)) == 1  # the same again is no change


def test_no_figure_is_taken_beyond_what_detection_remembers(office: Office, first: Visitor) -> None:
    begin(first)
    first.visit(f"{DRAFT}/failed-sign-ins")
    for typed, why in (("25", "1 以上 24 以下"), ("0", "1 以上 24 以下"), ("2.5", "整数で"), ("nan", "1 以上 24 以下")):
        first.submit("change", {"figure-thresholds-an_hour": typed}, expect=422)
        assert why in first.page.text
    first.submit("change", {"figure-thresholds-an_hour": "24"})
    [line] = [line for line in first.page.rows("変わること") if "失敗" in line["項目"]]
    assert line["下書き"] == "24回"


def test_a_rule_offers_every_mode_and_the_figures_that_make_a_difference_to_it(office: Office, first: Visitor) -> None:
    begin(first)
    first.visit(f"{DRAFT}/new-device")
    first.submit("change", mode=Mode.STOP.value)
    assert ("注視", "警告と一時停止") in [(line["今"], line["下書き"]) for line in first.page.rows("変わること")]
    limit = "上限（0 は無し）"
    assert limit in first.visit(f"{DRAFT}/export-volume").text
    assert limit not in first.visit(f"{DRAFT}/sustained").text


def test_a_draft_that_changed_after_its_rehearsal_is_rehearsed_again(office: Office, first: Visitor) -> None:
    begin(first)
    rehearse(office, first)
    first.visit(f"{DRAFT}/export-volume")
    first.submit("change", {LIMIT: "40000"})
    first.visit(f"{DRAFT}/propose")
    first.submit("propose", reason="もう試した")
    assert "試行をしてから" in first.page.text


def test_a_draft_that_was_made_to_speak_of_people_of_whom_no_page_tells_is_not_proposed(
    office: Office, first: Visitor
) -> None:
    begin(first)

    def hide(session: Session) -> None:
        draft = session.scalars(select(RuleDraft)).one()
        hidden = Audience("bureau", "auditor").entry({"mode": "off"})
        draft.document = draft.rules.changed("export-volume", hidden).data

    office.change(hide)
    assert first.visit(DRAFT).rows("変わること") != []
    assert "auditor" not in first.page.text
    first.visit(f"{DRAFT}/propose")
    first.submit("propose", reason="大量の書き出しを早く止める")
    assert "「bureau」の組織に「auditor」の役割の人はいません。" in first.page.text


def test_the_auditor_and_the_manager_read_the_rules_and_change_none(office: Office) -> None:
    for kind, role in ((OrganisationKind.AUDITOR, Role.AUDITOR), (OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER)):
        visitor = office.enter(kind, role, "")
        visitor.visit("/admin/monitoring/rules/export-volume")
        assert "100,000件" in visitor.page.text
        visitor.visit(f"{DRAFT}/begin", expect=403)


def test_the_console_rehearses_one_rule(office: Office) -> None:
    result = office.app.test_cli_runner().invoke(args=["monitoring", "rehearse", "--rule", "export-volume"])
    assert (result.exit_code, "この閾値なら 0 件" in result.output) == (0, True)
    unknown = office.app.test_cli_runner().invoke(args=["monitoring", "rehearse", "--rule", "nothing"])
    assert unknown.exit_code == 1


def test_whoever_watches_is_not_told_which_facilities_somebody_looked_at(office: Office) -> None:
    office.enter(OrganisationKind.GRID_OPERATOR, Role.MEMBER, "tokyo", "送配電 三郎")
    number = office.find("送配電 三郎")

    def look(session: Session) -> None:
        account = session.get_one(Account, number)
        details = {"asked": {"facility_id": ["A123456C13"]}, "items": []}
        actor = viewer_of_account(account).actor
        record(session, Event(EventName.CERTIFICATION_READ, actor, object="facility:A123456C13", details=details))
        session.add(alert_about(account))

    office.change(look)
    manager = office.enter(OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER, "")
    lines = manager.visit("/admin/monitoring/1").rows("検知までの24時間の操作")
    assert ("設備の表示", "設備") in [(line["操作"], line["対象"]) for line in lines]
    assert "A123456C13" not in manager.page.text
