"""What was learnt before different facilities were counted is lengthened as it is read, and goes on."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.detection.detector import Detector
from models.detection.measures import COUNT, Measure
from models.detection.rulebook import shipped_rules
from models.detection.signal import Act
from models.detection.states import VERSION, State
from models.monitoring.stored_states import StoredStates
from models.monitoring.tables import DetectorState
from tests.models.detection.acts import act

BEFORE: dict[str, State] = json.loads(Path(__file__).with_name("states_from_before.json").read_text(encoding="utf-8"))
"""A person and their peers after fourteen days of use; what was raised on the last but one was answered."""
SATO = "person:sato"
AN_HOUR_LATER, A_DAY_LATER = 1440 * 13 + 60, 1440 * 14


@pytest.fixture
def states(session: Session) -> StoredStates:
    """The states as they stand in the database."""
    keep(session, BEFORE)
    return StoredStates(session)


def keep(session: Session, states: dict[str, State]) -> None:
    now = clock.now()
    rows = [DetectorState(subject=one, state=json.dumps(state), put_at=now) for one, state in states.items()]
    session.add_all(rows)
    session.flush()


def of(states: StoredStates, subject: str = SATO) -> dict[str, Any]:
    found = states.get(subject)
    assert found is not None
    return found


def test_habits_go_on_and_each_row_of_before_is_another_facility(states: StoredStates, session: Session) -> None:
    before = BEFORE[SATO]
    detector = Detector(shipped_rules(), states)
    detector.feed(act(Act.SEARCH, AN_HOUR_LATER, rows=20, facilities=range(20)))
    person = of(states)
    assert person["own"] == [*before["own"], -1.0]
    assert person["today"][Measure.DIFFERENT] == pytest.approx(100 + 1 + 20, abs=2)
    detector.feed(act(Act.SEARCH, A_DAY_LATER, rows=20, facilities=range(20)))
    states.save()
    person = of(StoredStates(session))
    assert person["own"][Measure.ACTS] == before["own"][Measure.ACTS]
    rows = [row[1 + Measure.SEARCH_ROWS] + row[1 + Measure.EXPORT_ROWS] for row in before["days"]]
    assert person["own"][Measure.DIFFERENT] >= max(rows)
    assert {len(row) for row in person["days"]} == {1 + COUNT}
    assert person["today"][Measure.DIFFERENT] == person["different"]["number"] == 20


@pytest.mark.parametrize("subject", ["peers:*", "peers:grid_operator"])
def test_what_is_usual_among_peers_is_no_narrower_than_the_rows_they_were_shown(
    states: StoredStates, subject: str
) -> None:
    Detector(shipped_rules(), states).feed(act(Act.SEARCH, A_DAY_LATER, rows=20))
    for name in ("high", "upper"):
        usual = of(states, subject)[name]
        assert len(usual) == COUNT
        most = max(usual[Measure.SEARCH_ROWS], usual[Measure.EXPORT_ROWS])
        assert most < usual[Measure.DIFFERENT] <= 2.4 * most


@pytest.mark.parametrize(("rows", "raised"), [(20, []), (120, ["list-paging"])])
def test_what_was_answered_has_to_grow_to_more_than_as_much_again(
    session: Session, rows: int, raised: list[str]
) -> None:
    person = json.loads(json.dumps(BEFORE[SATO]))
    person["answered"].update(day=person["day"], seen=person["seen"], figures=person["today"])
    person["episodes"]["list-paging:a"] = [person["seen"], person["seen"]]
    keep(session, {**BEFORE, SATO: person})
    rules = shipped_rules().changed("list-paging", {"measures": {"different": {"limit": 50, "floor": 50}}})
    detector = Detector(rules, StoredStates(session))
    assert [one.rule for one in detector.feed(act(Act.SEARCH, AN_HOUR_LATER, rows=rows))] == raised


def test_states_of_this_shape_and_of_another_one_are_read_as_they_are(session: Session) -> None:
    other = {SATO: {"v": VERSION - 1}, "peers:*": {"v": VERSION - 1}, "clock": {"v": VERSION, "weeks": 0}}
    keep(session, other)
    states = StoredStates(session)
    assert {one: states.get(one) for one in other} == other
    assert states.get("person:nobody") is None
