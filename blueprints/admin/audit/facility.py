"""Who has seen this facility: on screen, on paper, as a file."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import urlencode

from flask import Response, request, url_for

from blueprints.admin.audit import shown
from blueprints.admin.audit.blueprint import MAY_LOOK, MAY_TAKE, audit
from blueprints.admin.listing import AdminList, ListColumn, answer
from blueprints.admin.sending import traced_table
from blueprints.formatting import NOTHING, moment
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.typed import plain
from blueprints.unit_of_work import current_session
from models.audit.trail_file import goes_back_to
from models.auditing import facility_readers
from models.auditing.acts import FacilityAct, in_words
from models.legal.notices import conditions_in_words
from models.list_cursor import LARGEST_KEY
from models.lists import LONGEST_TEXT, ask, every_row

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
    key = _asked_of(given, "page").key
    spec, beside = facility_readers.acts_that_showed(session, viewer, key), _Beside()
    listed = AdminList(
        "facility-readers",
        "この設備を見た操作",
        spec,
        _columns(beside),
        lambda one: one.number,
        empty="この設備を見た記録はありません。",
        has_file=False,
        kept=(("facility", given),),
        ready=beside.look_up,
    )
    question = ask(spec, _asked())
    return answer(
        listed,
        "audit/facility.html",
        given=given,
        readers=facility_readers.readers_of(session, viewer, key),
        file_url=f"{url_for('audit.facility_file')}?{urlencode({'facility': given, **question.filters})}",
        narrowed=bool(question.filters),
        known_since=goes_back_to(session),
    )


@audit.get("/facility.csv", needs=MAY_TAKE)
def facility_file() -> Response:
    """Every act of the answer under the page's conditions, with every item it showed."""
    if request.method == "HEAD":
        return Response()  # taking it is recorded, and nothing is taken
    session, given = current_session(), _given()
    key, event = _asked_of(given, "file")
    spec = facility_readers.acts_that_showed(session, current_viewer(), key)
    question = ask(spec, _asked())
    about = (("設備ID又は登録情報の番号", given), ("条件", conditions_in_words(in_words(spec, question))))
    return traced_table("saiene-facility-readers", event, about, _HEAD, _rows(every_row(session, spec, question)))


def _rows(acts: Iterator[FacilityAct]) -> Iterator[tuple[object, ...]]:
    beside = _Beside()
    while batch := list(islice(acts, BATCH)):
        beside.look_up(batch)
        yield from (_cells(one, beside) for one in batch)


class _Beside:
    """What stands beside the acts of a page, or of a piece of the file, looked up for all of them at once."""

    def __init__(self) -> None:
        self._found: Mapping[int, facility_readers.Beside] = {}

    def look_up(self, acts: Sequence[FacilityAct]) -> None:
        """From here on these acts can be asked about, and no others."""
        self._found = facility_readers.beside(current_session(), acts)

    def purpose(self, act: FacilityAct) -> str:
        """What it was done for."""
        return self._found[act.number].purpose

    def what(self, act: FacilityAct) -> str:
        """What was done, and of a file what became of it."""
        fate, told = self._found[act.number].fate, shown.what(act)
        return fate.beside(told) if fate is not None else told


def _asked() -> dict[str, str]:
    """The conditions of the list, beside the facility that it is about."""
    return {name: value for name, value in request.args.items() if name != "facility"}


def _given() -> str:
    return plain(request.args.get("facility"))[:LONGEST_TEXT]


def _asked_of(given: str, part: str) -> facility_readers.Asked:
    """The certification asked about, by its 設備ID or, where only that is known, by the register's number for it."""
    if given.isdecimal() and given.isascii() and int(given) <= LARGEST_KEY:
        return facility_readers.certification_by_number(current_session(), current_viewer(), int(given), part)
    return facility_readers.certification_asked(current_session(), current_viewer(), given, part)


def _columns(beside: _Beside) -> tuple[ListColumn[FacilityAct], ...]:
    return (
        ListColumn[FacilityAct]("証跡", shown.number),
        ListColumn[FacilityAct]("日時", shown.when, sort="at"),
        ListColumn[FacilityAct]("操作", beside.what),
        ListColumn[FacilityAct]("ログインID", shown.actor),
        ListColumn[FacilityAct]("組織・部門", shown.place),
        ListColumn[FacilityAct]("示した項目", _items),
        ListColumn[FacilityAct]("閲覧権限の版", lambda one: f"第{one.edition}版" if one.edition else NOTHING),
        ListColumn[FacilityAct]("利用目的", lambda one: beside.purpose(one) or NOTHING),
        ListColumn[FacilityAct]("接続元", shown.address),
    )


def _items(act: FacilityAct) -> str:
    labels = facility_readers.items_of(act)
    more = f" ほか{len(labels) - ITEMS_SHOWN}項目" if len(labels) > ITEMS_SHOWN else ""
    return "、".join(labels[:ITEMS_SHOWN]) + more or NOTHING


def _cells(act: FacilityAct, beside: _Beside) -> tuple[object, ...]:
    return (
        act.number,
        moment(act.at),
        beside.what(act),
        act.login_id,
        act.organisation,
        act.unit,
        act.address,
        beside.purpose(act),
        act.edition or "",
        "、".join(facility_readers.items_of(act)),
    )
