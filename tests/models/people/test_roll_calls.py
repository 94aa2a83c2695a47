"""Who answers for whom in a roll-call, and what they are told of it (M7)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import clock
from models.accounts.account import Account, AccountState
from models.administration.waiting import waiting_for
from models.errors import Forbidden
from models.mail.outbox import OutboxLetter
from models.organisations.kinds import OrganisationKind, Standing
from models.people import kind_stop, roll_call_acts
from models.people.roll_call import Answer, RollCall
from models.people.succession import looked_after, working_responsible_persons
from tests.models.accounts.people import BOX
from tests.models.people.office import (
    AUDITOR,
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OTHER_MEMBER,
    OUTGOING,
    SECOND,
    Office,
)

IN_CHARGE = {OFFICER, SECOND, MANAGER, COLLEAGUE, AUDITOR}


def begun(office: Office) -> RollCall:
    """The round of this quarter."""
    return roll_call_acts.open_round(office.session, OUTGOING, office.viewer(OFFICER).actor)


def asked(office: Office, who: str, opened: RollCall) -> set[str]:
    """The IDs of those somebody answers for."""
    found = roll_call_acts.entries_to_answer(office.session, office.viewer(who), opened)
    assert len(found) == roll_call_acts.count_to_answer(office.session, office.viewer(who), opened)
    return {one.login_id for one in found}


def letter(office: Office, to: str) -> str:
    """What the letter about the round says."""
    chosen = select(OutboxLetter.sealed_body).where(
        OutboxLetter.recipient == office.account(to).email, OutboxLetter.subject.contains("棚卸し")
    )
    return BOX.open("letter", office.session.scalars(chosen).one())


def test_everybody_is_told_of_as_many_as_they_answer_for(office: Office) -> None:
    office.account(OTHER_LEAD).state_code = AccountState.STOPPED.value
    office.session.commit()
    opened = begun(office)
    for who in (OFFICER, SECOND):
        assert len(asked(office, who, opened)) == 6
        assert "保有者担当が回答するアカウント 6 名" in letter(office, who)
    assert "あなたが回答する利用者 2 名" in letter(office, LEAD)


@pytest.mark.parametrize("gone", ["stopped", "over", "not begun", "never signed in", "barred", "kind stopped"])
def test_an_officer_answers_where_no_responsible_person_can(office: Office, gone: str) -> None:
    opened = begun(office)
    assert asked(office, OFFICER, opened) == IN_CHARGE
    lead, today = office.account(LEAD), clock.today()
    match gone:
        case "stopped":
            lead.state_code = AccountState.STOPPED.value
        case "over":
            lead.ends_on = today - timedelta(days=1)
        case "not begun":
            lead.starts_on = today + timedelta(days=1)
        case "never signed in":
            lead.state_code = AccountState.ISSUED.value
        case "barred":
            lead.organisation.standing_code = Standing.BARRED.value
        case "kind stopped":
            kind_stop.stop_kind(
                office.session, OUTGOING, office.viewer(OFFICER), OrganisationKind.GRID_OPERATOR, "試験", "停止中です。"
            )
    office.session.flush()
    both = {LEAD, MEMBER} | ({OTHER_LEAD, OTHER_MEMBER} if gone == "kind stopped" else set())
    assert asked(office, OFFICER, opened) == IN_CHARGE | both
    places = set(office.session.scalars(looked_after(clock.now())))
    for place in set(office.session.scalars(select(Account.organisation_id))):
        assert (place in places) is bool(working_responsible_persons(office.session, place))


def test_an_officers_answer_keeps_and_stops_like_a_responsible_persons(office: Office) -> None:
    opened = begun(office)
    officer = office.viewer(OFFICER)
    entries = {
        one.login_id: one.id for one in roll_call_acts.entries_to_answer(office.session, office.viewer(LEAD), opened)
    }
    with pytest.raises(Forbidden):
        roll_call_acts.answer(office.session, OUTGOING, officer, opened, {entries[MEMBER]: Answer.KEPT})
    office.session.rollback()
    opened = begun(office)
    office.account(LEAD).state_code = AccountState.STOPPED.value
    office.session.flush()
    given = {entries[LEAD]: Answer.KEPT, entries[MEMBER]: Answer.ENDED}
    assert roll_call_acts.answer(office.session, OUTGOING, officer, opened, given) == (1, 1)
    assert office.account(MEMBER).state is AccountState.STOPPED
    assert office.account(LEAD).roll_call_due_at is None
    waits = [one.number for one in waiting_for(office.session, officer) if one.label.startswith("棚卸しの回答")]
    assert waits == [len(IN_CHARGE)]
