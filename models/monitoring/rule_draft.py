"""A draft of the next edition of the rules: one at a time, changed rule by rule, rehearsed before it is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import Base, begin_writing, insert_or
from models.detection.rulebook import Audience, Mode, RuleBook, shipped_rules
from models.detection.rules import BY_CODE
from models.detection.rules.rule import Rule
from models.errors import Conflict, NotFound
from models.legal.dated import digest
from models.monitoring.rule_differences import RuleChange, changes_between, check_rule, figures_of
from models.monitoring.rules_in_force import rules_in_force

LONGEST_TITLE = 200
_OPEN = text("state = 'open'")


class RuleDraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    EDITION = "edition"
    DISCARDED = "discarded"


class RuleDraft(Base):
    """One draft. ``revision`` counts its changes: a page filled in over another revision is not taken.

    ``rehearsal`` is what the rules of revision ``rehearsed_revision`` would have raised (``rehearsal.Rehearsal``).
    """

    __tablename__ = "rule_drafts"
    __table_args__ = (Index("uq_rule_drafts_open", "state", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    based_on: Mapped[int]
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    state_code: Mapped[str] = mapped_column("state", String(10))
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    rehearsal: Mapped[dict[str, Any] | None]
    rehearsed_revision: Mapped[int | None]
    rehearsed_at: Mapped[datetime | None]

    @property
    def rules(self) -> RuleBook:
        """The rules as the draft has them; a threshold younger than the draft is as shipped."""
        return shipped_rules().under(self.document)

    @property
    def sha256(self) -> str:
        """The digest of its rules."""
        return digest(self.document)

    @property
    def is_rehearsed(self) -> bool:
        """Whether just these rules were rehearsed."""
        return self.rehearsed_revision == self.revision


@dataclass(frozen=True, slots=True)
class Edit:
    """One rule changed for some people. ``change`` is laid over what the rule's entry says of them."""

    code: str
    audience: Audience
    change: dict[str, Any]


def open_draft(session: Session) -> RuleDraft | None:
    """The draft under way; None when there is none."""
    chosen = select(RuleDraft).where(RuleDraft.state_code == RuleDraftState.OPEN.value)
    return session.scalar(chosen.execution_options(populate_existing=True))


def begin(session: Session, viewer: Viewer, title: str) -> RuleDraft:
    """Begin a draft equal to the rules in force. Raises ``Conflict`` when there is one already."""
    begin_writing(session)
    number, rules = rules_in_force(session)
    row = insert_or(session, RuleDraft).values(
        title=title,
        based_on=number,
        document=rules.data,
        revision=1,
        state_code=RuleDraftState.OPEN.value,
        made_by=viewer.account_id,
        made_at=clock.now(),
    )
    row = row.on_conflict_do_nothing(index_elements=["state"], index_where=_OPEN)
    made = session.execute(row.returning(RuleDraft.id)).scalar()
    if made is None:
        raise Conflict("規則の下書きが、すでにあります。")
    _record(session, EventName.RULES_DRAFTED, viewer, made, based_on=number, title=title)
    return session.get_one(RuleDraft, made)


def edit_of(book: RuleBook, rule: Rule, audience: Audience, mode: Mode, figures: Mapping[str, float]) -> Edit:
    """What differs from the book in a rule as it is wanted for these people: the rest still follows the wider ones.

    ``figures`` are by path (``rule_differences.Figure``).
    """
    wanted: dict[str, Any] = {}
    if book.setting(rule.code, *audience).mode is not mode:
        wanted["mode"] = mode.value
    for figure in figures_of(book, rule, audience):
        value = figures[figure.path]
        if value != figure.value:
            *places, name = figure.path.split(".")
            entry = wanted
            for place in places:
                entry = entry.setdefault(place, {})
            entry[name] = int(value) if value.is_integer() else value
    return Edit(rule.code, audience, wanted)


def change(session: Session, viewer: Viewer, revision: int, edit: Edit) -> RuleDraft:
    """Change one rule; what changes nothing leaves no trace.

    Raises ``WrongRules`` (``rule_differences.check_rule``), ``Conflict`` (changed since), ``NotFound``.
    """
    draft = hold(session, revision)
    changed = draft.rules.changed(edit.code, edit.audience.entry(edit.change))
    check_rule(changed, BY_CODE[edit.code])
    differences = changes_between(draft.rules, changed)
    if differences:
        draft.document, draft.revision = changed.data, draft.revision + 1
        session.flush()
        told = [[one.label, one.before, one.after] for one in differences]
        _record(
            session,
            EventName.RULES_DRAFT_CHANGED,
            viewer,
            draft.id,
            revision=draft.revision,
            rule=edit.code,
            changes=told,
        )
    return draft


def discard(session: Session, viewer: Viewer, revision: int) -> None:
    """Give the draft up. Raises ``Conflict`` (changed since), ``NotFound``."""
    draft = hold(session, revision)
    draft.state_code = RuleDraftState.DISCARDED.value
    session.flush()
    _record(session, EventName.RULES_DRAFT_DISCARDED, viewer, draft.id, revision=revision)


def hold(session: Session, revision: int) -> RuleDraft:
    """The open draft at this revision, held. Raises ``Conflict``, ``NotFound``."""
    begin_writing(session)
    chosen = select(RuleDraft).where(RuleDraft.state_code == RuleDraftState.OPEN.value)
    found = session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    if found.revision != revision:
        raise Conflict("画面を開いた後に、下書きが変わっています。今の内容を確認して、もう一度行ってください。")
    return found


def differences_of(session: Session, draft: RuleDraft) -> list[RuleChange]:
    """What the draft changes in the rules in force."""
    return changes_between(rules_in_force(session)[1], draft.rules)


def _record(session: Session, name: EventName, viewer: Viewer, number: int, **details: Any) -> None:
    record(session, Event(name, viewer.actor, object=f"rule-draft:{number}", details=details))
