"""What the person of a case did with the register around the alerts."""

from flask import Response, flash, request, url_for

from blueprints.admin.cases.blueprint import MAY_LOOK, cases
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.trail_links import trail_number
from blueprints.formatting import NOTHING, weekday_moment
from blueprints.formatting import number as grouped
from blueprints.identity import current_viewer
from blueprints.rendering import go_to
from blueprints.unit_of_work import current_session
from models.audit.event_names import EventName
from models.cases.seen import watched_in
from models.cases.visibility import case_for
from models.certifications import viewing_record
from models.certifications.viewing_record import ACTS, ViewingAct


@cases.get("/<int:number>/seen", needs=MAY_LOOK)
def seen(number: int) -> Response:
    """Every act with its time, what it asked for, how many facilities it showed, and from where. Recorded."""
    session, viewer = current_session(), current_viewer()
    found = case_for(session, viewer, number)
    watched = watched_in(session, found)
    if watched is None:
        flash("この案件には、特定の利用者がいません。検知ごとの操作を確認してください。", "warning")
        return go_to(url_for("cases.page", number=number))
    if request.method != "HEAD":
        viewing_record.record_acts_read(session, viewer, watched)

    def asked(one: ViewingAct) -> str:
        return "、".join(part for part in viewing_record.asked_in_words(viewer, one) if part) or NOTHING

    columns = (
        ListColumn[ViewingAct]("日時", lambda one: weekday_moment(one.at), sort="at"),
        ListColumn[ViewingAct]("操作", lambda one: ACTS[EventName(one.name)]),
        ListColumn[ViewingAct]("条件・対象", asked),
        ListColumn[ViewingAct]("示した設備の数", lambda one: grouped(one.shown), numeric=True),
        ListColumn[ViewingAct]("接続元", lambda one: ListCell(one.address or NOTHING)),
        ListColumn[ViewingAct]("証跡の番号", lambda one: trail_number(viewer, one.number), numeric=True),
    )
    listed = AdminList(
        "case-acts", "操作", viewing_record.acts_of(watched), columns, lambda one: one.number,
        empty="この期間に、認定情報に関する操作はありません。",
    )  # fmt: skip
    return answer(listed, "cases/seen.html", case=found, watched=watched)
