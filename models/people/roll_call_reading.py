"""The rounds of the roll-call, and how far each is, for those who look after all of them."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from models.lists import ListFilter, ListSpec, contains
from models.organisations.organisation import Organisation
from models.people.roll_call import Answer, RollCall, RollCallEntry

_ANSWERS = (("none", "未回答"), *((one.value, one.label) for one in Answer))


def rounds() -> ListSpec[RollCall]:
    """Every round, newest first."""
    return ListSpec(select(RollCall), RollCall.id, {"at": RollCall.opened_at}, descending=True)


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


def _answered(value: str) -> ColumnElement[bool]:
    return RollCallEntry.answer_code == ("" if value == "none" else value)
