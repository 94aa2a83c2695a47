"""A stop of tens of thousands writes its letters in a handful of statements, however many they are (M8)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, insert, select, update

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.mail.outbox import BATCH, OutboxLetter
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.people import kind_stop
from models.people.cutting import MOST_NAMED
from tests.models.accounts.people import BOX
from tests.models.people.office import OFFICER, OUTGOING, Office

KIND = OrganisationKind.CERTIFIED_OPERATOR


def settle(office: Office, number: int) -> None:
    """So many certified operators, each with a responsible person; the last one's address cannot be one."""
    made = Organisation(kind_code=KIND.value, name="みほん発電", scope_code="1", laws=[], created_at=clock.now())
    office.session.add(made)
    office.session.flush()
    many_people(office, number, made.id, Role.RESPONSIBLE_PERSON)
    first = update(Account).where(Account.login_id == "many-0")
    office.session.execute(first.values(email="アドレスではない").execution_options(synchronize_session=False))
    office.session.commit()


def many_people(office: Office, number: int, organisation_id: int, role: Role = Role.MEMBER) -> None:
    """So many people of one organisation, in use."""
    rows = [
        {
            "login_id": f"many-{one}",
            "folded_id": f"many-{one}",
            "skeleton": f"many-{one}",
            "organisation_id": organisation_id,
            "role_code": role.value,
            "person_name": f"見本 {one}",
            "email": f"many{one}@town.example",
            "state_code": AccountState.ACTIVE.value,
            "issued_at": clock.now(),
        }
        for one in range(number)
    ]
    office.session.execute(insert(Account), rows)
    office.session.commit()


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []
    engine = office.session.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("number", [BATCH + 101])
def test_everybody_is_written_to_in_a_few_statements(office: Office, number: int) -> None:
    settle(office, number)
    officer = office.viewer(OFFICER)
    assert len(kind_stop.preview_people(office.session, KIND)) == MOST_NAMED
    with statements(office) as sent:
        reach = kind_stop.stop_kind(office.session, OUTGOING, officer, KIND, "試験", "停止中です。")
    assert reach.accounts == number
    assert sum("INSERT INTO outbox" in one for one in sent) < number / 100
    assert len(sent) < number / 20
    letters = office.session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).all()
    assert len(letters) == number - 1
    assert {one.recipient for one in letters} >= {
        "many1@town.example",
        f"many{number - 1}@town.example",
    }
    last = BOX.open("letter", letters[-1].sealed_body)
    assert f"見本 {number - 1} 様" in last
    assert "停止中です。" in last
    assert office.session.scalar(select(func.count()).where(OutboxLetter.state_code == "queued")) == number - 1
