"""Calling off an edition before its time of effect: two persons again, for it may have been a narrowing (B5)."""

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
from models.catalogue.grants import CalledOffEdition, GrantsEdition, edition_in_force, valid_editions
from models.errors import Conflict, NotFound
from models.mail.outgoing import Outgoing

IN_FORCE = "この版は、すでに発効しています。元に戻すには、前の版と同じ内容の下書きを作ってください。"


def propose(session: Session, viewer: Viewer, number: int, reason: str) -> Approval:
    """Lay it before the second person. Raises ``NotFound``, ``Conflict`` once it is in force."""
    if session.get(GrantsEdition, number) is None:
        raise NotFound
    kind = ApprovalKind.CALL_OFF_GRANTS
    return proposing.propose(session, {kind: CALL_OFF}, viewer, kind, f"grants-edition:{number}", reason)


def _difference(session: Session, approval: Approval) -> Difference:
    number, now = approval.subject_id, clock.now()
    edition = session.scalar(valid_editions().where(GrantsEdition.number == number))
    if edition is None or edition.in_force_from is None:
        return Difference(f"閲覧権限の第{number}版", (), impossible="この版は、すでに取りやめられています。")
    planned = f"{clock.in_japan(edition.in_force_from):%Y年%-m月%-d日 %H:%M} に発効"
    staying = edition_in_force(session, now)
    later = session.scalar(valid_editions().where(GrantsEdition.number > number).limit(1))
    impossible = IN_FORCE if staying is not None and number <= staying.number else ""
    if later is not None:
        impossible = impossible or f"この版を基にした第{later.number}版があります。先にそちらを取りやめてください。"
    stays = f"発効しない（第{staying.number}版が有効のまま）" if staying else "発効しない"
    return Difference(
        f"閲覧権限の第{number}版（{edition.note}）", (Change("発効", planned, stays),), impossible=impossible
    )


def _call_off(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    number = approval.subject_id
    session.scalar(select(GrantsEdition).order_by(GrantsEdition.number).limit(1).with_for_update())  # one at a time
    edition = session.get_one(GrantsEdition, number)
    if reason := _difference(session, approval).impossible:
        raise Conflict(reason)
    session.add(
        CalledOffEdition(edition=number, at=clock.now(), proposed_by=approval.proposed_by, approved_by=actor.account_id)
    )
    session.flush()
    planned = edition.in_force_from.isoformat() if edition.in_force_from else ""
    told = {"edition": number, "in_force_from": planned, "approval": approval.id, "proposed_by": approval.proposed_by}
    name = f"grants-edition:{number}"
    record(session, Event(EventName.GRANTS_EDITION_CALLED_OFF, actor, object=name, edition=number, details=told))


CALL_OFF = TwoPersonAct(
    proposers=frozenset({Permission.GRANTS_REVIEW}),
    approvers=frozenset({Permission.GRANTS_REVIEW}),
    difference=_difference,
    carry_out=_call_off,
)
