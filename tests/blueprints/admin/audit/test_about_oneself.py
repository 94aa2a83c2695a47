"""Nobody reads in the trail what is raised about themselves; it stays checkable all the same (policy §2, M13)."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models.access.viewer import Viewer
from models.accounts.account import Account, Role
from models.administration.two_person_acts import ACTS
from models.audit import verify_trail
from models.audit.event_meanings import label_of
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.cases.case import WatchCase
from models.cases.closing import close
from models.cases.handling import add_note
from models.cases.kinds import CaseOutcome
from models.cases.round import watch_over
from models.detection.rulebook import Mode
from models.monitoring.tables import MonitoringAlert
from models.organisations.kinds import OrganisationKind
from tests.driver.visitor import Visitor
from tests.factories.incidents import OUTGOING
from tests.factories.watching import LIMIT, exported, only_exports, use_rules
from tests.models.people.office import viewer_of_account
from tests.threats.conftest import Service

OWNER = OrganisationKind.OWNER


@dataclass
class Watched:
    """An officer about whom there is a case, a colleague who is at work on it, and the events that speak of it."""

    officer: Visitor
    colleague: Visitor
    account: int
    colleague_id: str
    withheld: set[int]


@pytest.fixture
def watched(empty_service: Service) -> Watched:
    officer, one = empty_service.enter(OWNER, "", role=Role.OWNER_OFFICER)
    colleague, other = empty_service.enter(OWNER, "", role=Role.OWNER_OFFICER)
    account, member = one.account.id, empty_service.enter()[1].account.id

    def raise_alerts(session: Session) -> None:
        use_rules(session, only_exports(mode=Mode.ALERT))
        for number in (account, member):
            exported(session, viewer(session, number), LIMIT)

    def handle(session: Session) -> None:
        colleague = viewer(session, other.account.id)
        case = session.scalars(select(WatchCase.id).where(WatchCase.account_id == account)).one()
        add_note(session, colleague, case, "電話で確かめた。")
        close(session, ACTS, colleague, case, CaseOutcome.HARMLESS, "確かめた。")

    empty_service.change(raise_alerts)
    assert watch_over(sessionmaker(empty_service.engine, expire_on_commit=False), OUTGOING) == (2, 2)
    empty_service.change(handle)
    with Session(empty_service.engine) as session:
        alert = session.scalars(select(MonitoringAlert.id).where(MonitoringAlert.account_id == account)).one()
        case = session.scalars(select(WatchCase.id).where(WatchCase.account_id == account)).one()
        objects = (f"alert:{alert}", f"case:{case}", "approval:1")
        withheld = set(session.scalars(select(AuditEvent.number).where(AuditEvent.object.in_(objects))))
    assert len(withheld) >= 4
    return Watched(officer, colleague, account, other.account.login_id, withheld)


def viewer(session: Session, number: int) -> Viewer:
    return viewer_of_account(session.get_one(Account, number))


def listed(visitor: Visitor, question: str = "size=100") -> set[int]:
    return {int(line["番号"]) for line in visitor.visit(f"/admin/audit?{question}").rows()}


def lines(visitor: Visitor) -> list[bytes]:
    return visitor.request("GET", "/admin/audit/file?form=jsonl").get_data().splitlines(keepends=True)


def numbers(given: list[bytes]) -> set[int]:
    return {verify_trail.parts_of(line)[3]["number"] for line in given}


def test_an_officer_finds_the_others_alerts_in_the_list_and_not_their_own(watched: Watched) -> None:
    raised = f"act={EventName.ALERT_RAISED.value}"
    both, others = listed(watched.colleague, raised), listed(watched.officer, raised)
    assert (len(both), len(others)) == (2, 1)
    assert both - others <= watched.withheld
    assert listed(watched.colleague) >= watched.withheld
    assert not listed(watched.officer) & watched.withheld


def test_what_is_withheld_is_no_event_to_its_reader_nor_beside_another(watched: Watched) -> None:
    watched.officer.visit("/admin/audit")  # is itself the event after them
    for number in watched.withheld:
        answers = [one.request("GET", f"/admin/audit/{number}") for one in (watched.colleague, watched.officer)]
        assert [one.status_code for one in answers] == [200, 404]
    before, after = min(watched.withheld) - 1, max(watched.withheld) + 1
    for beside, hidden in ((before, before + 1), (after, after - 1)):
        page = watched.officer.request("GET", f"/admin/audit/{beside}").get_data(as_text=True)
        assert f'/admin/audit/{hidden}"' not in page
        assert "書かれたときのままで、前の証跡とつながっています" in page


def test_no_file_of_the_trail_tells_an_officer_of_themselves_and_each_can_be_checked(
    empty_service: Service, watched: Watched
) -> None:
    own, others = lines(watched.officer), lines(watched.colleague)
    assert not numbers(own) & watched.withheld
    assert numbers(others) >= watched.withheld
    assert verify_trail.check_selection(own) == len(own)
    table = watched.officer.request("GET", "/admin/audit/file").get_data(as_text=True)
    taken = {line.partition(",")[0] for line in table.splitlines()}
    assert not taken & {str(number) for number in watched.withheld}
    with Session(empty_service.engine) as session:
        chosen = select(AuditEvent).where(AuditEvent.name == EventName.TRAIL_EXPORTED.value)
        first = session.scalars(chosen.order_by(AuditEvent.number)).first()
        assert first is not None
        told = first.details
    assert (told["first"], told["last"]) == (min(numbers(own)), max(numbers(own)))
    assert told["events"] == len(own) < told["last"] - told["first"] + 1, "it is no part of the trail to be given up"


def test_whoever_reads_of_an_officer_leaves_no_trace_the_officer_can_find(
    empty_service: Service, watched: Watched
) -> None:
    key = 1

    def look(session: Session) -> None:
        colleague = session.scalars(select(Account).where(Account.login_id == watched.colleague_id)).one()
        own, actor = f"account:{watched.account}", viewer_of_account(colleague).actor
        details = {"part": "facilities", "since": "2026-01-01", "until": "2026-01-31", "total": 1}
        record(session, Event(EventName.VIEWING_RECORD_READ, actor, object=own, certifications=[key], details=details))

    empty_service.change(look)
    with Session(empty_service.engine) as session:
        login_id = session.get_one(Account, watched.account).login_id
    watched.colleague.visit(f"/admin/audit/person?login_id={login_id}")
    watched.colleague.request("GET", f"/admin/audit/{min(watched.withheld)}")
    traces = set[int]()
    for act, here in (
        (EventName.VIEWING_RECORD_READ, f"account:{watched.account}"),
        (EventName.PERSON_READING_ASKED, f"account:{watched.account}"),
        (EventName.TRAIL_EVENT_READ, f"event:{min(watched.withheld)}"),
    ):
        [found] = listed(watched.colleague, f"act={act.value}&object={here}")
        traces.add(found)
    assert not listed(watched.officer) & traces
    facility = f"/admin/audit/facility?facility={key}"
    assert len(watched.colleague.visit(facility).rows("この設備を見た操作")) == 1
    assert "この設備を見た記録はありません。" in watched.officer.visit(facility).text


def test_whoever_traces_a_file_of_an_officer_is_not_told_to_the_officer(
    empty_service: Service, watched: Watched
) -> None:
    page = "/admin/exports/20260511-AAAAAAAA"
    for one in (watched.colleague, watched.officer):
        one.visit(page)
        one.submit("compare", sha256="a" * 64)
    own = officers_id(empty_service, watched)
    names = (EventName.EXPORT_TRACED, EventName.EXPORT_COMPARED)
    others, theirs = (numbers_by(empty_service, one, *names) for one in (watched.colleague_id, own))
    assert listed(watched.colleague) >= others | theirs
    assert not listed(watched.officer) & others
    assert listed(watched.officer) >= theirs
    for one, told in ((watched.colleague, [watched.colleague_id, own]), (watched.officer, [own])):
        assert [line["照合した人"] for line in one.visit(page).rows("照合の結果")] == told


def officers_id(service: Service, watched: Watched) -> str:
    with Session(service.engine) as session:
        return session.get_one(Account, watched.account).login_id


def test_what_is_withheld_is_not_added_up_for_its_reader_either(empty_service: Service, watched: Watched) -> None:
    auditor, _ = empty_service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    question = f"/admin/audit/person?login_id={watched.colleague_id}"
    noted = label_of(EventName.CASE_NOTED.value)
    added_up = [
        {line["操作"] for line in one.visit(question).rows("操作ごとの合計")} for one in (auditor, watched.officer)
    ]
    assert noted in added_up[0]
    assert not added_up[1] & {noted, label_of(EventName.APPROVAL_PROPOSED.value)}


def test_an_officer_orders_a_pack_and_only_an_auditor_takes_it(empty_service: Service, watched: Watched) -> None:
    watched.officer.visit("/admin/audit/packs")
    watched.officer.submit("pack")
    assert empty_service.app.test_cli_runner().invoke(args=["jobs", "work"]).exit_code == 0
    assert "取得できるのは外部監査人だけです" in watched.officer.visit("/admin/audit/packs").text
    assert watched.officer.request("GET", "/admin/audit/packs/1/file").status_code == 403
    auditor, _ = empty_service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    auditor.visit("/admin/audit/packs")
    auditor.follow("監査資料 1")


def test_whoever_is_not_watched_is_told_of_everything(empty_service: Service, watched: Watched) -> None:
    auditor, _ = empty_service.enter(OrganisationKind.AUDITOR, "", role=Role.AUDITOR)
    given = lines(auditor)
    with Session(empty_service.engine) as session:
        before = session.scalar(select(func.count()).where(AuditEvent.number <= max(numbers(given))))
    assert len(given) == before


def searches_by(service: Service, person: str) -> set[int]:
    """The numbers of the events by which this person searched."""
    return numbers_by(service, person, EventName.TRAIL_LISTED, EventName.TRAIL_EXPORTED, EventName.LIST_EXPORTED)


def numbers_by(service: Service, person: str, *names: EventName) -> set[int]:
    """The numbers of the events of these names by this person."""
    with Session(service.engine) as session:
        chosen = select(AuditEvent.number).where(AuditEvent.name.in_(names), AuditEvent.login_id == person)
        return set(session.scalars(chosen))


def test_a_search_for_what_is_withheld_is_withheld_too_and_no_other(empty_service: Service, watched: Watched) -> None:
    with Session(empty_service.engine) as session:
        case = session.scalars(select(WatchCase.id).where(WatchCase.account_id == watched.account)).one()
        login_id = session.get_one(Account, watched.account).login_id
    reading = f"event:{min(watched.withheld)}"
    about = [f"object=case:{case}", f"actor={login_id}", f"object={reading}", f"object=account:{watched.account}"]
    other = ["object=case:1234", "object=case", f"actor={login_id}-2", f"object=account:{watched.account}9"]
    for question in about:
        watched.colleague.visit(f"/admin/audit?{question}")
    watched.colleague.request("GET", f"/admin/audit/file?object=case:{case}")
    watched.colleague.request("GET", f"/admin/monitoring?person={login_id}&file=csv")
    telling = searches_by(empty_service, watched.colleague_id)
    assert len(telling) == len(about) + 2
    for question in other:
        watched.colleague.visit(f"/admin/audit?{question}")
    harmless = searches_by(empty_service, watched.colleague_id) - telling
    assert len(harmless) == len(other)
    watched.colleague.request("GET", f"/admin/audit/{min(telling)}")
    assert listed(watched.colleague) >= telling | harmless
    shown = listed(watched.officer)
    assert not shown & telling
    assert shown >= harmless
    read = watched.officer.visit(f"/admin/audit?object=event:{min(telling)}")
    assert "この条件に合う証跡はありません。" in read.text


def test_what_somebody_searched_for_themselves_stays_their_own_act(empty_service: Service, watched: Watched) -> None:
    login_id = officers_id(empty_service, watched)
    watched.officer.visit(f"/admin/audit?actor={login_id}")
    assert listed(watched.officer) >= searches_by(empty_service, login_id)
