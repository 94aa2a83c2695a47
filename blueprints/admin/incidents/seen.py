"""What the person concerned has seen in the period: their acts, the facilities these showed, and those as a file."""

from urllib.parse import urlencode

from flask import Response, flash, request, url_for

from blueprints.admin.incidents.blueprint import MAY_DECIDE, incident_cases
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.sending import traced_table
from blueprints.admin.trail_links import trail_number
from blueprints.formatting import NOTHING, day, moment, weekday_moment
from blueprints.formatting import number as grouped
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.audit.event_names import EventName
from models.certifications import viewing_record
from models.certifications.viewing_record import ACTS, SeenFacility, ViewingAct
from models.incidents.incident import Incident
from models.incidents.seen import watched_in
from models.incidents.visibility import case_for
from models.list_cursor import ListCursor
from models.lists import DEFAULT_SIZE, SIZES

_HEAD = ("設備ID", "回数", "最初に見た日時", "最後に見た日時")


@incident_cases.get("/<int:number>/seen", needs=MAY_DECIDE)
def acts(number: int) -> Response:
    """Every act with its time, what it asked for, how many facilities it showed, and from where."""
    session, viewer = current_session(), current_viewer()
    found = case_for(session, viewer, number)
    watched = watched_in(found)
    if watched is None:
        return _state_first(found)
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
        "viewing-acts", "操作", viewing_record.acts_of(watched), columns, lambda one: one.number,
        empty="この期間に、認定情報に関する操作はありません。",
    )  # fmt: skip
    return answer(listed, "incident_cases/acts.html", incident=found, watched=watched)


@incident_cases.get("/<int:number>/seen/facilities", needs=MAY_DECIDE)
def facilities(number: int) -> Response:
    """Each facility once, the one seen last first: a reading of the register."""
    session, viewer = current_session(), current_viewer()
    found = case_for(session, viewer, number)
    watched = watched_in(found)
    if watched is None:
        return _state_first(found)
    size = request.args.get("size", DEFAULT_SIZE, type=int)
    size = size if size in SIZES else DEFAULT_SIZE
    edge = viewing_record.read_edge(request.args.get("after", ""), request.args.get("before", ""))
    page = viewing_record.facilities_seen(session, viewer, watched, size, edge)
    return render(
        "incident_cases/facilities.html",
        incident=found,
        watched=watched,
        page=page,
        previous_url=_url(number, size, page.preceding) if page.preceding else "",
        next_url=_url(number, size, page.following) if page.following else "",
        sizes=[{"size": one, "url": _url(number, one), "current": one == size} for one in SIZES],
    )


@incident_cases.get("/<int:number>/seen/facilities.csv", needs=MAY_DECIDE)
def facilities_file(number: int) -> Response:
    """All of them."""
    if request.method == "HEAD":
        return Response()  # taking it is recorded, and nothing is taken
    session, viewer = current_session(), current_viewer()
    found = case_for(session, viewer, number)
    watched = watched_in(found)
    if watched is None:
        return _state_first(found)
    event, seen = viewing_record.every_facility_seen(session, viewer, watched)
    about = (("事案", found.reference), ("期間", f"{day(watched.first_day)} から {day(watched.last_day)} まで"))
    return traced_table(f"saiene-{found.reference}-facilities", event, about, _HEAD, map(_cells, seen))


def _cells(one: SeenFacility) -> tuple[object, ...]:
    return (one.facility_id or NOTHING, one.times, moment(one.first_at), moment(one.last_at))


def _url(number: int, size: int, cursor: ListCursor | None = None) -> str:
    pairs = [("size", str(size))] if size != DEFAULT_SIZE else []
    pairs += [cursor.parameter()] if cursor else []
    path = url_for("incident_cases.facilities", number=number)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _state_first(found: Incident) -> Response:
    flash("閲覧した内容を調べるには、関係する利用者と期間を入力してください。", "warning")
    return go_to(url_for("incident_cases.ask_facts", number=found.id))
