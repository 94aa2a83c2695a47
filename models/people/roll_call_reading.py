"""The rounds of the roll-call, and how far each is, for those who look after all of them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from models import clock
from models.lists import ListFilter, ListSpec, contains
from models.organisations.organisation import Organisation
from models.people.roll_call import Answer, RollCall, RollCallEntry

_BY_NAME = (RollCallEntry.person_name, RollCallEntry.id)
_ANSWERS = (("none", "未回答"), *((one.value, one.label) for one in Answer))


def rounds() -> ListSpec[RollCall]:
    """Every round, newest first."""
    return ListSpec(
        select(RollCall),
        RollCall.id,
        {"at": RollCall.opened_at},
        (
            ListFilter("state", "状態", _in_state, (("open", "回答を受付中"), ("closed", "終了"))),
            ListFilter("quarter", "四半期（例：2026-3）", contains(RollCall.quarter)),
            ListFilter("organisation", "未回答のある組織の名称", _waits_for),
        ),
        descending=True,
    )


def whole_record(session: Session, number: int) -> Sequence[RollCallEntry]:
    """Every account of a round, answered or not, by organisation: for the record on paper."""
    listed = entries_of(number).statement.order_by(Organisation.name, Organisation.id, *_BY_NAME)
    return session.scalars(listed).all()


def entries_of(number: int) -> ListSpec[RollCallEntry]:
    """Every account of a round, by organisation."""
    statement = (
        select(RollCallEntry)
        .join(RollCallEntry.organisation)
        .options(
            contains_eager(RollCallEntry.organisation),
            joinedload(RollCallEntry.answerer),
        )
        .where(RollCallEntry.roll_call_id == number)
    )
    return ListSpec(
        statement,
        RollCallEntry.id,
        {"organisation": Organisation.name, "name": RollCallEntry.person_name},
        (
            ListFilter("organisation", "組織の名称", contains(Organisation.name)),
            ListFilter("answer", "回答", _answered, _ANSWERS),
        ),
    )


def counts_of(entries: Sequence[RollCallEntry]) -> list[tuple[str, int]]:
    """How many have each answer, in words; those without one last."""
    given = [one.answer for one in entries]
    return [*((one.label, given.count(one)) for one in Answer), ("未回答", given.count(None))]


def _in_state(value: str) -> ColumnElement[bool]:
    over = RollCall.closed_at.is_not(None) | (RollCall.due_on < clock.today())
    return over if value == "closed" else ~over


def _waits_for(text: str) -> ColumnElement[bool]:
    silent = (
        select(RollCallEntry.roll_call_id)
        .join(RollCallEntry.organisation)
        .where(RollCallEntry.answer_code == "", contains(Organisation.name)(text))
    )
    return RollCall.id.in_(silent)


def _answered(value: str) -> ColumnElement[bool]:
    return RollCallEntry.answer_code == ("" if value == "none" else value)
