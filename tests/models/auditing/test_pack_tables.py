"""The tables of a pack of evidence: complete, without secrets, and nothing about those who read it (M13)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, Role
from models.approvals.approval import Approval, ApprovalKind, ApprovalState
from models.assurance.evidence import assurance_files
from models.assurance.finding import Finding
from models.assurance.plan import PlanItem
from models.assurance.run import InspectionRun
from models.auditing.days import Days
from models.auditing.pack_tables import tables
from models.cases.case import CaseAlert, CaseEntry, WatchCase
from models.certifications.export_limits import ExportLimit
from models.detection.rulebook import shipped_rules
from models.incidents.incident import Incident
from models.legal.published_texts import CalledOffText, TextVersion
from models.organisations.kinds import OrganisationKind
from models.people.roll_call import RollCall, RollCallEntry
from models.register.search_index import TABLE
from models.reporting.evidence import report_files
from tests.factories.incidents import REPORT
from tests.factories.watching import LIMIT, alert_about, only_exports, use_rules
from tests.models.accounts.people import add_organisation, add_person
from tests.models.training.people import GENERAL, add_pass

FILES: Mapping[str, set[str]] = {
    "accounts.csv": {"accounts", "organisations"},
    "alerts.csv": {"monitoring_alerts", "watch_case_alerts"},
    "case-acts.csv": {"watch_case_entries"},
    "cases.csv": {"watch_cases"},
    "consent.csv": {"consents"},
    "export-limits.csv": {"export_limits"},
    "findings.csv": {"findings"},
    "grants.csv": {"grants", "grants_editions", "grants_editions_called_off"},
    "incidents.csv": {"incidents", "incident_people"},
    "inspection-plan.csv": {"inspection_plan_items"},
    "inspections/inspections.csv": {"inspection_runs", "sign_offs"},
    "kinds.csv": {"kind_standings"},
    "organisations.csv": {"organisations"},
    "purges.csv": {"audit_purges"},
    "reports/reports.csv": {"monthly_reports"},
    "roll-calls.csv": {"roll_calls", "roll_call_entries"},
    "rule-changes.csv": {"rule_editions"},
    "rule-editions.csv": {"rule_editions"},
    "texts.csv": {"text_versions", "text_versions_called_off"},
    "training-due.csv": {"training_records"},
    "training.csv": {"training_records"},
}
"""The tables of which each file of a pack tells."""
THE_TRAIL = {"audit_events", "audit_event_facilities", "audit_head"}
"""What ``trail.jsonl`` is made of."""
_SECRET = "it holds what opens an account or a browser"
_REGISTER = "an external auditor sees no certification"
_EVERY_STEP = "every step of it is an event of the trail, and nothing stands that the trail does not say"
_WORDS = "it holds what people wrote, or files they laid down; that they did is in the trail"
_OWN = "it is somebody's own draft or preference"
_UNFINISHED = "it is work in hand: what comes of it is an edition, and in the pack"
_MACHINE = "it is how the service works, and says nothing of what was done"
LEFT_OUT = {
    _SECRET: (
        "failure_counters", "known_browsers", "one_time_links", "recovery_codes", "recovery_sheets", "second_factors",
        "sign_in_sessions",
    ),
    _REGISTER: (
        "register_amendments", "register_certifications", "register_documents", "register_facility_ids",
        "register_operators", "register_scopes", "register_sites", "register_tallies", "register_totals",
        "register_version",
    ),
    _EVERY_STEP: (
        "account_requests", "address_changes", "approvals", "catalogue_items", "catalogue_records", "dormancy_letters",
        "evidence_packs", "export_files", "export_requests", "grants_editions_begun", "import_proposals",
        "imported_files", "inquired_looks", "inquiries", "paper_requests", "report_orders", "report_recounts",
        "training_reminders",
    ),
    _WORDS: (
        "account_request_notes", "finding_entries", "finding_files", "incident_entries", "incident_files",
        "inquiry_entries", "watch_case_files",
    ),
    _OWN: ("column_preferences", "incident_drafts", "saved_searches", "uploaded_tables"),
    _UNFINISHED: ("grants_draft_cells", "grants_drafts", "rule_drafts"),
    _MACHINE: (
        "detector_head", "detector_states", "item_use_counts", "item_use_tally", "item_uses", "job_workers", "jobs",
        "outbox",
    ),
}  # fmt: skip
"""Every other table of the database, by why it is in no pack."""
EVER = Days()


def rows(session: Session, name: str) -> list[dict[str, object]]:
    """A table by its head."""
    head, *below = ([*row] for row in tables(session)[name])
    return [dict(zip(map(str, head), row, strict=True)) for row in below]


def further(session: Session) -> dict[str, str]:
    """What is added to the pack from above, as text."""
    files = [*assurance_files(session, EVER), *report_files(session, EVER)]
    return {name: b"".join(pieces).decode("utf-8-sig") for name, pieces in files if not name.endswith(".xlsx")}


@contextmanager
def reading(session: Session) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def member(session: Session) -> Account:
    return add_person(session)


@pytest.fixture
def auditor(session: Session) -> Account:
    office = add_organisation(session, "みほん監査法人", OrganisationKind.AUDITOR)
    return add_person(session, "kansa.hana", office, Role.AUDITOR, credentials=False)


def test_every_table_of_the_database_is_in_the_pack_or_it_is_said_why_not(session: Session) -> None:
    there = {name for name in inspect(session.get_bind()).get_table_names() if not name.startswith(TABLE)}
    left_out = [name for names in LEFT_OUT.values() for name in names]
    told = {name for names in FILES.values() for name in names} | THE_TRAIL
    assert sorted(left_out) == sorted(set(left_out))
    assert not told & set(left_out)
    assert told | set(left_out) == there - {"alembic_version"}


def test_each_file_is_read_from_the_tables_it_is_said_to_tell_of(session: Session, member: Account) -> None:
    keep_run(session, member)
    session.commit()
    found: dict[str, set[str]] = {}
    for name, made in tables(session).items():
        with reading(session) as said:
            list(made)
        found[name] = tables_in(said)
    with reading(session) as said:
        added = further(session)
    found |= {name: tables_in(said) for name in added if name.endswith(".csv")}
    assert found.keys() == FILES.keys()
    assert {name: FILES[name] - read for name, read in found.items() if FILES[name] - read} == {}


def tables_in(statements: Sequence[str]) -> set[str]:
    return {name for one in statements for name in re.findall(r"(?:FROM|JOIN) (\w+)", one)}


def test_people_and_organisations_are_named_in_their_own_lists_alone_and_reached_by_nothing(session: Session) -> None:
    heads = {name: [*next(iter(made))] for name, made in tables(session).items()}
    heads |= {name: text.partition("\r\n")[0].split(",") for name, text in further(session).items()}
    assert [name for name, head in heads.items() if {"person_name", "login_id"} & set(head)] == ["accounts.csv"]
    assert [name for name, head in heads.items() if "name" in head] == ["organisations.csv"]
    reached = {"email", "telephone", "address", "answers", "text", "conclusion", "reason_text", "detail", "boxes"}
    assert [name for name, head in heads.items() if reached & set(head)] == []


def test_every_edition_of_the_rules_stands_with_what_it_changed_and_both_persons(
    session: Session, member: Account
) -> None:
    use_rules(session, only_exports())
    use_rules(session, only_exports(limit=LIMIT + 1))
    editions = rows(session, "rule-editions.csv")
    assert [(one["number"], one["proposed_by"], one["approved_by"]) for one in editions] == [
        (0, "", ""),
        (1, member.id, member.id),
        (2, member.id, member.id),
    ]
    assert f'"limit": {LIMIT + 1}' in str(editions[2]["document"])
    changed = [(one["before"], one["after"]) for one in rows(session, "rule-changes.csv") if one["edition"] == 2]
    assert changed == [(f"{LIMIT}件", f"{LIMIT + 1}件")] * 2


def test_an_edition_that_the_product_reads_no_more_is_in_the_pack_all_the_same(
    session: Session, member: Account
) -> None:
    use_rules(session, {**shipped_rules().data, "export-volume": {"mode": "unheard-of"}})
    [line] = rows(session, "rule-changes.csv")
    assert (line["edition"], "比べられません" in str(line["changed"])) == (1, True)
    assert "unheard-of" in str(rows(session, "rule-editions.csv")[1]["document"])


def test_limits_and_texts_stand_with_those_behind_them(session: Session, member: Account) -> None:
    now = clock.now()
    approval = Approval(
        kind_code=ApprovalKind.CHANGE_EXPORT_LIMITS.value,
        subject="export-limits:bureau:member",
        payload={},
        reason="",
        state_code=ApprovalState.CARRIED_OUT.value,
        proposed_by=member.id,
        proposed_at=now,
        expires_at=now,
        decided_by=member.id,
        decided_at=now,
    )
    session.add(approval)
    session.flush()
    numbers = {"rows_a_file": 3, "rows_a_day": 4, "files_in_a_while": 5}
    session.add(
        ExportLimit(kind_code="bureau", role_code="member", **numbers, in_force_from=now, approval_id=approval.id)
    )
    made = {"drafted_by": member.id, "drafted_at": now, "changed_by": member.id, "changed_at": now, "revision": 1}
    words = {"content": {"title": "規約"}, "changes": [], "sha256": "a" * 64}
    draft = TextVersion(document="privacy", version=clock.today(), **words, **made)
    text = TextVersion(
        document="terms", version=clock.today(), approved_by=member.id, published_at=now, **words, **made
    )
    session.add_all([draft, text])
    session.flush()
    session.add(CalledOffText(text=text.id, at=now, proposed_by=member.id, approved_by=member.id))
    session.commit()
    [limit] = rows(session, "export-limits.csv")
    assert (limit["rows_a_file"], limit["proposed_by"], limit["approved_by"]) == (3, member.id, member.id)
    texts = rows(session, "texts.csv")
    [published] = [one for one in texts if not one["delivered"]]
    assert (published["document"], published["sha256"], published["approved_by"]) == ("terms", "a" * 64, member.id)
    assert published["called_off_at"] == now
    assert {one["document"] for one in texts} >= {"terms", "privacy", "consent:bureau"}
    assert all(re.fullmatch("[0-9a-f]{64}", str(one["sha256"])) for one in texts)


def test_consent_training_and_the_roll_call_stand_person_by_person_or_by_organisation(
    session: Session, member: Account
) -> None:
    add_pass(session, member, clock.today())
    opened = RollCall(quarter="2026-1", opened_at=clock.now(), due_on=clock.today() + timedelta(days=30))
    session.add(opened)
    session.flush()
    session.add(
        RollCallEntry(
            roll_call_id=opened.id,
            account_id=member.id,
            organisation_id=member.organisation_id,
            login_id=member.login_id,
            person_name=member.person_name,
            role_code=member.role_code,
            answer_code="kept",
            answered_by=member.id,
            answered_at=clock.now(),
        )
    )
    session.commit()
    [consent] = rows(session, "consent.csv")
    assert (consent["id"], consent["people"], consent["missing"]) == (member.organisation_id, 1, 1)
    [passed] = rows(session, "training.csv")
    assert (passed["account_id"], passed["course"], passed["passed_on"]) == (member.id, GENERAL, clock.today())
    [due] = [one for one in rows(session, "training-due.csv") if one["course"] == GENERAL]
    assert (due["account_id"], due["due_on"]) == (member.id, passed["valid_until"])
    [answered] = rows(session, "roll-calls.csv")
    assert (answered["quarter"], answered["account_id"], answered["answer"]) == ("2026-1", member.id, "kept")


def matters(session: Session, *people: Account) -> None:
    """An alert about each of them, the case it became, and two incidents: about them, and concerning them."""
    now = clock.now()
    for person in people:
        alert = alert_about(person)
        case = WatchCase(
            account_id=person.id,
            organisation_id=person.organisation_id,
            severity_code="stop",
            opened_at=now,
            due_at=now,
        )
        session.add_all([alert, case])
        session.flush()
        session.add(CaseAlert(alert_id=alert.id, case_id=case.id))
        session.add(CaseEntry(case_id=case.id, kind_code="note", who="誰か", account_id=None, text="内密", at=now))
        usual = {
            "answers": REPORT.as_json(),
            "reporter": person,
            "reporter_organisation_id": person.organisation_id,
            "confidential": False,
            "reported_at": now,
            "kind_code": REPORT.kind.value,
            "personal_data_code": "yes",
            "malicious_code": "no",
            "learned_on": clock.today(),
        }
        session.add_all([Incident(**usual, person=person), Incident(**usual, concerned=[person])])
    session.commit()


def test_what_was_detected_and_reported_stands_with_its_times_and_without_a_word(
    session: Session, member: Account
) -> None:
    matters(session, member)
    [alert], [case], [act] = (rows(session, name) for name in ("alerts.csv", "cases.csv", "case-acts.csv"))
    assert (alert["account_id"], alert["case_id"], alert["rule"]) == (member.id, case["id"], "abroad")
    assert (case["account_id"], case["severity"], case["closed_at"]) == (member.id, "stop", "")
    assert (act["case_id"], act["kind"]) == (case["id"], "note")
    about, concerning = rows(session, "incidents.csv")
    assert (about["person_id"], about["people_concerned"]) == (member.id, "")
    assert (concerning["person_id"], concerning["people_concerned"]) == ("", str(member.id))
    assert about["prompt_due_on"] == clock.today() + timedelta(days=4)
    assert about["final_due_on"] == clock.today() + timedelta(days=29)


def test_what_is_about_an_external_auditor_is_in_no_table(session: Session, member: Account, auditor: Account) -> None:
    matters(session, auditor, member)
    for name in ("alerts.csv", "cases.csv"):
        assert [one["account_id"] for one in rows(session, name)] == [member.id], name
    assert len(rows(session, "case-acts.csv")) == 1
    assert [(one["person_id"], one["people_concerned"]) for one in rows(session, "incidents.csv")] == [
        (member.id, ""),
        ("", str(member.id)),
    ]


def test_a_kept_inspection_is_there_byte_for_byte_with_findings_and_plan(session: Session, member: Account) -> None:
    run = keep_run(session, member)
    session.add(
        Finding(
            title="照合点がない",
            detail="本文",
            promise="B3",
            source_code="self_inspection",
            owner_id=member.id,
            due_on=clock.today(),
            raised_at=clock.now(),
        )
    )
    planned = {"fiscal_year": 2026, "month": 9, "kind_code": "external_audit", "subject": "外部監査", "who": "監査法人"}
    session.add(PlanItem(**planned, added_by=member.id, added_at=clock.now()))
    session.commit()
    files = further(session)
    assert files[f"inspections/{run.reference}.json"] == run.document
    assert f"inspections/{run.reference}.json" in files["inspections/inspections.csv"]
    assert run.sha256 in files["inspections/inspections.csv"]
    assert "照合点がない" in files["findings.csv"]
    assert "本文" not in files["findings.csv"]
    assert "外部監査" in files["inspection-plan.csv"]
    tomorrow = Days(clock.today() + timedelta(days=1), None)
    assert f"inspections/{run.reference}.json" not in dict(assurance_files(session, tomorrow))


def keep_run(session: Session, by: Account) -> InspectionRun:
    counts = {"kept": 1, "not_kept": 0, "unknown": 0, "empty": 0}
    run = InspectionRun(document='{"結果": []}', sha256="b" * 64, **counts, made_by=by.id, who="", made_at=clock.now())
    session.add(run)
    session.flush()
    return run
