"""Answering for several people of a roll-call that they are still in post: whom, what it means, and the button."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.bulk import BulkAsked, BulkRow, ask_about
from blueprints.admin.ticked import ticked_rows
from blueprints.confirm_form import ConfirmForm
from blueprints.desk.blueprint import MAY_ANSWER, desk
from blueprints.desk.roll_calls import in_several
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.people import roll_call_acts
from models.people.roll_call import Answer, RollCallEntry, roll_call

KEEP = BulkAsked(
    "棚卸しの一括回答",
    "「在籍し、引き続きアカウントが必要」と回答します。回答は、あなたの氏名と日時とともに残ります。一人ずつ確かめた人だけを選んでください。",
    "在籍・必要と回答する",
    "棚卸し",
    "primary",
)


@desk.get("/roll-calls/<int:number>/keep", needs=MAY_ANSWER)
def ask_keep(number: int) -> Response:
    """The people to tick; and, of those ticked, what the answer means."""
    waiting, ticked = _waiting(number), set(ticked_rows())
    if not ticked:
        found, several = roll_call(current_session(), number), in_several(waiting)
        return render("desk/keep.html", roll_call=found, waiting=waiting, several=several)
    rows = [
        BulkRow(one.id, f"{one.person_name}（{one.login_id}、{one.organisation.name}、{one.department or '―'}）")
        for one in waiting
        if one.id in ticked
    ]
    return ask_about(KEEP, rows, ConfirmForm(), url_for("desk.roll_call", number=number))


@desk.post("/roll-calls/<int:number>/keep", needs=MAY_ANSWER)
def keep(number: int) -> Response:
    """Keep the answers."""
    ConfirmForm().validate_on_submit()
    session, given = current_session(), dict.fromkeys(ticked_rows(), Answer.KEPT)
    opened = roll_call(session, number)
    return carried_out(
        lambda: roll_call_acts.answer(session, outgoing(), current_viewer(), opened, given),
        f"{len(given)} 名について回答しました。",
        url_for("desk.roll_call", number=number),
        f"roll-call:{number}",
    )


def _waiting(number: int) -> list[RollCallEntry]:
    session = current_session()
    entries = roll_call_acts.entries_to_answer(session, current_viewer(), roll_call(session, number))
    return [one for one in entries if one.answer is None]
