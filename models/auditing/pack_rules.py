"""Of a pack of evidence: by what rules the register was watched, what might be taken, what people were told (M13)."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approvals.approval import Approval
from models.auditing.pack_rows import Row, Rows, rows_of, told
from models.certifications.export_limits import ExportLimit
from models.consent import texts
from models.detection.rulebook import RuleBook, WrongRules, shipped_rules
from models.legal import documents
from models.legal.documents import DocumentName
from models.legal.published_texts import CalledOffText, TextVersion
from models.monitoring.rule_differences import changes_between
from models.monitoring.rule_edition import RuleEdition
from models.organisations.kinds import OrganisationKind

_LIMITS = (
    select(
        ExportLimit.id, ExportLimit.kind_code, ExportLimit.role_code, ExportLimit.rows_a_file, ExportLimit.rows_a_day,
        ExportLimit.files_in_a_while, ExportLimit.in_force_from, Approval.proposed_by,
        Approval.decided_by.label("approved_by"),
    )
    .join(Approval, Approval.id == ExportLimit.approval_id)
    .order_by(ExportLimit.id)
)  # fmt: skip
_TEXTS = (
    select(
        TextVersion.document, TextVersion.version, TextVersion.sha256, TextVersion.drafted_by, TextVersion.changed_by,
        TextVersion.approved_by, TextVersion.published_at, CalledOffText.at.label("called_off_at"),
        CalledOffText.proposed_by.label("called_off_proposed_by"),
        CalledOffText.approved_by.label("called_off_approved_by"),
    )
    .outerjoin(CalledOffText, CalledOffText.text == TextVersion.id)
    .where(TextVersion.published_at.is_not(None))
    .order_by(TextVersion.document, TextVersion.version, TextVersion.id)
)  # fmt: skip
_EDITION = ("number", "made_at", "proposed_by", "approved_by", "note", "sha256")
UNREADABLE = "今の製品では読めない版のため、比べられません。"


def tables(session: Session) -> Mapping[str, Rows]:
    """Its tables by their files' names."""
    return {
        "rule-editions.csv": _editions(session),
        "rule-changes.csv": _changes(session),
        "export-limits.csv": rows_of(session, _LIMITS),
        "texts.csv": _texts(session),
    }


def _editions(session: Session) -> Iterator[Row]:
    """Every edition in full: each rule with its figures, as JSON. Number 0 is what the product is delivered with."""
    yield [*_EDITION, "document"]
    yield [0, *("" for _ in _EDITION[1:]), _json(shipped_rules().data)]
    for one in _rule_editions(session):
        yield [*told(getattr(one, name) for name in _EDITION), _json(one.document)]


def _changes(session: Session) -> Iterator[Row]:
    """What each edition changed of the one before it, line by line."""
    yield ["edition", "changed", "before", "after"]
    former: RuleBook | None = shipped_rules()
    for one in _rule_editions(session):
        present = _book(one)
        if former is None or present is None:
            yield [one.number, UNREADABLE, "", ""]
        else:
            yield from ([one.number, line.label, line.before, line.after] for line in changes_between(former, present))
        former = present


def _rule_editions(session: Session) -> Iterator[RuleEdition]:
    yield from session.scalars(select(RuleEdition).order_by(RuleEdition.number))


def _book(edition: RuleEdition) -> RuleBook | None:
    try:
        return shipped_rules().under(edition.document)
    except WrongRules:
        return None


def _texts(session: Session) -> Iterator[Row]:
    """Every version of the terms, the policy and the six items: those delivered with the product, then those
    published."""
    head, *published = rows_of(session, _TEXTS)
    names = list(head)
    yield [names[0], "delivered", *names[1:]]
    for document, version, sha256 in _delivered():
        yield [document, "yes", version, sha256, *("" for _ in names[3:])]
    for name, *rest in published:
        yield [name, "", *rest]


def _delivered() -> Iterator[tuple[str, date, str]]:
    for name in DocumentName:
        yield from ((name.value, one.version, one.sha256) for one in documents.shipped(name, None))
    for kind in OrganisationKind:
        yield from ((texts.document_of(kind), one.version, one.sha256) for one in texts.shipped(kind))


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True)
