"""Answering a roll-call: one choice a person, and the record to print."""

from collections.abc import Sequence

from flask import Response, request, url_for

from blueprints.admin.answering import carried_out
from blueprints.desk.blueprint import MAY_ANSWER, MAY_SEE_ROLL_CALL, desk
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.row_numbers import LARGEST
from blueprints.unit_of_work import current_session
from models import clock
from models.people import roll_call_acts
from models.people.roll_call import Answer, RollCall, RollCallEntry
from models.people.roll_call import roll_call as find_roll_call
from models.people.roll_call_reading import counts_of

FIELD = "answer-"


@desk.get("/roll-calls/<int:number>", needs=MAY_SEE_ROLL_CALL)
def roll_call(number: int) -> Response:
    """The people one answers for: to be answered, or answered."""
    return _page(find_roll_call(current_session(), number))


@desk.get("/roll-calls/<int:number>/paper", needs=MAY_SEE_ROLL_CALL)
def roll_call_on_paper(number: int) -> Response:
    """The record of everybody one answers for, answered or not: to print and to sign."""
    opened, viewer = find_roll_call(current_session(), number), current_viewer()
    entries = roll_call_acts.entries_to_answer(current_session(), viewer, opened)
    of = whose(entries)
    return render("roll_calls/paper.html", roll_call=opened, entries=entries, of=of, counts=counts_of(entries))


@desk.post("/roll-calls/<int:number>", needs=MAY_ANSWER)
def answer_roll_call(number: int) -> Response:
    """Keep the answers that were given."""
    opened = find_roll_call(current_session(), number)
    given = _given()
    if not given:
        return _page(opened, "まだ一人も選ばれていません。", status=422)

    def answer() -> None:
        roll_call_acts.answer(current_session(), outgoing(), current_viewer(), opened, given)

    address = url_for("desk.roll_call", number=number)
    return carried_out(answer, f"{len(given)} 名について回答しました。", address, f"roll-call:{number}")


def in_several(entries: Sequence[RollCallEntry]) -> bool:
    """Whether they are of more than one organisation, as an officer's are: each is named then."""
    return len({one.organisation_id for one in entries}) > 1


def whose(entries: Sequence[RollCallEntry]) -> str:
    """The organisation they are of, or of how many."""
    if in_several(entries):
        return f"{len({one.organisation_id for one in entries})} 組織"
    return entries[0].organisation.name if entries else current_viewer().actor.organisation


def _given() -> dict[int, Answer]:
    known = {one.value: one for one in Answer}
    found = {}
    for name, value in request.form.items():
        number = name.removeprefix(FIELD)
        if name.startswith(FIELD) and number.isdecimal() and int(number[:12]) <= LARGEST and value in known:
            found[int(number)] = known[value]
    return found


def _page(opened: RollCall, problem: str = "", status: int = 200) -> Response:
    viewer = current_viewer()
    entries = roll_call_acts.entries_to_answer(current_session(), viewer, opened)
    is_open = opened.closed_at is None and clock.now() < opened.due_at
    waiting = [one for one in entries if one.answer is None]
    return render(
        "desk/roll_call.html",
        status=status,
        roll_call=opened,
        open=is_open,
        waiting=waiting,
        spared=sum(one.account.roll_call_due_at is None for one in waiting),
        answered=[one for one in entries if one.answer is not None],
        own=viewer.actor.account_id,
        organisation=whose(entries),
        several=in_several(entries),
        field=FIELD,
        answers=list(Answer),
        problem=problem,
    )
