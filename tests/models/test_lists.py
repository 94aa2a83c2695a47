"""A list of the administration: what it understands of an address, and pages that neither lose nor repeat a row."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.list_cursor import ListCursor
from models.lists import (
    ListFilter,
    ListQuestion,
    ListSpec,
    ask,
    contains,
    equals,
    every_row,
    from_day_to_day,
    list_page,
)
from models.organisations.organisation import Organisation

COUNT = 45


@pytest.fixture
def spec(session: Session) -> ListSpec[Organisation]:
    now = clock.now()
    session.add_all(
        Organisation(
            kind_code="local_government" if number % 2 else "bureau",
            name=f"組織{number // 3:02}-{number:03}",
            standing_code="active",
            laws=[],
            created_at=now,
        )
        for number in range(COUNT)
    )
    session.commit()
    return ListSpec(
        select(Organisation),
        Organisation.id,
        {"kind": Organisation.kind_code, "name": Organisation.name, "created": Organisation.created_at},
        (
            ListFilter("q", "名称", contains(Organisation.name)),
            ListFilter(
                "kind", "種類", equals(Organisation.kind_code), (("bureau", "局"), ("local_government", "自治体"))
            ),
        ),
    )


def walked(session: Session, spec: ListSpec[Organisation], question: ListQuestion) -> list[int]:
    """Every row by following the cursors, as an address carries them."""
    found: list[int] = []
    given = {"sort": f"{'-' if question.descending else ''}{question.sort}", "size": "20"}
    while True:
        page = list_page(session, spec, ask(spec, given))
        found += [one.id for one in page.rows]
        if page.following is None:
            return found
        name, value = page.following.parameter()
        given = dict(parse_qsl(urlencode({**given, name: value})))
        given.pop("before", None)


@pytest.mark.parametrize("sort", ["kind", "-kind", "name", "-name", "created", "-created"])
def test_pages_together_are_the_list(session: Session, spec: ListSpec[Organisation], sort: str) -> None:
    question = ask(spec, {"sort": sort})
    whole = [one.id for one in every_row(session, spec, question)]
    assert len(set(whole)) == COUNT
    assert walked(session, spec, question) == whole


@pytest.mark.parametrize("sort", ["kind", "-name", "created"])
def test_the_way_back_leads_where_one_came_from(session: Session, spec: ListSpec[Organisation], sort: str) -> None:
    first = list_page(session, spec, ask(spec, {"sort": sort, "size": "20"}))
    assert first.preceding is None
    assert first.following is not None
    name, value = first.following.parameter()
    second = list_page(session, spec, ask(spec, {"sort": sort, "size": "20", name: value}))
    assert second.preceding is not None
    name, value = second.preceding.parameter()
    back = list_page(session, spec, ask(spec, {"sort": sort, "size": "20", name: value}))
    assert [one.id for one in back.rows] == [one.id for one in first.rows]
    assert back.preceding is None


@pytest.mark.parametrize("typed", ["2026-05-31", "2026/5/31", "２０２６-０５-３１"])
def test_a_day_is_read_as_it_is_typed_and_stands_in_the_address_in_one_way(typed: str) -> None:
    since, _until = from_day_to_day(Organisation.created_at)
    spec = ListSpec(select(Organisation), Organisation.id, {"id": Organisation.id}, (since,))
    assert dict(ask(spec, {"since": typed}).filters) == {"since": "2026-05-31"}


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01", "2026-05", "0001-01-01", "9999-12-31", "20260531"])
def test_what_is_no_day_is_not_understood(typed: str) -> None:
    since, _until = from_day_to_day(Organisation.created_at)
    question = ask(ListSpec(select(Organisation), Organisation.id, {"id": Organisation.id}, (since,)), {"since": typed})
    assert (dict(question.filters), question.ignored) == ({}, True)


def test_days_are_those_of_japan_and_both_belong_to_the_stretch(session: Session, spec: ListSpec[Organisation]) -> None:
    created = session.scalars(select(Organisation)).first()
    assert created is not None
    created.created_at = datetime(2026, 5, 31, 14, 59, 59, tzinfo=UTC)
    session.commit()
    days = ListSpec(spec.statement, spec.key, spec.sorts, from_day_to_day(Organisation.created_at))

    def found(**asked: str) -> int:
        return list_page(session, days, ask(days, asked)).total

    assert found(since="2026-05-31", until="2026-05-31") == 1
    assert found(since="2026-05-30", until="2026-05-30") == found(since="2026-06-01", until="2026-06-01") == 0


def test_filters_hold_together_and_are_counted(session: Session, spec: ListSpec[Organisation]) -> None:
    page = list_page(session, spec, ask(spec, {"q": "組織00", "kind": "bureau"}))
    assert [one.name for one in page.rows] == ["組織00-000", "組織00-002"]
    assert page.total == 2


@pytest.mark.parametrize(
    "given",
    [
        {"sort": "password_hash"},
        {"kind": "bureau' OR 1=1"},
        {"q": "a\0b"},
        {"q": "x" * 201},
        {"unknown": "1"},
    ],
)
def test_what_is_not_understood_is_left_out_and_told(
    session: Session, spec: ListSpec[Organisation], given: dict[str, str]
) -> None:
    question = ask(spec, given)
    assert question.ignored
    assert list_page(session, spec, question).total == COUNT


@pytest.mark.parametrize(
    "cursor",
    ["x", "bnVsbA", "WyJhIl0", "WzEsMl0", "WyJhIiwtMV0", "WyJhIiw5OTk5OTk5OTk5OTld", "W1tdLDFd", "é", "A" * 700],
)
@pytest.mark.parametrize("sort", ["name", "created"])
def test_a_damaged_cursor_begins_at_the_beginning(
    session: Session, spec: ListSpec[Organisation], cursor: str, sort: str
) -> None:
    page = list_page(session, spec, ask(spec, {"sort": sort, "after": cursor}))
    assert page.total == COUNT
    assert len(page.rows) == COUNT


@pytest.mark.parametrize(("value", "key"), [("", 1), ("組織05", 9), ("￿", 1 << 30)])
@pytest.mark.parametrize("backwards", [True, False])
def test_a_forged_cursor_leads_nowhere_but_to_a_page_of_what_its_reader_may_see(
    session: Session, spec: ListSpec[Organisation], value: str, key: int, backwards: bool
) -> None:
    seen = ListSpec(spec.statement.where(Organisation.kind_code == "bureau"), spec.key, {"name": Organisation.name})
    name, forged = ListCursor(value, key, backwards).parameter()
    page = list_page(session, seen, ask(seen, {name: forged}))
    assert {one.kind_code for one in page.rows} <= {"bureau"}
    assert page.total == len([number for number in range(COUNT) if not number % 2])


@pytest.mark.parametrize("words", ["%", "_", "\\"])
def test_wildcards_are_letters(session: Session, spec: ListSpec[Organisation], words: str) -> None:
    assert list_page(session, spec, ask(spec, {"q": words})).total == 0
