"""Loading a demonstration: once, through the importer, with accounts that can sign in at once."""

import csv
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from models.accounts import passwords
from models.accounts.account import Account, Role
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.demonstration import credentials
from models.demonstration.cast import everybody
from models.demonstration.loading import NotADemonstration, TooFew, load_demonstration
from models.errors import DomainError, NotFound
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.register.certification import Certification, Document, Site
from models.register.scopes import RegisterScope
from models.register.tripwire import opened
from models.settings import Settings
from tests.databases.recipes import migrated, settings_for_tests
from tests.databases.templates import Databases

COUNT = 300
ACTOR = Actor.at_console("tester")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, demonstration=True)


@pytest.fixture(scope="module")
def demonstration(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A demonstration that was loaded, for the tests that only look at it."""
    url = databases.copy(migrated)
    settings = replace(settings_for_tests(url, tmp_path_factory.mktemp("demonstration")), demonstration=True)
    with _session(settings) as session:
        report = load_demonstration(session, ACTOR, settings, COUNT)
        session.commit()
    assert (report.certifications, report.already_loaded) == (COUNT, False)
    yield settings
    databases.drop(url)


@pytest.fixture
def loaded(demonstration: Settings) -> Iterator[Session]:
    with _session(demonstration) as session:
        yield session


@contextmanager
def _session(settings: Settings) -> Iterator[Session]:
    engine = create_engine(settings.database)
    with Session(engine) as session:
        yield session
    engine.dispose()


def count_of(session: Session, column: object) -> int:
    with opened():
        return session.scalar(select(func.count()).select_from(column)) or 0  # type: ignore[arg-type]


def certifications_of(session: Session, kind: str, code: str) -> int:
    keys = select(func.count()).select_from(RegisterScope).where(RegisterScope.kind == kind, RegisterScope.code == code)
    with opened():
        return session.scalar(keys) or 0


def test_the_whole_register_enters_and_every_user_attribute_has_rows(loaded: Session) -> None:
    assert count_of(loaded, Certification) == count_of(loaded, Document) == COUNT
    assert count_of(loaded, Site) > COUNT + 1_000
    organisations = {each.kind: each for each in loaded.scalars(select(Organisation))}
    assert set(organisations) == set(OrganisationKind)
    operator = organisations[OrganisationKind.CERTIFIED_OPERATOR].scope_code
    ministry = organisations[OrganisationKind.MINISTRY]
    for kind, code in (
        ("grid", "tokyo"), ("grid", "chubu"), ("bureau", "C"), ("municipality", "22210"), ("prefecture", "22"),
        ("nation", "jp"), ("agent", "solar_under_50kw"), ("operator", str(operator)), ("law", ministry.laws[0]),
    ):  # fmt: skip
        assert certifications_of(loaded, kind, code), (kind, code)


def test_the_facility_across_two_supply_areas_is_seen_from_both(loaded: Session) -> None:
    areas = select(RegisterScope.position).where(RegisterScope.kind == "grid")
    both = areas.group_by(RegisterScope.position).having(func.count() > 1)
    with opened():
        assert loaded.scalars(both).all()


def test_a_second_loading_changes_nothing(loaded: Session, demonstration: Settings) -> None:
    before = credentials.accounts_file(demonstration).read_bytes()
    events = count_of(loaded, AuditEvent)
    report = load_demonstration(loaded, ACTOR, demonstration, COUNT)
    assert report.already_loaded
    assert count_of(loaded, AuditEvent) == events
    assert credentials.accounts_file(demonstration).read_bytes() == before


def test_the_accounts_file_has_the_agreed_columns_and_is_its_owners_alone(
    loaded: Session, demonstration: Settings
) -> None:
    path = credentials.accounts_file(demonstration)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == ["login_id", "password", "totp_secret", "organisation", "kind", "role"]
    assert {line["login_id"] for line in lines} == {part.login_id for part in everybody()}
    assert {line["role"] for line in lines} == {role.value for role in Role}
    assert {line["kind"] for line in lines} == {kind.value for kind in OrganisationKind}
    assert [line["login_id"] for line in lines if not line["totp_secret"]] == ["demo-tokyo-newcomer"]


def test_every_password_is_the_accounts_own_and_within_the_policy(loaded: Session, demonstration: Settings) -> None:
    lines = credentials.read(demonstration)
    assert len({line.password for line in lines}) == len(lines)
    for line in lines:
        account = loaded.scalars(select(Account).where(Account.login_id == line.login_id)).one()
        context = passwords.PasswordContext(account.login_id, account.person_name, account.organisation.name)
        passwords.check_password_policy(line.password, context)
        assert passwords.verify_password(account.password_hash, line.password)


def test_a_present_code_is_six_digits_and_given_for_connected_accounts_only(
    loaded: Session, demonstration: Settings
) -> None:
    code = credentials.present_code(demonstration, "demo-fuji-member")
    assert len(code) == 6
    assert code.isdecimal()
    with pytest.raises(DomainError, match="まだ端末が接続されていません"):
        credentials.present_code(demonstration, "demo-tokyo-newcomer")
    with pytest.raises(NotFound):
        credentials.present_code(demonstration, "nobody")


def test_loading_is_recorded(loaded: Session) -> None:
    event = loaded.scalars(select(AuditEvent).where(AuditEvent.name == EventName.DEMONSTRATION_LOADED.value)).one()
    assert event.details == {"certifications": COUNT, "accounts": len(everybody())}


def test_a_register_in_use_is_never_loaded_with_made_up_people(session: Session, settings: Settings) -> None:
    with pytest.raises(NotADemonstration):
        load_demonstration(session, ACTOR, replace(settings, demonstration=False), COUNT)
    assert count_of(session, Organisation) == 0


def test_too_small_a_register_is_refused_before_anything_is_written(session: Session, settings: Settings) -> None:
    with pytest.raises(TooFew):
        load_demonstration(session, ACTOR, settings, 10)
    assert not credentials.accounts_file(settings).exists()
