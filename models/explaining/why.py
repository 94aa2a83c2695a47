"""The question "why can, or can't, this person see this item of this facility?", and its answer (B2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.access import door
from models.access.permissions import Permission
from models.access.row_reasons import carried, visible_facts
from models.access.row_scope import NO_ROWS
from models.access.viewer import Viewer
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.catalogue.item import Item
from models.certifications.detail import LONGEST_ASKED
from models.certifications.identity import find_in_scope
from models.errors import Forbidden, NotFound
from models.explaining.admitted import admission_links
from models.explaining.links import Chain, Link
from models.explaining.subject import Subject
from models.explaining.visible import RowAnswer, item_link, row_links
from models.training.rule import TrainingRule


@dataclass(frozen=True, slots=True)
class Question:
    """Whom it is about, which facility (a 設備ID as typed, or empty), which item (or none)."""

    subject: Subject
    facility_id: str = ""
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The chain, and the verdict it comes to. ``facility_id`` is the present one of the facility asked about."""

    question: Question
    facility_id: str
    chain: Chain

    @property
    def sees(self) -> bool:
        """Whether nothing stops it, as far as was asked."""
        return self.chain.holds

    @property
    def verdict(self) -> str:
        """The answer in one sentence."""
        if self.sees and self.facility_id and self.question.subject.scope is None:
            return f"{self.question.subject.name}のうち、閲覧範囲に入る組織の人には、{self._what()}表示されます。"
        return f"{self.question.subject.name}には、{self._what()}{'表示されます' if self.sees else '表示されません'}。"

    def _what(self) -> str:
        item = self.question.item
        if self.facility_id:
            return f"設備 {self.facility_id} の「{item.label}」が" if item else f"設備 {self.facility_id} が"
        return f"閲覧範囲にある設備の「{item.label}」が" if item else "閲覧範囲にある設備が"


def explain(session: Session, asker: Viewer, question: Question, rule: TrainingRule, now: datetime) -> Explanation:
    """The answer; that it was asked is recorded, with the facility if one is named.

    Raises ``Forbidden`` when a facility is named by somebody who reads no certifications, ``NotFound`` when it does not
    exist or lies outside their own rows.
    """
    check_may_explain(asker)
    if not question.facility_id:
        _record(session, asker, question)
        return _explained(session, question, None, rule, now)
    return _explained(session, question, _row(session, asker, question), rule, now)


def check_may_explain(asker: Viewer) -> None:
    """Raise ``Forbidden`` for somebody to whom others' visibility is not explained."""
    if Permission.VISIBILITY_EXPLAIN not in asker.permissions:
        raise Forbidden("見える理由を調べる権限がありません。")


def check_may_explain_rows(asker: Viewer) -> None:
    """Raise ``Forbidden`` for somebody who may not ask about single facilities."""
    if Permission.ROW_EXPLAIN not in asker.permissions:
        raise Forbidden("認定情報を閲覧できないため、設備を指定することはできません。")


def _row(session: Session, asker: Viewer, question: Question) -> RowAnswer:
    """The facility in the asker's own rows; recorded with whom the question is about."""
    check_may_explain_rows(asker)
    scope, item = question.subject.scope, question.item
    details = {
        "asked": {"facility_id": [question.facility_id[:LONGEST_ASKED]]},
        "about": question.subject.object,
        "item": item.key if item is not None else "",
    }
    row = None
    with door.reading(session, asker) as register:
        found = find_in_scope(register, question.facility_id)
        if found is None:
            name, about = EventName.ROW_EXPLAINED, "facility:absent"
            register.note(name, object=about, outcome=Outcome.REFUSED, details=details)
        else:
            held = carried(register, found.id, scope or NO_ROWS)
            row = RowAnswer(found.facility_id, held, visible_facts(register, found.id))
            about = f"facility:{found.facility_id}"
            register.note(EventName.ROW_EXPLAINED, certifications=[found.id], object=about, details=details)
    if row is None:
        raise NotFound
    return row


def _explained(
    session: Session, question: Question, row: RowAnswer | None, rule: TrainingRule, now: datetime
) -> Explanation:
    def links() -> Iterator[Link]:
        yield from admission_links(session, question.subject, rule, now)
        yield from row_links(question.subject, row)
        if question.item is not None:
            yield item_link(session, question.subject, question.item, now)

    return Explanation(question, row.facility_id if row is not None else "", Chain.of(links()))


def _record(session: Session, asker: Viewer, question: Question) -> None:
    item = question.item
    details = {"kind": question.subject.kind.value, "item": item.key if item is not None else ""}
    event = Event(
        EventName.VISIBILITY_EXPLAINED,
        asker.actor,
        object=question.subject.object,
        edition=asker.items.edition,
        details=details,
    )
    record(session, event)
