"""Putting other thresholds in force: rehearsed, laid before a second person, then an edition for ever (policy §2)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.approvals import proposing
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.detection.rules import ALL_RULES
from models.errors import Conflict, DomainError
from models.mail.outgoing import Outgoing
from models.monitoring.alert_reading import people_in_question
from models.monitoring.audiences import check_audiences
from models.monitoring.rehearsal import Rehearsal
from models.monitoring.rule_differences import check_rule
from models.monitoring.rule_draft import RuleDraft, RuleDraftState, differences_of, hold
from models.monitoring.rule_edition import RuleEdition
from models.monitoring.rules_in_force import rules_in_force

CHANGED_SINCE = "提案の後に下書きが変わったため、承認できません。もう一度、提案してください。"
OUTDATED = "この下書きの後に、規則の新しい版ができています。下書きを破棄して、作り直してください。"


class NotRehearsed(DomainError):
    """Nobody knows yet what the new thresholds would raise."""

    def __init__(self) -> None:
        super().__init__("今の下書きの内容で、過去の記録での試行をしてから提案してください。")


def propose(session: Session, viewer: Viewer, revision: int, reason: str) -> Approval:
    """Lay the draft before the second person.

    Raises ``NotRehearsed``, ``WrongRules``, ``Conflict`` (changed since, outdated, changes nothing, waits already),
    ``NotFound``.
    """
    draft = hold(session, revision)
    check_audiences(draft.rules)  # of whom no page tells, the second person is told nothing
    for rule in ALL_RULES:
        check_rule(draft.rules, rule)
    if not draft.is_rehearsed:
        raise NotRehearsed
    payload = {"draft": draft.id, "revision": revision, "sha256": draft.sha256}
    kind = ApprovalKind.CHANGE_RULES
    return proposing.propose(session, {kind: CHANGE_RULES}, viewer, kind, f"rule-draft:{draft.id}", reason, payload)


def _difference(session: Session, approval: Approval) -> Difference:
    draft = session.scalar(_row_of(approval))
    if draft is None:
        return Difference("監視の規則の下書き", (), impossible=CHANGED_SINCE)
    lines = [Change(one.label, one.before, one.after) for one in differences_of(session, draft)]
    impossible = _impossible(session, draft, approval, changes_anything=bool(lines))
    if draft.rehearsal is not None:
        found = Rehearsal.of_json(draft.rehearsal)
        label = f"過去 {found.days} 日の記録での試行（警告と一時停止）"
        lines.append(Change(label, f"{found.before:,} 件", f"{found.after:,} 件"))
    lines.append(Change("照合値（SHA-256）", "", draft.sha256))
    people = people_in_question(session)
    return Difference(f"監視の規則「{draft.title}」", lines, in_question=people, impossible=impossible)


def _impossible(session: Session, draft: RuleDraft, approval: Approval, *, changes_anything: bool) -> str:
    if (draft.revision, draft.sha256) != (approval.payload["revision"], approval.payload["sha256"]):
        return CHANGED_SINCE
    if rules_in_force(session)[0] != draft.based_on:
        return OUTDATED
    return "" if changes_anything else "変わる点がありません。"


def _put_in_force(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    draft = session.scalar(_row_of(approval).with_for_update())
    if draft is None:
        raise Conflict(CHANGED_SINCE)
    changes = differences_of(session, draft)
    if reason := _impossible(session, draft, approval, changes_anything=bool(changes)):
        raise Conflict(reason)
    edition = RuleEdition(
        number=draft.based_on + 1,
        document=draft.document,
        sha256=draft.sha256,
        note=draft.title,
        made_at=clock.now(),
        proposed_by=approval.proposed_by,
        approved_by=actor.account_id,
    )
    session.add(edition)
    draft.state_code = RuleDraftState.EDITION.value
    session.flush()
    details = {
        "edition": edition.number,
        "based_on": draft.based_on,
        "sha256": edition.sha256,
        "changes": [[one.label, one.before, one.after] for one in changes],
        "approval": approval.id,
        "proposed_by": approval.proposed_by,
    }
    about = f"rule-edition:{edition.number}"
    record(session, Event(EventName.RULES_EDITION_MADE, actor, object=about, details=details))


def _row_of(approval: Approval) -> Any:
    chosen = select(RuleDraft).where(
        RuleDraft.id == approval.payload["draft"], RuleDraft.state_code == RuleDraftState.OPEN.value
    )
    return chosen.execution_options(populate_existing=True)


CHANGE_RULES = TwoPersonAct(
    proposers=frozenset({Permission.RULES_CHANGE}),
    approvers=frozenset({Permission.RULES_CHANGE}),
    difference=_difference,
    carry_out=_put_in_force,
)
