"""The viewing record of one facility: page by page, as a file, and on paper."""

from urllib.parse import urlencode

from flask import Response, request, url_for

from blueprints.identity import current_viewer
from blueprints.letters import secret_box
from blueprints.operator.blueprint import MAY_LOOK_BACK, operator
from blueprints.operator.periods import Asked, asked_period
from blueprints.operator.record_file import record_csv
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.looking_back.record import DEFAULT_SIZE, SIZES, Edge, RecordPage, read_page, read_whole


@operator.get("/facilities/<string:facility_id>/record", needs=MAY_LOOK_BACK)
def record(facility_id: str) -> Response:
    """Who looked at it, newest first."""
    if request.method == "HEAD":
        return Response()  # reading it is recorded, and nobody is shown it
    asked, size = asked_period(), request.args.get("size", DEFAULT_SIZE, type=int)
    size = size if size in SIZES else DEFAULT_SIZE
    page = read_page(current_session(), current_viewer(), secret_box(), facility_id, asked.period, size, _edge())
    return render(
        "operator/record.html",
        page=page,
        asked=asked,
        size=size,
        previous_url=_url(page, asked, size, "before", page.before) if page.before else "",
        next_url=_url(page, asked, size, "after", page.after) if page.after else "",
        sizes=[{"size": one, "url": _url(page, asked, one), "current": one == size} for one in SIZES],
        parameters=asked.parameters(),
    )


@operator.get("/facilities/<string:facility_id>/record.csv", needs=MAY_LOOK_BACK)
def record_file(facility_id: str) -> Response:
    """All of it in a period, as a file."""
    if request.method == "HEAD":
        return Response()
    period = asked_period().period
    whole = read_whole(current_session(), current_viewer(), secret_box(), facility_id, period, "file")
    response = Response(record_csv(whole.looks), content_type="text/csv; charset=utf-8")
    name = f"saiene-viewing-record-{whole.facility_id}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@operator.get("/facilities/<string:facility_id>/record/paper", needs=MAY_LOOK_BACK)
def record_paper(facility_id: str) -> Response:
    """All of it in a period, to be printed."""
    if request.method == "HEAD":
        return Response()
    period = asked_period().period
    whole = read_whole(current_session(), current_viewer(), secret_box(), facility_id, period, "paper")
    return render("operator/paper.html", record=whole, printed_at=clock.now())


def _edge() -> Edge | None:
    before, after = request.args.get("before", ""), request.args.get("after", "")
    if not (before or after):
        return None
    return Edge(before or after, backwards=bool(before))


def _url(page: RecordPage, asked: Asked, size: int, way: str = "", number: str = "") -> str:
    pairs = [*asked.parameters().items()]
    pairs += [("size", str(size))] if size != DEFAULT_SIZE else []
    pairs += [(way, number)] if number else []
    path = url_for("operator.record", facility_id=page.facility_id)
    return f"{path}?{urlencode(pairs)}" if pairs else path
