"""The looks at all my facilities in one list: page by page, and as a file."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Response, flash, request, url_for

from blueprints.identity import current_viewer
from blueprints.letters import secret_box
from blueprints.operator.blueprint import MAY_LOOK_BACK, operator
from blueprints.operator.periods import Asked, asked_period
from blueprints.operator.record_file import looks_csv
from blueprints.rendering import go_to, render
from blueprints.typed import plain
from blueprints.unit_of_work import current_session
from models.lists import LONGEST_TEXT
from models.looking_back.acts import LookKind
from models.looking_back.facilities import COUNTED
from models.looking_back.own_looks import PageEdge, Question, TooManyLooks, read_every_look, read_looks
from models.looking_back.record import DEFAULT_SIZE, SIZES

Pairs = Sequence[tuple[str, str]]


@operator.get("/looks", needs=MAY_LOOK_BACK)
def looks() -> Response:
    """Who looked at any of them, newest first."""
    if request.method == "HEAD":
        return Response()  # reading it is recorded, and nobody is shown it
    asked, size = asked_period(COUNTED.days), request.args.get("size", DEFAULT_SIZE, type=int)
    question, size = _question(asked), size if size in SIZES else DEFAULT_SIZE
    page = read_looks(current_session(), current_viewer(), secret_box(), question, size, _edge())
    pairs = _pairs(asked, question)
    return render(
        "operator/looks.html",
        page=page,
        asked=asked,
        question=question,
        size=size,
        kinds=[("", "すべて"), *((one.value, one.label) for one in LookKind)],
        narrowed=bool(pairs),
        previous_url=_url("operator.looks", pairs, size, "before", page.before) if page.before else "",
        next_url=_url("operator.looks", pairs, size, "after", page.after) if page.after else "",
        sizes=[{"size": one, "url": _url("operator.looks", pairs, one), "current": one == size} for one in SIZES],
        file_url=_url("operator.looks_file", pairs),
    )


@operator.get("/looks.csv", needs=MAY_LOOK_BACK)
def looks_file() -> Response:
    """All that the page's conditions choose, as a file."""
    if request.method == "HEAD":
        return Response()
    asked = asked_period(COUNTED.days)
    question = _question(asked)
    try:
        rows = read_every_look(current_session(), current_viewer(), secret_box(), question)
    except TooManyLooks as refused:
        flash(refused.reason, "warning")
        return go_to(_url("operator.looks", _pairs(asked, question)))
    response = Response(looks_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="saiene-viewing-records.csv")
    return response


def _question(asked: Asked) -> Question:
    kind = request.args.get("kind", "")
    return Question(
        asked.period,
        facility_id=plain(request.args.get("facility"))[:LONGEST_TEXT],
        organisation=plain(request.args.get("organisation"))[:LONGEST_TEXT],
        kind=LookKind(kind) if kind in set(LookKind) else None,
        others=request.args.get("others") == "1",
        unusual=request.args.get("unusual") == "1",
    )


def _edge() -> PageEdge | None:
    before, after = request.args.get("before", ""), request.args.get("after", "")
    return PageEdge(before or after, backwards=bool(before)) if before or after else None


def _pairs(asked: Asked, question: Question) -> Pairs:
    stated = {
        "facility": question.facility_id,
        "organisation": question.organisation,
        "kind": question.kind.value if question.kind else "",
        "others": "1" if question.others else "",
        "unusual": "1" if question.unusual else "",
    }
    return [*asked.parameters().items(), *((name, value) for name, value in stated.items() if value)]


def _url(endpoint: str, pairs: Pairs, size: int = DEFAULT_SIZE, way: str = "", edge: str = "") -> str:
    pairs = [*pairs, *([("size", str(size))] if size != DEFAULT_SIZE else []), *([(way, edge)] if edge else [])]
    return f"{url_for(endpoint)}?{urlencode(pairs)}" if pairs else url_for(endpoint)
