"""Who has seen this facility: on screen, on paper, as a file."""

from collections.abc import Iterator
from itertools import islice

from flask import Response, request, url_for

from blueprints.admin.audit import shown
from blueprints.admin.audit.blueprint import MAY_LOOK, MAY_TAKE, audit
from blueprints.admin.audit.sending import table_answer
from blueprints.admin.listing import AdminList, ListColumn, answer
from blueprints.formatting import NOTHING, moment
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.typed import plain
from blueprints.unit_of_work import current_session
from models.auditing import facility_readers
from models.auditing.acts import FacilityAct
from models.lists import LARGEST_KEY, LONGEST_TEXT, ask, every_row

ITEMS_SHOWN = 5
_HEAD = (
    "証跡の番号", "日時", "操作", "ログインID", "組織", "部門", "接続元", "利用目的", "閲覧権限の版", "示した項目",
)  # fmt: skip
BATCH = 500


@audit.get("/facility", needs=MAY_LOOK)
def facility() -> Response:
    """The question, and its answer: added up by organisation, and act by act."""
    session, viewer, given = current_session(), current_viewer(), _given()
    if not given:
        return render("audit/facility_ask.html")
    key = _key(given, "page")
    listed = AdminList(
        "facility-readers",
        "この設備を見た操作",
        facility_readers.acts_that_showed(session, viewer, key),
        _columns(),
        lambda one: one.number,
        empty="この設備を見た記録はありません。",
        has_file=False,
        kept=(("facility", given),),
    )
    return answer(
        listed,
        "audit/facility.html",
        given=given,
        readers=facility_readers.readers_of(session, viewer, key),
        file_url=url_for("audit.facility_file", facility=given),
    )


@audit.get("/facility.csv", needs=MAY_TAKE)
def facility_file() -> Response:
    """Every act of the answer, with every item it showed."""
    if request.method == "HEAD":
        return Response()  # taking it is recorded, and nothing is taken
    key = _key(_given(), "file")
    return table_answer("saiene-facility-readers.csv", _HEAD, _rows(key))


def _rows(key: int) -> Iterator[tuple[object, ...]]:
    session = current_session()
    spec = facility_readers.acts_that_showed(session, current_viewer(), key)
    acts = every_row(session, spec, ask(spec, {}))
    while batch := list(islice(acts, BATCH)):
        purposes = facility_readers.purposes_of(session, batch)
        yield from (_cells(one, purposes[one.number]) for one in batch)


def _given() -> str:
    return plain(request.args.get("facility"))[:LONGEST_TEXT]


def _key(given: str, part: str) -> int:
    """The certification asked about, by its 設備ID or, where only that is known, by the register's number for it."""
    if given.isdecimal() and given.isascii() and int(given) <= LARGEST_KEY:
        return facility_readers.certification_by_number(current_session(), current_viewer(), int(given), part)
    return facility_readers.certification_asked(current_session(), current_viewer(), given, part)


def _columns() -> tuple[ListColumn[FacilityAct], ...]:
    def purpose(act: FacilityAct) -> str:
        return facility_readers.purposes_of(current_session(), [act])[act.number] or NOTHING

    return (
        ListColumn[FacilityAct]("証跡", shown.number),
        ListColumn[FacilityAct]("日時", shown.when, sort="at"),
        ListColumn[FacilityAct]("操作", shown.what),
        ListColumn[FacilityAct]("ログインID", shown.actor),
        ListColumn[FacilityAct]("組織・部門", shown.place),
        ListColumn[FacilityAct]("示した項目", _items),
        ListColumn[FacilityAct]("閲覧権限の版", lambda one: f"第{one.edition}版" if one.edition else NOTHING),
        ListColumn[FacilityAct]("利用目的", purpose),
        ListColumn[FacilityAct]("接続元", shown.address),
    )


def _items(act: FacilityAct) -> str:
    labels = facility_readers.items_of(act)
    more = f" ほか{len(labels) - ITEMS_SHOWN}項目" if len(labels) > ITEMS_SHOWN else ""
    return "、".join(labels[:ITEMS_SHOWN]) + more or NOTHING


def _cells(act: FacilityAct, purpose: str) -> tuple[object, ...]:
    return (
        act.number,
        moment(act.at),
        shown.what(act),
        act.login_id,
        act.organisation,
        act.unit,
        act.address,
        purpose,
        act.edition or "",
        "、".join(facility_readers.items_of(act)),
    )
