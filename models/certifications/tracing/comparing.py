"""Holding a found file against the record of the act: identical, altered, and where it does not fit (B4).

The SHA-256 of every whole file stands in the trail, so "identical" is proved. Of one that differs, what can be said is
what the trail holds besides: the facts of its head, how many rows there were, and which certifications they were. The
values themselves are not kept, so a changed one shows in the digest alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import door
from models.access.door import Reading
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEventFacility
from models.certifications.tracing.found_file import FoundFile
from models.certifications.tracing.trace import Trace, find_trace
from models.errors import NotFound
from models.legal.notices import conditions_in_words, read_moment
from models.register.bulk import one_of
from models.register.certification import CERTIFICATIONS, FACILITY_IDS

MOST_LINES = 100
A_REQUEST = timedelta(minutes=1)
"""A file is dated when it is asked for, and recorded within the same request."""


class Verdict(StrEnum):
    """What came of it. The value stands in the trail: never rename one."""

    IDENTICAL = "identical"
    ALTERED = "altered"
    NEVER_WHOLE = "never-whole"

    @property
    def label(self) -> str:
        """The verdict in words."""
        return _LABELS[self]


_LABELS = {
    Verdict.IDENTICAL: "書き出したファイルと同一です",
    Verdict.ALTERED: "書き出したファイルと同一ではありません",
    Verdict.NEVER_WHOLE: "完了しなかった書き出しのため、照合値がありません",
}


@dataclass(frozen=True, slots=True)
class _Rows:
    """Lines of the file whose facility was not in the export, and how many that were are not in the file."""

    lines: Sequence[int]
    missing: int | None


def compare(session: Session, viewer: Viewer, number: str, found: FoundFile) -> Verdict:
    """Compare, and record what came of it, where the page of the file shows it. Raises ``NotFound``."""
    trace = find_trace(session, viewer, number)
    if trace is None:
        raise NotFound
    verdict = verdict_of(trace, found.sha256)
    facts = [] if verdict is Verdict.IDENTICAL or not found.readable else _differing(trace, found.facts)
    details: dict[str, Any] = {
        "file_number": number,
        "sha256": found.sha256,
        "verdict": verdict.value,
        "facts": facts,
        "rows": found.rows if found.readable else None,
    }
    about = f"file:{number}"
    if found.ids is None or verdict is Verdict.IDENTICAL or not viewer.scope:
        told = details | {"lines": [], "missing": None}
        record(session, Event(EventName.EXPORT_COMPARED, viewer.actor, object=about, details=told))
        return verdict
    with door.reading(session, viewer) as register:
        rows = _rows(session, register, trace, found.ids)
        told = details | {"lines": [*rows.lines], "missing": rows.missing}
        register.note(EventName.EXPORT_COMPARED, object=about, details=told)
    return verdict


def verdict_of(trace: Trace, sha256: str) -> Verdict:
    """What a digest alone proves."""
    if not trace.sha256:
        return Verdict.NEVER_WHOLE
    return Verdict.IDENTICAL if sha256 == trace.sha256 else Verdict.ALTERED


def _differing(trace: Trace, found: Mapping[str, str]) -> list[str]:
    """The lines of the file's head that are not as they follow from the record, those that are missing included.

    Of whoever took it the trail keeps organisation and ID: a name that was changed beside a right ID cannot be told.
    """
    ordered = trace.ordered
    stated = {
        "ファイル番号": trace.number,
        "目的": trace.purpose,
        "条件": conditions_in_words(trace.conditions),
        "件数": f"{trace.rows:,} 件・{len(trace.columns):,} 項目",
        "閲覧権限の版": f"第{ordered.edition}版",
    }
    differing = [label for label, value in stated.items() if found.get(label) != value]
    moment = read_moment(found.get("書き出した日時", ""))
    if moment is None or abs(ordered.at - moment) > A_REQUEST:
        differing.append("書き出した日時")
    person = found.get("書き出した人", "")
    if not (person.startswith(f"{ordered.organisation}　") and person.endswith(f"（{ordered.login_id}）")):
        differing.append("書き出した人")
    return differing


def _rows(session: Session, register: Reading, trace: Trace, ids: Sequence[tuple[int, str]]) -> _Rows:
    named = select(AuditEventFacility.certification_id).where(AuditEventFacility.event_number == trace.named.number)
    recorded, keys = set(session.scalars(named)), dict(_keys(session, register, {one for _line, one in ids}))
    strange = [line for line, one in ids if keys.get(one) not in recorded]
    present = {keys[one] for _line, one in ids if one in keys}
    return _Rows(strange[:MOST_LINES], len(recorded - present))


def _keys(session: Session, register: Reading, ids: set[str]) -> Iterator[tuple[str, int]]:
    """The certification of each 設備ID, present or former, within the reader's rows."""
    statement = (
        select(FACILITY_IDS.c.facility_id, FACILITY_IDS.c.certification_id)
        .join(CERTIFICATIONS, CERTIFICATIONS.c.id == FACILITY_IDS.c.certification_id)
        .where(one_of(session, FACILITY_IDS.c.facility_id, ids), register.in_scope())
    )
    yield from ((row[0], row[1]) for row in register.execute(statement))
