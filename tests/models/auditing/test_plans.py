"""However the trail is asked, a page is one short range of one index: nothing is sorted, nothing is read through."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.auditing.acts import all_acts
from models.auditing.facility_readers import acts_that_showed
from models.lists import ListSpec, ask, list_page

QUESTIONS = [
    {},
    {"actor": "hanako"},
    {"organisation": "つばめ市"},
    {"unit": "環境課"},
    {"act": "register:certification:read"},
    {"object": "facility:A100001C22"},
    {"address": "192.0.2.1"},
    {"since": "2026-01-01", "until": "2026-02-01"},
    {"outcome": "refused"},
    {"actor": "hanako", "since": "2026-01-01"},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_page_of_the_trail_is_a_range_of_one_index(session: Session, question: dict[str, str]) -> None:
    check(session, all_acts(), question, "audit_events USING INDEX")


def test_who_has_seen_a_facility_is_a_range_of_the_key(session: Session) -> None:
    check(session, acts_that_showed(5), {}, "audit_event_facilities USING PRIMARY KEY (certification_id=?)")


def check(session: Session, spec: ListSpec[object], question: dict[str, str], way: str) -> None:
    if session.get_bind().dialect.name != "sqlite":
        list_page(
            session, spec, ask(spec, question)
        )  # an empty PostgreSQL plans for nothing: it has to answer at least
        return
    asked: list[tuple[str, object]] = []
    connection = session.connection().connection.driver_connection
    assert connection is not None

    def keep(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        asked.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", keep)
    list_page(session, spec, ask(spec, question))
    event.remove(engine, "before_cursor_execute", keep)
    statement, parameters = asked[-1]
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert any(way in step for step in plan), plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan
