"""Putting a draft in force: laid before a second person with its whole difference, then an edition for ever (B5)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
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
from models.catalogue.first_edition import REVIEWER as UNREVIEWED
from models.catalogue.grants import BegunEdition, Grant, GrantsEdition
from models.catalogue.recorded import hold_catalogue
from models.db import note_sizes
from models.errors import Conflict, DomainError, NotFound
from models.mail.outgoing import Outgoing
from models.reviewing.cells import Cells
from models.reviewing.difference import AttributeDifference, compare
from models.reviewing.draft import DraftState, GrantsDraft
from models.reviewing.drafts import Draft, draft_of, hold, newest_edition
from models.reviewing.going_back import gone_back
from models.reviewing.proposal_in_words import going_back_lines, lapsed_lines, lines_of, rule_lines, when_in_words
from models.reviewing.reach import Reach, reach_of
from models.reviewing.showing import Showing, moved_rule

LATEST = timedelta(days=366)
"""A time of effect lies at most so far ahead: what nobody remembers deciding should not come into force."""
CHANGED_SINCE = "提案の後に下書き又は項目一覧が変わったため、承認できません。もう一度、提案してください。"
OUTDATED = "この下書きの後に、新しい版ができています。下書きに取り込んでから、もう一度提案してください。"


def propose(
    session: Session, viewer: Viewer, number: int, revision: int, in_force_from: datetime | None, reason: str
) -> Approval:
    """Lay a draft before the second person, to be in force from a moment, or (None) from its approval.

    Raises ``Stale``, ``NotFound``, ``Conflict`` (waits already, outdated, changes nothing), ``DomainError`` (something
    is missing, or the moment will not do).
    """
    draft = hold(session, number, revision)
    if draft.outdated:
        raise Conflict(OUTDATED)
    if lacking := draft.faults(clock.today()):
        raise DomainError(f"根拠などが足りない許可が {len(lacking)} 件あるため、まだ提案できません。")
    _check_moment(session, in_force_from)
    planned = in_force_from.isoformat() if in_force_from else ""
    payload = {"draft": number, "revision": revision, "sha256": draft.sha256, "in_force_from": planned}
    kind = ApprovalKind.PUT_GRANTS_IN_FORCE
    approval = proposing.propose(session, {kind: PUT_IN_FORCE}, viewer, kind, f"grants-draft:{number}", reason, payload)
    draft.row.approval_id = approval.id
    session.flush()
    return approval


def draft_row_of(session: Session, approval: Approval) -> GrantsDraft:
    """The draft an approval is about, whatever became of it. Raises ``NotFound`` for approvals of other kinds."""
    number = approval.payload.get("draft") if approval.kind is ApprovalKind.PUT_GRANTS_IN_FORCE else None
    found = session.get(GrantsDraft, number) if number is not None else None
    if found is None:
        raise NotFound
    return found


def showings_of(draft: Draft, approval: Approval | None) -> tuple[Showing, Showing]:
    """What the draft changes, before and after, on the day it takes effect: as proposed, else at this moment."""
    now = clock.now()
    planned = _planned(approval) if approval is not None else None
    return draft.showings(clock.day_in_japan(max(planned or now, now)))


def differences_of(
    session: Session, draft: Draft, approval: Approval | None
) -> list[tuple[AttributeDifference, Reach]]:
    """What the draft changes on the day it takes effect, attribute by attribute, and whom that reaches."""
    return [(one, reach_of(session, one)) for one in compare(*showings_of(draft, approval))]


def _check_moment(session: Session, moment: datetime | None) -> None:
    now = clock.now()
    if moment is not None and moment <= now:
        raise DomainError("発効の日時は、今より後にしてください。承認と同時に発効させるときは、空欄にします。")
    if moment is not None and moment > now + LATEST:
        raise DomainError("発効の日時は、1年以内にしてください。")
    coming = newest_edition(session).in_force_from
    if coming is not None and coming > (moment or now):
        raise DomainError(
            f"{clock.in_japan(coming):%Y年%-m月%-d日 %H:%M} に発効する版が決まっています。"
            "それより後に発効させるか、先にその版を取りやめてください。"
        )


def _difference(session: Session, approval: Approval) -> Difference:
    """What would change; the digest stands in it, so that the grants approved are the grants shown."""
    row = session.scalar(_row_of(approval))
    if row is None:
        return Difference("閲覧権限の下書き", (), impossible=CHANGED_SINCE)
    draft, moment = draft_of(session, row), _planned(approval)
    lines = [line for one, reach in differences_of(session, draft, approval) for line in lines_of(one, reach)]
    lines.append(Change("発効", f"第{row.based_on}版が有効", when_in_words(moment)))
    lines.extend(lapsed_lines(draft))
    lines.extend(going_back_lines(gone_back(session, row.equal_to, draft.cells)))
    lines.extend(rule_lines(moved_rule(*showings_of(draft, approval))))
    lines.append(Change("照合値（SHA-256）", "", draft.sha256))
    return Difference(f"閲覧権限「{row.title}」", lines, impossible=_impossible(draft, approval))


def _impossible(draft: Draft, approval: Approval) -> str:
    if (draft.row.revision, draft.sha256) != (approval.payload["revision"], approval.payload["sha256"]):
        return CHANGED_SINCE
    if draft.outdated:
        return OUTDATED
    return "" if draft.changes_anything else "変わる点がありません。"


def _put_in_force(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    row = session.scalar(_row_of(approval).with_for_update())
    session.scalar(select(GrantsEdition).order_by(GrantsEdition.number).limit(1).with_for_update())  # one at a time
    hold_catalogue(session)
    if row is None:
        raise Conflict(CHANGED_SINCE)
    draft = draft_of(session, row)
    if reason := _impossible(draft, approval):
        raise Conflict(reason)
    now, cells = clock.now(), draft.cells
    edition = GrantsEdition(
        number=_next_number(session),
        in_force_from=max(_planned(approval) or now, now),
        proposal=any(terms.reviewer == UNREVIEWED for terms in cells.values()),
        note=row.title,
        based_on=row.based_on,
        equal_to=row.equal_to,
        closes_overdue=row.closes_overdue,
        sha256=draft.sha256,
        made_at=now,
        proposed_by=approval.proposed_by,
        approved_by=actor.account_id,
    )
    session.add(edition)
    session.flush()
    if edition.in_force_from == now:
        session.add(BegunEdition(edition=edition.number, at=now))
    session.execute(insert(Grant), _rows(edition.number, cells))
    note_sizes(session, Grant)
    row.state_code, row.edition = DraftState.EDITION.value, edition.number
    session.flush()
    _record(session, actor, approval, edition, draft)


def _rows(edition: int, cells: Cells) -> list[dict[str, Any]]:
    named = ((key, {"edition": edition, "item": key.item, "attribute": key.attribute.value}) for key in cells)
    return [values | cells[key].columns for key, values in named]


def _next_number(session: Session) -> int:
    last = session.scalars(select(GrantsEdition.number).order_by(GrantsEdition.number.desc()).limit(1)).one()
    return last + 1


def _record(session: Session, actor: Actor, approval: Approval, edition: GrantsEdition, draft: Draft) -> None:
    moved = compare(*draft.showings(clock.day_in_japan(edition.in_force_from or clock.now())))
    details = {
        "edition": edition.number,
        "based_on": edition.based_on,
        "equal_to": edition.equal_to,
        "in_force_from": edition.in_force_from.isoformat() if edition.in_force_from else "",
        "closes_overdue": edition.closes_overdue,
        "grants": len(draft.cells),
        "sha256": edition.sha256,
        "revealed": {one.attribute.value: [item.key for item in one.revealed] for one in moved if one.revealed},
        "hidden": {one.attribute.value: [item.key for item in one.hidden] for one in moved if one.hidden},
        "approval": approval.id,
        "proposed_by": approval.proposed_by,
    }
    name = f"grants-edition:{edition.number}"
    record(session, Event(EventName.GRANTS_EDITION_MADE, actor, object=name, edition=edition.number, details=details))


def _row_of(approval: Approval) -> Any:
    chosen = select(GrantsDraft).where(
        GrantsDraft.id == approval.payload["draft"], GrantsDraft.state_code == DraftState.OPEN.value
    )
    return chosen.execution_options(populate_existing=True)


def _planned(approval: Approval) -> datetime | None:
    planned = approval.payload["in_force_from"]
    return datetime.fromisoformat(planned) if planned else None


PUT_IN_FORCE = TwoPersonAct(
    proposers=frozenset({Permission.GRANTS_REVIEW}),
    approvers=frozenset({Permission.GRANTS_REVIEW}),
    difference=_difference,
    carry_out=_put_in_force,
)
