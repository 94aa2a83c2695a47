"""Following a finding to its end: raised, handled by its owner, confirmed by another person (M13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission, permissions_of
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.accounts.lifecycle import find_by_login_id
from models.accounts.who import who_is
from models.assurance.finding import Finding, FindingEntry, FindingEntryKind, FindingSource, FindingState, write
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, DomainError, Forbidden, NotFound


class WrongOwner(DomainError):
    """The person named cannot see to a finding."""

    def __init__(self) -> None:
        super().__init__("担当にできるのは、利用中のシステム管理者又は保有者担当のIDです。")


class WrongDueDay(DomainError):
    """The day named cannot be a last day."""

    def __init__(self) -> None:
        super().__init__("期限は、今日以降の日付で入力してください。")


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody writes when raising a finding. ``owner`` is a login ID; ``check`` empty unless a check failed."""

    title: str
    detail: str
    promise: str
    source: FindingSource
    owner: str
    due_on: date
    check: str = ""


def raise_finding(session: Session, viewer: Viewer, stated: Stated) -> Finding:
    """Write a finding down. Raises ``WrongOwner``, ``WrongDueDay``."""
    begin_writing(session)
    owner = _owner(session, stated.owner)
    if stated.due_on < clock.today():
        raise WrongDueDay
    finding = Finding(
        title=stated.title,
        detail=stated.detail,
        promise=stated.promise,
        check_code=stated.check,
        source_code=stated.source.value,
        owner_id=owner.id,
        due_on=stated.due_on,
        raised_by=viewer.account_id,
        raised_at=clock.now(),
    )
    session.add(finding)
    session.flush()
    write(session, finding, FindingEntryKind.RAISED, _person(session, viewer), stated.detail)
    details = {"source": stated.source.value, "promise": stated.promise}
    record_in(session, EventName.FINDING_RAISED, viewer, finding, **details, **_duty(owner, stated.due_on))
    return finding


def finding_for(session: Session, number: int) -> Finding:
    """The finding with this number. Raises ``NotFound``."""
    found = session.get(Finding, number)
    if found is None:
        raise NotFound
    return found


def timeline(session: Session, finding: Finding) -> Sequence[FindingEntry]:
    """Every line, oldest first."""
    chosen = select(FindingEntry).where(FindingEntry.finding_id == finding.id).order_by(FindingEntry.id)
    return session.scalars(chosen).all()


def change_duty(session: Session, viewer: Viewer, number: int, owner_id: str, due_on: date, why: str) -> None:
    """Give it to somebody else, or until another day. Raises ``WrongOwner``, ``WrongDueDay``, ``Conflict``.

    Nobody puts off their own: whoever changes a finding they own is ``Forbidden``.
    """
    finding = hold_finding(session, number)
    if finding.owner_id == viewer.account_id:
        raise Forbidden("自分が担当する指摘の担当と期限は、自分では変えられません。")
    _check_open(finding)
    owner = _owner(session, owner_id)
    if due_on < clock.today():
        raise WrongDueDay
    finding.owner_id, finding.due_on = owner.id, due_on
    session.flush()
    session.refresh(finding)
    text = f"担当：{who_is(owner)}\n期限：{due_on.isoformat()}\n理由：{why}"
    write(session, finding, FindingEntryKind.CHANGED, _person(session, viewer), text)
    record_in(session, EventName.FINDING_CHANGED, viewer, finding, **_duty(owner, due_on))


def add_note(session: Session, viewer: Viewer, number: int, text: str) -> None:
    """Write down what was done, or what shows it. Raises ``Conflict`` (closed), ``NotFound``."""
    finding = hold_finding(session, number)
    check_not_closed(finding)
    write(session, finding, FindingEntryKind.NOTE, _person(session, viewer), text)
    record_in(session, EventName.FINDING_NOTED, viewer, finding)


def why_not_finish(viewer: Viewer, finding: Finding) -> str:
    """Why the viewer cannot say that it is done; empty when they can."""
    if finding.owner_id != viewer.actor.account_id:
        return "対応の終了を申し出られるのは、この指摘の担当です。"
    return "" if finding.state is FindingState.OPEN else "この指摘の対応は、すでに終了しています。"


