"""The rounds of the roll-call: opening one, and how far each organisation is."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.confirm_form import ConfirmForm
from blueprints.formatting import day, moment
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.admission import permitted
from models.access.permissions import Permission
from models.people import roll_call_acts
from models.people.roll_call import RollCall, RollCallEntry, roll_call
from models.people.roll_call_reading import counts_of, entries_of, rounds, whole_record

roll_calls = GuardedBlueprint("roll_calls", __name__, url_prefix="/admin/roll-calls")
MAY_LOOK = permitted(Permission.ROLL_CALL_MANAGE)
MAY_OPEN = permitted(Permission.ROLL_CALL_MANAGE, step_up=True)


@roll_calls.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every round."""
    columns = (
        ListColumn[RollCall]("棚卸し", lambda one: ListCell(one.title, url_for("roll_calls.page", number=one.id))),
        ListColumn[RollCall]("始めた日時", lambda one: moment(one.opened_at), sort="at"),
        ListColumn[RollCall]("回答の期限", lambda one: day(one.due_on)),
        ListColumn[RollCall]("終えた日時", lambda one: moment(one.closed_at)),
    )
    listed = AdminList("roll-calls", "棚卸し", rounds(), columns, lambda one: one.id)
    return answer(listed, "roll_calls/index.html", form=ConfirmForm())


@roll_calls.post("", needs=MAY_OPEN)
def open_round() -> Response:
    """Open the round of this quarter."""
    ConfirmForm().validate_on_submit()
    viewer = current_viewer()
    return carried_out(
        lambda: roll_call_acts.open_round(current_session(), outgoing(), viewer.actor),
        "棚卸しを始め、責任者に知らせました。",
        url_for("roll_calls.index"),
        "roll-calls",
    )


@roll_calls.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """How far one round is: every account, by organisation."""
    found = roll_call(current_session(), number)
    columns = (
        ListColumn[RollCallEntry]("組織", lambda one: one.organisation.name, sort="organisation"),
        ListColumn[RollCallEntry](
            "氏名", lambda one: ListCell(one.person_name, url_for("people.page", number=one.account_id)), sort="name"
        ),
        ListColumn[RollCallEntry]("ID", lambda one: one.login_id),
        ListColumn[RollCallEntry]("役割", lambda one: one.role.label),
        ListColumn[RollCallEntry]("回答", _answer),
        ListColumn[RollCallEntry]("回答した人", lambda one: one.answerer.person_name if one.answerer else "―"),
        ListColumn[RollCallEntry]("回答した日時", lambda one: moment(one.answered_at)),
    )
    listed = AdminList(f"roll-call-{number}", found.title, entries_of(number), columns, lambda one: one.id)
    return answer(listed, "roll_calls/page.html", roll_call=found)


@roll_calls.get("/<int:number>/paper", needs=MAY_LOOK)
def paper(number: int) -> Response:
    """The whole round on paper: every account, answered or not, by whom and when."""
    found, entries = roll_call(current_session(), number), whole_record(current_session(), number)
    return render(
        "roll_calls/paper.html", roll_call=found, entries=entries, of="すべての組織", counts=counts_of(entries)
    )


def _answer(entry: RollCallEntry) -> ListCell:
    found = entry.answer
    return (
        ListCell(found.label, tag="good" if found == "kept" else "attention")
        if found
        else ListCell("未回答", tag="bad")
    )
