"""Old events are given up only once they are exported, covered, and permitted by two officers (policy §2, B3)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models import clock
from models.administration.two_person_acts import ACTS
from models.approvals import deciding
from models.approvals.acts import SamePerson
from models.approvals.approval import Approval, ApprovalKind
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent, AuditEventFacility, AuditPurge
from models.auditing import purging
from models.auditing.days import Days
from models.auditing.files import export_trail
from models.auditing.purge import purge
from models.auditing.verifying import verify_trail
from models.errors import Conflict, Forbidden, NotFound
from tests.models.auditing.conftest import CONSOLE, check
from tests.models.people.office import AUDITOR, MANAGER, OFFICER, OUTGOING, SECOND, Office, staff

UNTIL = date(2020, 4, 8)
YEARS = 3


@pytest.fixture
def office(lived: Session) -> Office:
    return staff(lived)


@pytest.fixture
def old(office: Office, tmp_path: Path) -> Path:
    """The file of the first eight days; the office's clock begins after them."""
    export_trail(office.session, CONSOLE, tmp_path / "old.jsonl", Days(until=UNTIL))
    office.session.commit()
    return tmp_path / "old.jsonl"


def proposed(office: Office, who: str = OFFICER) -> Approval:
    [part] = purging.offered(office.session, YEARS)
    return purging.propose(office.session, office.viewer(who), part.number, YEARS, "保存期間を過ぎた")


def approved(office: Office) -> int:
    """The number of a permit for the exported file, as two officers gave it."""
    made = proposed(office)
    shown = ACTS[ApprovalKind.PURGE_TRAIL].difference(office.session, made).sha256
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(SECOND), made.id, shown)
    office.session.commit()
    return made.id


def refused(office: Office, book: CheckpointBook, file: Path, approval: int, why: str) -> None:
    with pytest.raises(Conflict, match=why):
        purge(office.session, CONSOLE, book, file, YEARS, approval)
    office.session.rollback()
    assert office.session.scalar(select(func.count()).select_from(AuditPurge)) == 0
    assert office.session.scalar(select(func.min(AuditEvent.number))) == 1


def test_the_old_part_goes_and_the_rest_stays_provable(
    office: Office, book: CheckpointBook, old: Path, tmp_path: Path
) -> None:
    lived, rest, number = office.session, tmp_path / "rest.jsonl", approved(office)
    refused(office, book, old, number, "照合点")
    make_checkpoint(lived, book, CONSOLE)
    lived.commit()
    proof = purge(lived, CONSOLE, book, old, YEARS, number)
    lived.commit()
    assert (proof.first, proof.last, proof.approval) == (1, 8, number)
    told = office.events(EventName.TRAIL_PURGED)[0].details
    assert told["proposed_by"] == office.account(OFFICER).id
    assert told["approved_by"] == office.account(SECOND).id
    assert lived.scalar(select(func.min(AuditEvent.number))) == 9
    assert lived.scalar(select(func.min(AuditEventFacility.event_number))) == 9
    assert verify_trail(lived, OUTGOING, CONSOLE, book).fault == ""
    export_trail(lived, CONSOLE, rest, Days())
    lived.commit()
    assert check(rest) == 0
    assert check(rest, "--checkpoints", book.path) == 0
    assert check(old, rest, "--checkpoints", book.path) == 0
    lines = rest.read_bytes().splitlines(keepends=True)
    rest.write_bytes(b"".join(lines[1:]))
    assert check(rest) == 1
    with pytest.raises(Conflict):
        purge(lived, CONSOLE, book, old, YEARS, number)


def test_one_person_gives_nothing_up(office: Office, book: CheckpointBook, old: Path) -> None:
    make_checkpoint(office.session, book, CONSOLE)
    office.session.commit()
    with pytest.raises(NotFound):
        purge(office.session, CONSOLE, book, old, YEARS, 99)
    office.session.rollback()
    for who in (MANAGER, AUDITOR):
        with pytest.raises(Forbidden):
            proposed(office, who)
        office.session.rollback()
    made = proposed(office)
    office.session.commit()
    refused(office, book, old, made.id, "まだ二人目に")
    shown = ACTS[ApprovalKind.PURGE_TRAIL].difference(office.session, made).sha256
    with pytest.raises(SamePerson):
        deciding.approve(office.session, ACTS, OUTGOING, office.viewer(OFFICER), made.id, shown)
    office.session.rollback()
    deciding.decline(office.session, ACTS, office.viewer(SECOND), made.id, "まだ早い")
    office.session.commit()
    refused(office, book, old, made.id, "まだ二人目に")


def test_a_permit_holds_for_its_file_and_its_days_alone(
    office: Office, book: CheckpointBook, old: Path, tmp_path: Path
) -> None:
    number = approved(office)
    make_checkpoint(office.session, book, CONSOLE)
    export_trail(office.session, CONSOLE, tmp_path / "less", Days(until=date(2020, 4, 3)))
    office.session.commit()
    refused(office, book, tmp_path / "less", number, "承認されたファイルと違います")
    old.write_bytes(old.read_bytes().replace(b"facility_id", b"facility_ix"))
    refused(office, book, old, number, "読めません")
    with time_machine.travel(clock.now() + purging.PERMITTED_FOR + timedelta(seconds=1), tick=False):
        refused(office, book, tmp_path / "less", number, "日を過ぎています")


@pytest.mark.parametrize("days", [Days(date(2020, 4, 2), date(2020, 4, 3)), Days()], ids=["no beginning", "young"])
def test_what_is_young_or_not_the_beginning_is_not_offered(office: Office, tmp_path: Path, days: Days) -> None:
    export_trail(office.session, CONSOLE, tmp_path / "part", days)
    assert purging.offered(office.session, YEARS) == []
    number = office.events(EventName.TRAIL_EXPORTED)[0].number
    with pytest.raises(Conflict):
        purging.propose(office.session, office.viewer(OFFICER), number, YEARS, "試験")


PROOF = (
    "INSERT INTO audit_purges (at, first, last, previous_hash, last_hash, sha256, approval) "
    "VALUES ('2026-01-01', {}, {}, '', '', '', {})"
)


@pytest.mark.parametrize(
    "piece",
    [(2, 5), (1, 13), (1, 99), (1, 7)],
    ids=["not the beginning", "too young", "beyond the end", "not the piece that was approved"],
)
def test_the_database_itself_takes_no_wrong_proof(office: Office, old: Path, piece: tuple[int, int]) -> None:
    number = approved(office)
    with pytest.raises(DatabaseError, match="append-only"):
        office.session.execute(text(PROOF.format(*piece, number)))


@pytest.mark.parametrize("approval", ["NULL", "99", "{waiting}"])
def test_the_database_itself_takes_no_proof_that_two_have_not_approved(
    office: Office, old: Path, approval: str
) -> None:
    waiting = proposed(office).id
    office.session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        office.session.execute(text(PROOF.format(1, 8, approval.format(waiting=waiting))))


@pytest.mark.parametrize("change", ["UPDATE audit_purges SET last = 9", "DELETE FROM audit_purges"])
def test_a_proof_is_never_changed_and_frees_nothing_but_its_own(
    office: Office, book: CheckpointBook, old: Path, change: str
) -> None:
    lived, number = office.session, approved(office)
    make_checkpoint(lived, book, CONSOLE)
    purge(lived, CONSOLE, book, old, YEARS, number)
    lived.commit()
    for statement in (change, "DELETE FROM audit_events WHERE number = 9", "DELETE FROM audit_event_facilities"):
        with pytest.raises(DatabaseError, match="append-only"):
            lived.execute(text(statement))
        lived.rollback()