def finish(session: Session, viewer: Viewer, number: int, text: str) -> None:
    """The owner says that it is done, and how. Raises ``Forbidden`` (not theirs), ``Conflict``, ``NotFound``."""
    finding = hold_finding(session, number)
    if finding.owner_id != viewer.account_id:
        raise Forbidden(why_not_finish(viewer, finding))
    _check_open(finding)
    finding.done_at, finding.done_by = clock.now(), viewer.account_id
    write(session, finding, FindingEntryKind.DONE, _person(session, viewer), text)
    record_in(session, EventName.FINDING_DONE, viewer, finding)


def why_not_confirm(viewer: Viewer, finding: Finding) -> str:
    """Why the viewer cannot confirm or return it; empty when they can."""
    if Permission.FINDING_CONFIRM not in viewer.permissions:
        return "完了を確認できるのは、保有者担当と外部監査人です。"
    if viewer.actor.account_id in {finding.owner_id, finding.done_by}:
        return "自分が対応した指摘の完了は、自分では確認できません。"
    return "" if finding.state is FindingState.DONE else "この指摘は、確認を待っていません。"


def close(session: Session, viewer: Viewer, number: int, text: str) -> None:
    """A second person confirms that it is done. Raises ``Forbidden``, ``Conflict``, ``NotFound``."""
    finding = _held_to_confirm(session, viewer, number)
    finding.closed_at, finding.closed_by = clock.now(), viewer.account_id
    write(session, finding, FindingEntryKind.CLOSED, _person(session, viewer), text)
    record_in(session, EventName.FINDING_CLOSED, viewer, finding)


def give_back(session: Session, viewer: Viewer, number: int, text: str) -> None:
    """A second person says that it is not done yet. Raises ``Forbidden``, ``Conflict``, ``NotFound``."""
    finding = _held_to_confirm(session, viewer, number)
    finding.done_at = finding.done_by = None
    write(session, finding, FindingEntryKind.RETURNED, _person(session, viewer), text)
    record_in(session, EventName.FINDING_RETURNED, viewer, finding)


def hold_finding(session: Session, number: int) -> Finding:
    """The finding, held until the end of the transaction. Raises ``NotFound``."""
    begin_writing(session)
    chosen = select(Finding).where(Finding.id == number).execution_options(populate_existing=True)
    # Weak enough that a line of the timeline, which refers to it, can be written beside it.
    found = session.scalar(chosen.with_for_update(of=Finding, key_share=True))
    if found is None:
        raise NotFound
    return found


def check_not_closed(finding: Finding) -> None:
    """Raise ``Conflict`` when nothing can be added any more."""
    if finding.state is FindingState.CLOSED:
        raise Conflict("この指摘は、完了しています。")


def record_in(session: Session, name: EventName, viewer: Viewer, finding: Finding, **details: Any) -> None:
    """Record an act about a finding."""
    record(session, Event(name, viewer.actor, object=f"finding:{finding.id}", details=details))


def _held_to_confirm(session: Session, viewer: Viewer, number: int) -> Finding:
    finding = hold_finding(session, number)
    if reason := why_not_confirm(viewer, finding):
        raise Conflict(reason) if finding.state is not FindingState.DONE else Forbidden(reason)
    return finding


def _check_open(finding: Finding) -> None:
    if finding.state is not FindingState.OPEN:
        raise Conflict("この指摘の対応は、すでに終了しています。")


def _owner(session: Session, login_id: str) -> Account:
    found = find_by_login_id(session, login_id)
    if found is None or found.state is not AccountState.ACTIVE:
        raise WrongOwner
    if Permission.FINDING_HANDLE not in permissions_of(found.organisation.kind, found.role):
        raise WrongOwner
    return found


def _person(session: Session, viewer: Viewer) -> Account:
    return session.get_one(Account, viewer.account_id)


def _duty(owner: Account, due_on: date) -> dict[str, str]:
    return {"owner": owner.login_id, "due_on": due_on.isoformat()}
