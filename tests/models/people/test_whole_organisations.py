"""What is done to a whole organisation is done to each of its accounts: each person is told, each history shows it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import clock
from models.accounts.account import Account, AccountState
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, proposing
from models.approvals.approval import ApprovalKind
from models.audit.checkpoints import CheckpointBook
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.auditing.verifying import verify_trail
from models.mail.outbox import OutboxLetter
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people.debarment import bar
from models.people.history import history_of_account
from tests.models.accounts.people import CONSOLE, add_person
from tests.models.people.office import LEAD, MEMBER, OFFICER, OTHER_MEMBER, OUTGOING, SECOND, Office
from tests.models.people.test_many_letters import many_people, statements

MANY = 1_000


def place(office: Office) -> int:
    return office.account(LEAD).organisation_id


def by_two(office: Office, kind: ApprovalKind) -> None:
    about = f"organisation:{place(office)}"
    made = proposing.propose(office.session, ACTS, office.viewer(OFFICER), kind, about, "目的外の利用")
    shown = ACTS[kind].difference(office.session, made).sha256
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(SECOND), made.id, shown)


def barred(office: Office) -> None:
    bar(office.session, OUTGOING, office.viewer(OFFICER), place(office), "目的外の利用")


def resumed(office: Office) -> None:
    barred(office)
    by_two(office, ApprovalKind.LIFT_BAR)


def struck_off(office: Office) -> None:
    barred(office)
    by_two(office, ApprovalKind.STRIKE_OFF_ORGANISATION)


DONE: dict[str, tuple[Callable[[Office], None], str, str]] = {
    "barred": (barred, "組織の利用を停止しました", "所属する組織の利用停止"),
    "resumed": (resumed, "利用を再開しました", "所属する組織の利用停止の解除"),
    "closed": (
        lambda office: by_two(office, ApprovalKind.CLOSE_ORGANISATION),
        "組織の登録を終了しました",
        "所属する組織の登録の終了",
    ),
    "struck off": (struck_off, "すべてのアカウントを抹消しました", "抹消"),
}


@pytest.mark.parametrize("act", DONE)
def test_every_person_is_told_and_every_history_shows_it(office: Office, act: str) -> None:
    do, subject, label = DONE[act]
    do(office)
    for who in (LEAD, MEMBER):
        assert sum(one.endswith(f"】{subject}") for one in office.letters(who)) == 1
        newest = history_of_account(office.session, office.account(who))[0]
        assert (newest.what, "目的外の利用" in newest.sentence) == (label, True)
    assert office.letters(OTHER_MEMBER) == []
    assert not {one.what for one in history_of_account(office.session, office.account(OTHER_MEMBER))} & {label}


def test_an_account_of_another_time_was_not_concerned(office: Office) -> None:
    office.account(MEMBER).state_code = AccountState.STRUCK_OFF.value
    office.account(MEMBER).struck_off_at = clock.now()
    office.session.commit()
    resumed(office)
    later = add_person(office.session, "later", office.session.get_one(Organisation, place(office)))
    for account in (office.account(MEMBER), later):
        assert "所属する組織の利用停止" not in {one.what for one in history_of_account(office.session, account)}
    assert office.letters(MEMBER) == []


def test_whoever_was_stopped_before_is_struck_off_with_the_others_and_told(office: Office) -> None:
    office.account(MEMBER).state_code = AccountState.STOPPED.value
    office.session.commit()
    struck_off(office)
    assert office.account(MEMBER).state is AccountState.STRUCK_OFF
    assert [one.rpartition("】")[2] for one in office.letters(MEMBER)] == ["すべてのアカウントを抹消しました"]


def test_a_thousand_are_told_and_struck_off_in_a_few_statements(office: Office) -> None:
    many_people(office, MANY, place(office))
    with statements(office) as sent:
        struck_off(office)
    assert len(sent) < MANY / 10
    living = select(func.count()).where(Account.organisation_id == place(office), Account.state_code != "struck_off")
    assert office.session.scalar(living) == 0
    told = Counter(office.session.scalars(select(OutboxLetter.recipient)))
    assert {told[f"many{number}@town.example"] for number in range(MANY)} == {2}
    ended = select(AuditEvent.object).where(AuditEvent.name == EventName.ACCOUNT_STRUCK_OFF.value)
    numbers = select(Account.id).where(Account.organisation_id == place(office))
    assert set(office.session.scalars(ended)) == {f"account:{one}" for one in office.session.scalars(numbers)}


def test_the_events_of_all_hang_together_with_the_rest_of_the_trail(office: Office, tmp_path: Path) -> None:
    struck_off(office)
    office.session.commit()
    found = verify_trail(office.session, OUTGOING, CONSOLE, CheckpointBook(tmp_path, b"key"))
    assert (found.fault, found.count > len(office.events(EventName.ACCOUNT_STRUCK_OFF))) == ("", True)


def test_what_fails_at_the_last_leaves_nobody_struck_off_and_nobody_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    barred(office)
    office.session.commit()
    before = office.session.scalar(select(func.count(OutboxLetter.id)))

    def fail(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("models.people.debarment.record_all", fail)
    with pytest.raises(RuntimeError):
        by_two(office, ApprovalKind.STRIKE_OFF_ORGANISATION)
    office.session.rollback()
    assert office.account(MEMBER).state is AccountState.ACTIVE
    assert office.session.scalar(select(func.count(OutboxLetter.id))) == before
    assert office.session.get_one(Organisation, place(office)).standing is Standing.BARRED
