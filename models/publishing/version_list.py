"""Every version of every document as one list: those the product ships and those published here (M14, M15)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, Date, Select, case, exists, false, func, literal, null, select, union_all
from sqlalchemy.orm import Bundle, aliased

from models.accounts.account import Account
from models.approvals.approval import Approval
from models.legal.published_texts import STANDS, CalledOffText, TextVersion
from models.lists import ListFilter, ListSpec, contains, equals, from_day_to_day
from models.publishing.documents import DOCUMENTS

MOST_SHIPPED = 10_000
"""Published versions are numbered after as many shipped ones, so that every row has a number of its own."""
SHIPPED_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
"""In the order by publication, where a version came with the product."""
_SHIPPED, _PUBLISHED = "shipped", "published"


class VersionState(StrEnum):
    """Where a version stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    FORMER = "former"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"in_force": "施行中", "coming": "施行前", "former": "過去の版", "called_off": "取りやめ"}[self.value]


def text_versions(today: date) -> ListSpec[Any]:
    """The versions as they stand on a day, those that come into force last first.

    Each has ``document`` (the name in ``DOCUMENTS``), ``version`` (its day), ``state``, ``sha256``, and where it was
    published here ``published_at`` and the names of its two persons, ``proposer`` and ``approver``.
    """
    every = _every_version()
    columns, other = every.c, every.alias("begun")
    begun = select(func.max(other.c.version)).where(
        other.c.document == columns.document, other.c.version <= today, ~other.c.called_off
    )
    state = case(
        (columns.called_off, VersionState.CALLED_OFF.value),
        (columns.version > today, VersionState.COMING.value),
        (columns.version == begun.scalar_subquery(), VersionState.IN_FORCE.value),
        else_=VersionState.FORMER.value,
    )
    titles = [(name, document.label) for name, document in DOCUMENTS.items()]
    published_at = columns.published_at
    return ListSpec(
        select(Bundle("text", *columns, state.label("state"))),
        columns.number,
        {
            "version": columns.version,
            "document": case({name: place for place, name in enumerate(DOCUMENTS)}, value=columns.document),
            "state": state,
            "published": func.coalesce(published_at, SHIPPED_LONG_AGO, type_=published_at.type),
            "proposer": columns.proposer,
            "approver": columns.approver,
        },
        (
            ListFilter("document", "文書", equals(columns.document), titles),
            ListFilter("state", "状態", equals(state), [(one.value, one.label) for one in VersionState]),
            ListFilter(
                "origin",
                "出所",
                lambda value: published_at.is_(None) if value == _SHIPPED else published_at.is_not(None),
                [(_SHIPPED, "製品に付属"), (_PUBLISHED, "この画面で公開")],
            ),
            ListFilter("person", "提案・承認した人", contains(columns.proposer, columns.approver)),
            *from_day_to_day(columns.version, "この日以後に施行", "この日以前に施行"),
        ),
        descending=True,
    )


def _every_version() -> CTE:
    return union_all(_published(), *_shipped()).cte("every_version")


def _published() -> Select[*tuple[Any, ...]]:
    proposer, approver = aliased(Account), aliased(Account)
    return (
        select(
            (TextVersion.id + MOST_SHIPPED).label("number"),
            TextVersion.document.label("document"),
            TextVersion.version.label("version"),
            TextVersion.sha256.label("sha256"),
            TextVersion.published_at.label("published_at"),
            TextVersion.id.in_(select(CalledOffText.text)).label("called_off"),
            func.coalesce(proposer.person_name, "").label("proposer"),
            func.coalesce(approver.person_name, "").label("approver"),
        )
        .outerjoin(Approval, Approval.id == TextVersion.approval_id)
        .outerjoin(proposer, proposer.id == Approval.proposed_by)
        .outerjoin(approver, approver.id == TextVersion.approved_by)
        .where(TextVersion.published_at.is_not(None))
    )


def _shipped() -> Iterator[Select[*tuple[Any, ...]]]:
    """What lies in the files, but for a version of whose day another was published: that one counts."""
    known = ((one.name, version) for one in DOCUMENTS.values() for version in one.shipped())
    for number, (document, version) in enumerate(known, start=1):
        published = exists().where(
            TextVersion.document == document,
            TextVersion.version == version.version,
            STANDS,
        )
        named = (literal(document), literal(version.version, Date()), literal(version.sha256))
        yield select(literal(number), *named, null(), false(), literal(""), literal("")).where(~published)
