"""My reports, and as a responsible person those of my organisation: the list, and one of them."""

from typing import Any

from flask import Response, flash, url_for

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import NOTHING, moment
from blueprints.identity import current_viewer
from blueprints.incidents.blueprint import MAY_REPORT, incidents
from blueprints.incidents.forms import AssessmentForm, WordForm, without_data
from blueprints.incidents.showing import answer_rows
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.incidents import handling
from models.incidents.incident import Incident
from models.incidents.kinds import FOR_THE_REPORTER, FOR_THE_RESPONSIBLE, IncidentState
from models.incidents.lists import reports_of
from models.incidents.passing_on import why_not_assess
from models.incidents.visibility import is_theirs, report_for

TAGS = {IncidentState.WAITING: "attention", IncidentState.OPEN: "blue", IncidentState.CLOSED: "neutral"}


@incidents.get("", needs=MAY_REPORT)
def own() -> Response:
    """The list."""
    now = clock.now()

    def state(one: Incident) -> ListCell:
        at = one.state_at(now)
        return ListCell(at.label, tag=TAGS[at])

    columns = (
        ListColumn[Incident](
            "受付番号", lambda one: ListCell(one.reference, url_for("incidents.report", number=one.id))
        ),
        ListColumn[Incident]("状態", state),
        ListColumn[Incident]("種類", lambda one: one.kind.label),
        ListColumn[Incident]("報告した人", lambda one: one.reporter.person_name),
        ListColumn[Incident]("報告した日時", lambda one: moment(one.reported_at), sort="at"),
        ListColumn[Incident]("引継ぎの期限", lambda one: moment(one.due_at) if one.due_at else NOTHING),
    )
    listed = AdminList(
        "incidents", "情報漏えい等の報告", reports_of(current_viewer(), now), columns, lambda one: one.id,
        empty="報告はありません。",
    )  # fmt: skip
    return answer(listed, "incidents/index.html")


@incidents.get("/<int:number>", needs=MAY_REPORT)
def report(number: int) -> Response:
    """One report, as its author or their responsible person may see it."""
    return show(number, without_data(AssessmentForm), without_data(WordForm))


@incidents.post("/<int:number>/word", needs=MAY_REPORT)
def add_word(number: int) -> Response:
    """Tell something more."""
    form = WordForm()
    if not form.validate_on_submit():
        return show(number, without_data(AssessmentForm), form, status=422)
    handling.add_word(current_session(), outgoing(), current_viewer(), number, form.text.text)
    flash("伝えました。", "success")
    return deliver_soon(go_to(url_for("incidents.report", number=number)))


def show(number: int, assessment: Any, word: Any, status: int = 200) -> Response:
    """The page of a report, with its two forms."""
    session, viewer, now = current_session(), current_viewer(), clock.now()
    found = report_for(session, viewer, number)
    mine = is_theirs(found, viewer)
    if not mine:
        handling.record_reading(session, viewer, found, "report")
    shown = FOR_THE_REPORTER if mine else FOR_THE_RESPONSIBLE
    return render(
        "incidents/report.html",
        status=status,
        incident=found,
        phase=found.state_at(now),
        way=found.way_at(now),
        rows=answer_rows(found.told),
        entries=[one for one in handling.timeline(session, found) if one.kind in shown],
        why_not_assess=why_not_assess(found, viewer, now),
        mine=mine,
        assessment_form=assessment,
        word_form=word,
    )
