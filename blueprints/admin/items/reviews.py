"""Grants that somebody should look at again: due for review, or used by nobody; as a page and as a file."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, request, url_for

from blueprints.admin.items.asking import choices
from blueprints.admin.items.blueprint import MAY_LOOK, items
from blueprints.admin.listing import BYTE_ORDER_MARK
from blueprints.formatting import moment
from blueprints.identity import current_actor
from blueprints.rendering import render
from blueprints.typed import whole
from blueprints.unit_of_work import current_session
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.file_cells import neutral
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import attributes
from models.reviewing.draft import GrantsDraft
from models.reviewing.drafts import open_drafts
from models.reviewing.item_filter import Aspect, ItemFilter
from models.reviewing.matrix import DEFAULT_SIZE
from models.reviewing.review_dates import Due, Order, ReviewLine, due_lines, in_order, of_due, unused_lines
from models.reviewing.usage import counted_at

HEADS = (
    "番号",
    "項目",
    "属性",
    "根拠",
    "業務又は条文",
    "点検者",
    "点検日",
    "次の点検の期限",
    "90日間の閲覧者数",
    "最後の閲覧",
)

SORTED = {
    Order.ITEM: "項目",
    Order.DUE: "次の点検の期限",
    Order.PEOPLE: "90日間の閲覧者",
    Order.LAST_SEEN: "最後の閲覧",
}


@items.get("/due", needs=MAY_LOOK)
def due() -> Response:
    """Overdue, due within 90 days, or without a date."""
    wanted, attribute = _filter()
    state = next((one for one in Due if one.value == request.args.get("due")), None)
    lines = of_due(due_lines(current_session(), wanted, attribute), state)
    return _answer("due", lines, Order.DUE, states=[("", "すべて"), *((one.value, one.label) for one in Due)])


@items.get("/unused", needs=MAY_LOOK)
def unused() -> Response:
    """Granted, and looked at by nobody in the last 90 days."""
    wanted, attribute = _filter()
    return _answer("unused", unused_lines(current_session(), wanted, attribute), Order.ITEM, states=[])


def _filter() -> tuple[ItemFilter, OrganisationKind | None]:
    known = {one.value: one for one in attributes()}
    wanted = ItemFilter.of({"section": request.args.get("section", "")})
    return wanted, known.get(request.args.get("attribute", ""))


def _answer(name: str, found: Sequence[ReviewLine], first: Order, states: list[tuple[str, str]]) -> Response:
    asked = {key: value for key in ("section", "attribute", "due", "sort") if (value := request.args.get(key))}
    wish = asked.get("sort", "")
    order, descending = next((one for one in Order if one == wish.removeprefix("-")), first), wish.startswith("-")
    lines = in_order(found, order, descending=descending)
    if request.args.get("file") == "csv":
        return _file(f"grants-{name}", lines, asked)
    session = current_session()
    last = max(1, -(-len(lines) // DEFAULT_SIZE))
    number = min(max(whole(request.args.get("page")), 1), last)

    def address(**other: str | int) -> str:
        return f"{request.path}?{urlencode(asked | other)}"

    def head(label: str, by: Order) -> dict[str, str]:
        ahead = f"-{by}" if by is order and not descending else by.value
        direction = ("descending" if descending else "ascending") if by is order else ""
        return {"label": label, "url": address(sort=ahead), "direction": direction}

    return render(
        "items/reviews.html",
        name=name,
        heads={by.value: head(label, by) for by, label in SORTED.items()},
        total=len(lines),
        lines=lines[(number - 1) * DEFAULT_SIZE : number * DEFAULT_SIZE],
        asked=asked,
        sections=choices()["section"],
        attributes=[("", "すべて"), *choices()["seen_by"][1:]],
        states=states,
        counted_at=counted_at(session),
        drafts=[(one.title, _in_draft(one, name, asked)) for one in open_drafts(session)],
        file_url=address(file="csv"),
        previous_url=address(page=number - 1) if number > 1 else "",
        next_url=address(page=number + 1) if number < last else "",
    )


def _in_draft(draft: GrantsDraft, name: str, asked: dict[str, str]) -> str:
    """The same grants on the matrix of a draft: those it closes are not seen by their attribute any more."""
    overdue = asked.get("due") == Due.OVERDUE
    stands = "hidden_from" if overdue and draft.closes_overdue else "seen_by"
    conditions: dict[str, Any] = {stands: asked.get("attribute"), "section": asked.get("section")}
    conditions |= {"due": Aspect.OVERDUE.value} if overdue else {}
    conditions |= {"use": Aspect.UNUSED.value} if name == "unused" else {}
    return url_for("items.draft", number=draft.id, **conditions)


def _file(name: str, lines: Sequence[ReviewLine], asked: dict[str, str]) -> Response:
    """The whole list; that it was taken is recorded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    for line in lines:
        writer.writerow([neutral(text) for text in _texts(line)])
    if request.method != "HEAD":
        told = {"list": name, "asked": [f"{key}={value}" for key, value in asked.items()], "rows": len(lines)}
        record(current_session(), Event(EventName.LIST_EXPORTED, current_actor(), details=told))
    response = Response(BYTE_ORDER_MARK + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"saiene-{name}.csv")
    return response


def _texts(line: ReviewLine) -> list[str]:
    terms, usage = line.terms, line.cell.usage
    return [
        line.item.code,
        line.item.label,
        line.cell.key.attribute.label,
        terms.ground.label if terms.ground else "",
        terms.reference,
        terms.reviewer,
        str(terms.reviewed_on or ""),
        str(terms.review_due_on or ""),
        str(usage.people),
        moment(usage.last_seen_at) if usage.last_seen_at else "",
    ]
