"""What a report counts as use: the acts people do with the register, in the words of its columns."""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from models.audit.event_names import EventName, NumbersOf, Outcome
from models.audit.tables import AuditEvent
from models.reporting.month import Month


class Act(StrEnum):
    """One kind of act."""

    SIGN_IN = "sign_in"
    FAILED = "failed"
    SEARCH = "search"
    VIEW = "view"
    EXPORT = "export"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The act as a column's head."""
        return _LABELS[self]


_LABELS = {
    Act.SIGN_IN: "サインイン",
    Act.FAILED: "サインインの失敗",
    Act.SEARCH: "検索・一覧",
    Act.VIEW: "設備の表示",
    Act.EXPORT: "書き出し",
    Act.REFUSED: "拒否",
}
ACT_OF: dict[tuple[str, str], Act] = {
    (EventName.SIGNED_IN.value, Outcome.DONE.value): Act.SIGN_IN,
    (EventName.PASSWORD_CHECKED.value, Outcome.REFUSED.value): Act.FAILED,
    (EventName.CODE_CHECKED.value, Outcome.REFUSED.value): Act.FAILED,
    (EventName.RECOVERY_CODE_USED.value, Outcome.REFUSED.value): Act.FAILED,
    (EventName.CERTIFICATIONS_LISTED.value, Outcome.DONE.value): Act.SEARCH,
    (EventName.PREVIEW_LISTED.value, Outcome.DONE.value): Act.SEARCH,
    (EventName.CERTIFICATION_READ.value, Outcome.DONE.value): Act.VIEW,
    (EventName.PREVIEW_READ.value, Outcome.DONE.value): Act.VIEW,
    (EventName.CERTIFICATIONS_EXPORTED.value, Outcome.DONE.value): Act.EXPORT,
    (EventName.CERTIFICATION_ABSENT.value, Outcome.REFUSED.value): Act.REFUSED,
    (EventName.PAGE_REFUSED.value, Outcome.REFUSED.value): Act.REFUSED,
}
"""By the event's name and outcome."""
USING = (Act.SEARCH, Act.VIEW, Act.EXPORT)
"""The acts by which somebody sees certifications: what is compared between months, and what has hours."""
BY_SOMEBODY = (Act.SIGN_IN, *USING, Act.REFUSED)
"""The acts of people who are signed in; whoever fails to sign in is nobody yet."""
SHOWING = (
    EventName.CERTIFICATIONS_LISTED.value,
    EventName.CERTIFICATION_READ.value,
    EventName.CERTIFICATIONS_EXPORTED.value,
    EventName.EXPORT_MADE.value,
    EventName.PREVIEW_LISTED.value,
    EventName.PREVIEW_READ.value,
    EventName.ROW_EXPLAINED.value,
    EventName.READERS_LISTED.value,
    EventName.VIEWING_RECORD_READ.value,
    EventName.PERSON_READING_ASKED.value,
    EventName.IMPORT_READ.value,
)
"""The events that name the certifications shown: whatever is a look to whom they belong (``looking_back.acts``). A
large file names them when it has been made."""
_OF_THEMSELVES = (NumbersOf.HOME.value, NumbersOf.EXPORT.value)
"""Numbers that a page shows without being asked: the home page at every sign-in, a list's once more before its file."""


def is_act(*acts: Act) -> ColumnElement[bool]:
    """The condition that an event is one of these acts; found by the index of names and moments."""
    kinds = [kind for kind, act in ACT_OF.items() if act in acts]
    exact = or_(*(and_(AuditEvent.name == name, AuditEvent.outcome == outcome) for name, outcome in kinds))
    asked = or_(AuditEvent.name != EventName.CERTIFICATIONS_LISTED.value, AuditEvent.object.not_in(_OF_THEMSELVES))
    return and_(AuditEvent.name.in_(sorted({name for name, _outcome in kinds})), exact, asked)


def within(month: Month) -> ColumnElement[bool]:
    """The condition that an event lies in the month."""
    return and_(AuditEvent.at >= month.since, AuditEvent.at < month.until)
