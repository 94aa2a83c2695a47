"""A list of the administration on its page and as a file: one description, one template, the state in the address."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from blueprints.identity import current_actor
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.file_cells import neutral
from models.list_cursor import ListCursor
from models.lists import DEFAULT_SIZE, SIZES, ListPage, ListQuestion, ListSpec, ask, every_row, list_page

Row = TypeVar("Row")
BYTE_ORDER_MARK = "\ufeff"
FILE = "file"


@dataclass(frozen=True, slots=True)
class ListCell:
    """What stands in a cell: words, perhaps a link, perhaps a tag's colour (``components/tags.html``)."""

    text: str
    url: str = ""
    tag: str = ""


@dataclass(frozen=True)  # with slots, Python 3.11 cannot name the type it is made for
class ListColumn(Generic[Row]):
    """One column: its head, what stands in its cells, and the name of the sort it offers."""

    label: str
    cell: Callable[[Row], ListCell | str]
    sort: str = ""
    numeric: bool = False

    def of(self, row: Row) -> ListCell:
        """The cell of a row."""
        made = self.cell(row)
        return made if isinstance(made, ListCell) else ListCell(made)


@dataclass(frozen=True, slots=True)
class BulkAct:
    """Something to be done with the ticked rows. It leads to a page that states the consequence."""

    label: str
    url: str


@dataclass(frozen=True)  # with slots, Python 3.11 cannot name the type it is made for
class AdminList(Generic[Row]):
    """One list: what it is made of, how its rows read. ``name`` is its file's name and stands in the trail.

    ``kept`` stands in every address of the list: whose list it is. Without ``has_file`` it offers no file of its own.
    ``ready`` looks up, for all rows of a page at once, what the columns tell beside them; such a list has no file here.
    ``note`` records that a page showed these rows, where the trail tells of that.
    """

    name: str
    caption: str
    spec: ListSpec[Row]
    columns: Sequence[ListColumn[Row]]
    key: Callable[[Row], int]
    empty: str = "該当するものはありません。"
    bulk: Sequence[BulkAct] = field(default=())
    kept: Sequence[tuple[str, str]] = ()
    has_file: bool = True
    ready: Callable[[Sequence[Row]], None] | None = None
    note: Callable[[Sequence[Row]], None] | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """Everything the template shows of a list."""

    name: str
    caption: str
    empty: str
    filters: Sequence[dict[str, Any]]
    heads: Sequence[dict[str, Any]]
    rows: Sequence[tuple[int, Sequence[ListCell]]]
    total: int
    at_least: bool
    chips: Sequence[dict[str, str]]
    clear_url: str
    action: str
    kept: Sequence[tuple[str, str]]
    previous_url: str
    next_url: str
    sizes: Sequence[dict[str, Any]]
    file_url: str
    bulk: Sequence[BulkAct]
    ignored: bool


def answer(listed: AdminList[Any], template: str, *, status: int = 200, **values: Any) -> Response:
    """The list's page, or, where the address asks for it (``?file=csv``), the list as a file."""
    beside = {FILE, *(name for name, _value in listed.kept)}
    given = {name: value for name, value in request.args.items() if name not in beside}
    question = ask(listed.spec, given)
    if listed.has_file and request.args.get(FILE) == "csv":
        return _file(listed, question)
    page = list_page(current_session(), listed.spec, question)
    if listed.ready is not None:
        listed.ready(page.rows)
    if listed.note is not None and request.method != "HEAD":
        listed.note(page.rows)
    return render(template, status=status, listing=_view(listed, question, page), **values)


def _file(listed: AdminList[Any], question: ListQuestion) -> Response:
    """The whole list; that it was taken is recorded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([neutral(column.label) for column in listed.columns])
    rows = 0
    for row in every_row(current_session(), listed.spec, question):
        writer.writerow([neutral(column.of(row).text) for column in listed.columns])
        rows += 1
    if request.method != "HEAD":
        details = {"list": listed.name, "asked": _in_words(listed, question), "rows": rows}
        record(current_session(), Event(EventName.LIST_EXPORTED, current_actor(), details=details))
    response = Response(BYTE_ORDER_MARK + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"saiene-{listed.name}.csv")
    return response


def _in_words(listed: AdminList[Any], question: ListQuestion) -> list[str]:
    return [one.describe(question.filters[one.name]) for one in listed.spec.filters if one.name in question.filters]


def _view(listed: AdminList[Any], question: ListQuestion, page: ListPage[Any]) -> _View:
    pairs = _pairs(listed, question)
    return _View(
        name=listed.name,
        caption=listed.caption,
        empty=listed.empty,
        filters=[
            {
                "name": one.name,
                "label": one.label,
                "choices": one.choices,
                "value": question.filters.get(one.name, ""),
                "type": "date" if one.is_day else "text",
            }
            for one in listed.spec.filters
        ],
        heads=[_head(column, question, pairs) for column in listed.columns],
        rows=[(listed.key(row), [column.of(row) for column in listed.columns]) for row in page.rows],
        total=page.total,
        at_least=page.at_least,
        chips=list(_chips(listed, question, pairs)),
        clear_url=_address(_beside(listed, pairs)),
        action=request.path,
        kept=_beside(listed, pairs),
        previous_url=_page_url(pairs, page.preceding),
        next_url=_page_url(pairs, page.following),
        sizes=[
            {"size": size, "url": _address(_but(pairs, "size", str(size))), "current": size == question.size}
            for size in SIZES
        ],
        file_url=_address([*pairs, (FILE, "csv")]) if listed.has_file else "",
        bulk=listed.bulk,
        ignored=question.ignored,
    )


def _pairs(listed: AdminList[Any], question: ListQuestion) -> list[tuple[str, str]]:
    pairs = [*listed.kept, *question.filters.items()]
    if (question.sort, question.descending) != (listed.spec.first_sort, listed.spec.descending):
        pairs.append(("sort", f"{'-' if question.descending else ''}{question.sort}"))
    if question.size != DEFAULT_SIZE:
        pairs.append(("size", str(question.size)))
    return pairs


def _beside(listed: AdminList[Any], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What stays in the address when every condition is taken away."""
    return [pair for pair in pairs if pair in listed.kept or pair[0] in {"sort", "size"}]


def _head(column: ListColumn[Any], question: ListQuestion, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    if not column.sort:
        return {"label": column.label, "url": "", "direction": "", "numeric": column.numeric}
    current = column.sort == question.sort
    direction = ("descending" if question.descending else "ascending") if current else ""
    ahead = f"-{column.sort}" if direction == "ascending" else column.sort
    url = _address(_but(pairs, "sort", ahead))
    return {"label": column.label, "url": url, "direction": direction, "numeric": column.numeric}


def _chips(
    listed: AdminList[Any], question: ListQuestion, pairs: Sequence[tuple[str, str]]
) -> Iterator[dict[str, str]]:
    for one in listed.spec.filters:
        if one.name in question.filters:
            kept = [pair for pair in pairs if pair[0] != one.name]
            yield {"label": one.describe(question.filters[one.name]), "url": _address(kept)}


def _page_url(pairs: Sequence[tuple[str, str]], cursor: ListCursor | None) -> str:
    return _address([*pairs, cursor.parameter()]) if cursor else ""


def _but(pairs: Sequence[tuple[str, str]], name: str, value: str) -> list[tuple[str, str]]:
    return [*(pair for pair in pairs if pair[0] != name), (name, value)]


def _address(pairs: Sequence[tuple[str, str]] | Mapping[str, str]) -> str:
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path
