"""Two schedulers at once: one opens the round."""

from functools import partial

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.people import roll_call_acts
from models.people.roll_call import RollCall, RollCallEntry
from tests.amount import ROUNDS
from tests.models.people.office import (
    OFFICER,
    OUTGOING,
    Office,
)
from tests.races.people.common import tried
from tests.races.racing import Racers


def test_of_two_schedulers_one_opens_the_round_and_neither_fails(office: Office, two: Racers) -> None:
    actor = office.viewer(OFFICER).actor
    office.session.commit()

    def open_one(session: Session) -> None:
        roll_call_acts.open_round(session, OUTGOING, actor)

    for _ in range(ROUNDS // 10):  # each round asks everybody and writes its letters
        answers = two.race(partial(tried, open_one), partial(tried, open_one))
        assert sorted(map(bool, answers)) == [False, True], answers
        office.session.execute(delete(RollCallEntry))
        office.session.execute(delete(RollCall))
        office.session.commit()
