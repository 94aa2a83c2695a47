"""The rounds of the roll-call, and how far each is, for those who look after all of them."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from models import clock
from models.lists import ListFilter, ListSpec, contains
from models.organisations.organisation import Organisation
from models.people.roll_call import Answer, RollCall, RollCallEntry

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
