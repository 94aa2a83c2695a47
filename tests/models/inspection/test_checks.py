"""Checks of the self-inspection: each finds what it is there to find, and nothing where all is well (M19)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.devices import SecondFactor
from models.accounts.sign_in_session import Rung, SignInSession
from models.assurance.plan import PlanKind, Planned, add_item, fiscal_year_of
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.first_edition import load_first_edition
from models.inspection.check import Ground, Result
from models.inspection.checks import CHECKS
from models.inspection.checks.guards import CHECKS as GUARDS
from models.inspection.examining import Inspection, inspect_all
from models.inspection.promises import PROMISES
from models.organisations.kinds import OrganisationKind, Standing
from models.settings import Settings
from tests.access.people import new_account, signed_in
from tests.factories.viewers import SOMEONE
from tests.models.accounts.people import CONSOLE
from tests.models.inspection.conftest import ANSWERS, Ask


def person(session: Session, **changes: object) -> Account:
    """Somebody in a town of their own; attributes as stated."""
    made = new_account(session, kind=OrganisationKind.LOCAL_GOVERNMENT, scope="22210")
    for name, value in changes.items():
        setattr(made, name, value)
    session.flush()
    return made


def with_device(session: Session, account: Account) -> None:
    device = SecondFactor(
        account_id=account.id, label="端末", sealed_key="x", created_at=clock.now(), confirmed_at=clock.now()
    )
    session.add(device)
    session.flush()


def close_organisation(session: Session) -> Account:
    made = person(session)
    made.organisation.standing_code = Standing.CLOSED.value
    session.flush()
    return made


def leave_session_open(session: Session) -> Account:
    made = person(session)
    signed_in(session, made, Rung.CONSENT)
    made.state_code = AccountState.STOPPED.value
    session.flush()
    return made


def skip_the_code(session: Session) -> Account:
    made = person(session)
    sign_in = signed_in(session, made, Rung.PASSWORD).sign_in
    session.execute(update(SignInSession).where(SignInSession.id == sign_in.id).values(rung_number=Rung.CONSENT.value))
    return made


def share_an_address(session: Session) -> Account:
    one = person(session)
    person(session, email=one.email.upper())
    return one


def sit_in_the_wrong_office(session: Session) -> Account:
    return person(session, role_code=Role.OWNER_OFFICER.value)


WRONGS: dict[str, Callable[[Session], Account]] = {
    "personal-names": lambda session: person(session, person_name="環境課"),
    "own-addresses": share_an_address,
    "devices-connected": person,
    "sessions-proved": skip_the_code,
    "sessions-agreed": skip_the_code,
    "offices-apart": sit_in_the_wrong_office,
    "telephones-known": lambda session: person(session, role_code=Role.RESPONSIBLE_PERSON.value),
    "auditors-end": lambda session: new_account(session, kind=OrganisationKind.AUDITOR, role=Role.AUDITOR),
    "dormant-stopped": lambda session: person(session, last_signed_in_at=clock.now() - timedelta(days=190)),
    "sessions-ended": leave_session_open,
    "closed-struck-off": close_organisation,
    "people-trained": lambda session: person(session, issued_at=clock.now() - timedelta(days=400)),
    "hashing": lambda session: person(session, password_hash="$2b$12$0123456789"),
}


@pytest.mark.parametrize("code", WRONGS)
def test_a_check_of_accounts_names_who_is_wrong_and_nobody_else(session: Session, ask: Ask, code: str) -> None:
    right = person(session, telephone="03-0000-0000")
    with_device(session, right)
    before = ask(code)
    assert before.result in {Result.KEPT, Result.NOTHING}, before.evidence
    wrong = WRONGS[code](session)
    after = ask(code)
    assert (after.result, wrong.login_id in after.evidence) == (Result.NOT_KEPT, True), after.evidence
    assert right.login_id not in after.evidence


def test_an_organisation_without_responsible_person_or_scope_is_named(session: Session, ask: Ask) -> None:
    lead = person(session, role_code=Role.RESPONSIBLE_PERSON.value)
    assert ask("responsible-named").result is ask("scopes-known").result is Result.KEPT
    lead.state_code = AccountState.STOPPED.value
    lead.organisation.scope_code = "99999"
    session.flush()
    for code in ("responsible-named", "scopes-known"):
        assert lead.organisation.name in ask(code).evidence


def test_whoever_cannot_sign_in_is_not_late_in_being_found_dormant(session: Session, ask: Ask) -> None:
    someone = person(session, last_signed_in_at=clock.now() - timedelta(days=190))
    assert someone.login_id in ask("dormant-stopped").evidence
    someone.organisation.standing_code = Standing.BARRED.value
    session.flush()
    assert ask("dormant-stopped").result is Result.KEPT


def test_an_id_issued_twice_is_found_in_the_trail(session: Session, ask: Ask) -> None:
    told = {"login_id": "hanako", "organisation": "つばめ市", "role": "member"}
    record(session, Event(EventName.ACCOUNT_CREATED, CONSOLE, details=told))
    assert ask("never-reused").result is Result.KEPT
    record(session, Event(EventName.ACCOUNT_CREATED, CONSOLE, details=told))
    assert "hanako" in ask("never-reused").evidence


@pytest.mark.parametrize("check", GUARDS, ids=[check.code for check in GUARDS])
def test_a_guard_that_was_taken_away_is_missed(session: Session, ground: Ground, check: object) -> None:
    table = {
        "trail-guarded": "audit_events",
        "editions-guarded": "grants",
        "texts-guarded": "text_versions",
        "rules-guarded": "rule_editions",
        "files-guarded": "monthly_reports",
    }[check.code]  # type: ignore[attr-defined]
    assert check.ask(ground).result is Result.KEPT  # type: ignore[attr-defined]
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"DROP TRIGGER {table}_refuses_update"))
    else:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    assert check.ask(ground).result is Result.NOT_KEPT  # type: ignore[attr-defined]


TABLE, GUARD, DOES = "audit_events", "audit_events_is_append_only", "audit_is_append_only()"
HOLLOW = f"CREATE OR REPLACE FUNCTION {DOES} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
ANOTHER = f"CREATE TRIGGER {GUARD} BEFORE {{}} ON {{}} FOR EACH STATEMENT EXECUTE FUNCTION {DOES}"
LET_THROUGH = f"CREATE TRIGGER {TABLE}_refuses_update BEFORE UPDATE ON {TABLE} BEGIN SELECT 1; END"
HOLLOWED: Mapping[str, Sequence[Sequence[str]]] = {
    "sqlite": [
        [f"DROP TRIGGER {TABLE}_refuses_replacing"],
        [f"DROP TRIGGER {TABLE}_refuses_update", LET_THROUGH],
    ],
    "postgresql": [
        [HOLLOW],
        [f"ALTER TABLE {TABLE} ENABLE REPLICA TRIGGER {GUARD}"],
        [f"DROP TRIGGER {GUARD} ON {TABLE}", ANOTHER.format("TRUNCATE", TABLE)],
        [f"DROP TRIGGER {GUARD} ON {TABLE}", ANOTHER.format("UPDATE OR TRUNCATE", "accounts")],
    ],
}


def test_a_guard_that_was_hollowed_out_is_missed_though_its_name_is_there(session: Session, ask: Ask) -> None:
    assert ask("trail-guarded").result is Result.KEPT
    session.commit()
    for change in HOLLOWED[session.get_bind().dialect.name]:
        for statement in change:
            session.execute(text(statement))
        assert ask("trail-guarded").result is Result.NOT_KEPT, change
        session.rollback()


def test_a_changed_event_and_a_cut_tail_are_found(session: Session, ask: Ask) -> None:
    for number in range(5):
        record(session, Event(EventName.CERTIFICATION_READ, SOMEONE, certifications=[number], details=READ))
    assert ask("chain-intact").result is ask("facilities-named").result is ask("head-reached").result is Result.KEPT
    switch_guards_off(session, "audit_events", "audit_event_facilities")
    session.execute(text("UPDATE audit_event_facilities SET certification_id = 99 WHERE event_number = 3"))
    assert "番号 3 が" in ask("chain-intact").evidence
    session.execute(text("UPDATE audit_event_facilities SET certification_id = 2 WHERE event_number = 3"))
    session.execute(text("DELETE FROM audit_events WHERE number = 5"))
    assert ask("chain-intact").result is Result.NOT_KEPT
    session.execute(text("DELETE FROM audit_events WHERE number = 2"))
    assert ask("head-reached", whole_trail=True).result is Result.NOT_KEPT


READ = {"asked": {}, "items": []}


def switch_guards_off(session: Session, *tables: str) -> None:
    """As somebody would who may do anything to the database."""
    for table in tables:
        if session.get_bind().dialect.name == "sqlite":
            for act in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER {table}_refuses_{act}"))
        else:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))


def test_settings_looser_than_decided_are_found(settings: Settings, ask: Ask, tmp_path: Path) -> None:
    assert ask("limits-as-decided").result is Result.KEPT
    assert "10,001" in ask("limits-as-decided", settings=replace(settings, export_rows_a_file=10_001)).evidence
    assert ask("encrypted-way-in", settings=replace(settings, tls=False)).result is Result.NOT_KEPT
    assert ask("backups-fresh").result is Result.UNKNOWN
    kept = replace(settings, backup_folder=str(tmp_path / "backups"))
    assert ask("backups-fresh", settings=kept).result is Result.NOT_KEPT
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "today.dump").write_text("x")
    assert ask("backups-fresh", settings=kept).result is Result.KEPT
    assert ask("backups-fresh", settings=kept, now=clock.now() + timedelta(hours=27)).result is Result.NOT_KEPT


def test_a_file_of_secrets_that_others_may_read_is_found(settings: Settings, ask: Ask) -> None:
    settings.instance.chmod(0o755)
    secret = settings.instance / "settings.toml"
    secret.write_text("")
    secret.chmod(0o600)
    assert ask("files-closed").result is Result.KEPT
    secret.chmod(0o644)
    assert "settings.toml" in ask("files-closed").evidence
    settings.instance.chmod(0o700)
    assert ask("files-closed").result is Result.KEPT


@pytest.mark.parametrize(
    ("code", "header", "value"),
    [
        ("headers-sent", "Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"),
        ("headers-sent", "Cache-Control", "public"),
        ("headers-sent", "Strict-Transport-Security", ""),
    ],
)
def test_a_header_that_is_wrong_is_named(ask: Ask, code: str, header: str, value: str) -> None:
    assert ask(code).result is Result.KEPT
    page = ANSWERS["/login"]
    wrong = replace(page, headers={**page.headers, header: value})
    assert header in ask(code, answers={**ANSWERS, "/login": wrong}).evidence


def test_pages_without_links_with_scripts_or_open_to_strangers_are_found(ask: Ask) -> None:
    page = ANSWERS["/login"]
    wrong = {**ANSWERS, "/login": replace(page, body="<script>alert(1)</script>"), "/certifications": page}
    for code in ("links-shown", "no-inline-script", "strangers-sign-in"):
        assert ask(code).result is Result.KEPT
        assert ask(code, answers=wrong).result is Result.NOT_KEPT


def test_an_audit_in_the_plan_is_looked_for(session: Session, ask: Ask) -> None:
    assert ask("audit-planned").result is Result.NOT_KEPT
    from tests.factories.viewers import viewer_of

    maker = person(session)
    viewer = viewer_of(session, OrganisationKind.CONTRACTOR, actor=replace(SOMEONE, account_id=maker.id))
    planned = Planned(5, PlanKind.EXTERNAL_AUDIT, "外部監査", "監査法人")
    add_item(session, viewer, fiscal_year_of(clock.today()), planned)
    assert ask("audit-planned").result is Result.KEPT


def test_a_proposal_is_not_a_review_and_a_grant_without_reviewer_is_named(session: Session, ask: Ask) -> None:
    load_first_edition(session, CONSOLE)
    assert "提案のまま" in ask("grants-in-force").evidence
    for code in ("grants-grounded", "shown-granted", "register-is-data", "catalogue-recorded"):
        assert ask(code).result is Result.KEPT, code
    assert ask("editions-by-two").result is Result.NOTHING, "the first edition was proposed by nobody"
    later = "UPDATE grants SET reviewed_on = '2999-01-01' WHERE item = 'facility_id'"
    switch_guards_off(session, "grants")
    session.execute(text(later))
    assert "facility_id" in ask("grants-grounded").evidence
    session.execute(text("DELETE FROM grants WHERE item = 'facility_id' AND attribute = 'bureau'"))
    assert "facility_id／bureau" in ask("shown-granted").evidence, "this process still shows it"


LOOKS_AT_THE_DEPLOYMENT = {
    "never-reused", "strangers-sign-in", "password-numbers", "code-numbers", "throttle-numbers", "session-numbers",
    "link-numbers", "periods", "texts-in-force", "six-items", "headers-sent", "links-shown", "no-inline-script",
    "limits-as-decided", "catalogue-recorded", "register-is-data", "watching-rules-on", "watching-countries-fresh",
    "encrypted-way-in", "secrets-strong", "files-closed", "clock-right", *(check.code for check in GUARDS),
}  # fmt: skip
"""What does not need anybody in the register to be looked at."""


def test_nothing_is_said_to_be_kept_where_there_was_nothing_to_look_at(ground: Ground) -> None:
    found = {check.code: check.ask(ground) for check in CHECKS}
    kept = {code for code, answer in found.items() if answer.result is Result.KEPT}
    assert kept <= LOOKS_AT_THE_DEPLOYMENT, kept - LOOKS_AT_THE_DEPLOYMENT
    looked_at_nothing = [code for code, answer in found.items() if answer.result is Result.NOTHING]
    assert {"personal-names", "devices-connected", "sessions-ended", "roll-calls-closed"} <= {*looked_at_nothing}


def test_every_check_answers_on_an_empty_register_and_the_result_can_be_kept(ground: Ground) -> None:
    found = inspect_all(ground)
    failed = [line.code for line in found.lines if "確認できませんでした" in line.evidence]
    assert failed in ([], ["doctor-メール"]), "every check runs on both databases"
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert {line.promise for line in found.lines} <= PROMISES.keys()
    assert sum(found.counts) == len(found.lines)
    kept = Inspection.of_text(found.to_text())
    assert (kept, kept.sha256) == (found, found.sha256)
    assert {line.promise for line in inspect_all(ground, "M5").lines} == {"M5"}
