"""The emergency stop of a whole kind: one row stops them all, at the next request of each (M8)."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, Role
from models.accounts.sessions import EndReason
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, Forbidden
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import OrganisationKind, kinds_in_use
from models.organisations.organisation import Organisation
from models.people.cutting import Reach, addresses_of, cut_off, people_cut, reach_of
from models.people.time_given_back import FAIR_TIME, give_time_back

NEVER_STOPPED = frozenset({OrganisationKind.OWNER, OrganisationKind.CONTRACTOR, OrganisationKind.AUDITOR})
"""Whoever could lift the stop, whoever carries out what follows from it, and whoever watches."""
NOTICE = (
    "情報の取扱いに問題が見つかったため、{kind}のすべてのアカウントの利用を緊急に停止しています。"
    "調査が終わるまで利用できません。再開するときは、システム保有者からお知らせします。"
)


class NeverStopped(Forbidden):
    """Without this kind nobody could lift the stop."""

    def __init__(self) -> None:
        super().__init__("システム保有者、委託先、監査人は、緊急停止できません。個人のアカウントを停止してください。")


def standing_of(session: Session, kind: OrganisationKind) -> KindStanding:
    """How the kind stands now."""
    return session.get_one(KindStanding, kind.value, populate_existing=True)


def every_standing(session: Session) -> list[KindStanding]:
    """How each kind in use stands, in the order of the catalogue."""
    by_kind = {one.kind: one for one in session.scalars(select(KindStanding))}
    return [by_kind[kind] for kind in kinds_in_use()]


def preview(session: Session, kind: OrganisationKind) -> Reach:
    """Who and what would be cut off, in numbers."""
    return reach_of(session, _accounts_of(kind), _organisations_of(kind))


def preview_people(session: Session, kind: OrganisationKind) -> Sequence[Account]:
    """Who would be cut off: the first hundred."""
    return people_cut(session, _accounts_of(kind))


def _organisations_of(kind: OrganisationKind) -> Select[int]:
    return select(Organisation.id).where(Organisation.kind_code == kind.value)


def _accounts_of(kind: OrganisationKind) -> Select[int]:
    return select(Account.id).where(Account.organisation_id.in_(_organisations_of(kind)))


def stop_kind(
    session: Session, outgoing: Outgoing, viewer: Viewer, kind: OrganisationKind, reason: str, notice: str
) -> Reach:
    """Stop every organisation of the kind. ``notice`` is what those affected are told.

    Raises ``NeverStopped``, ``Conflict`` (stopped already). One row decides: whoever signs in at that moment is
    refused at the next request, whatever the order in which the two were written.
    """
    if kind in NEVER_STOPPED or kind is viewer.kind:
        raise NeverStopped
    standing = _hold(session, kind)
    if standing.stopped_at is not None:
        raise Conflict("この種類の組織は、すでに緊急停止しています。")
    reach, now = preview(session, kind), clock.now()
    standing.stopped_at, standing.reason, standing.notice = now, reason, notice
    session.flush()
    accounts = _accounts_of(kind)
    cut_off(session, accounts, EndReason.KIND_STOPPED, now)
    told = addresses_of(session, accounts, Role.RESPONSIBLE_PERSON)
    outgoing.send_all(session, (people_letters.kind_stopped(*one, notice) for one in told), now)
    details = {
        "kind": kind.value,
        "reason": reason,
        "accounts": reach.accounts,
        "sessions": reach.sessions,
        "links": reach.links,
    }
    record(session, Event(EventName.KIND_STOPPED, viewer.actor, object=f"kind:{kind.value}", details=details))
    return reach


def _difference(session: Session, approval: Approval) -> Difference:
    kind = kind_of(approval)
    standing, reach = standing_of(session, kind), preview(session, kind)
    stopped = standing.stopped_at is not None
    return Difference(
        about=kind.label,
        changes=(
            Change("利用", "緊急停止中" if stopped else "利用中", "利用できる（サインインし直す）"),
            Change("アカウント", f"{reach.accounts} 件が停止中", f"{reach.accounts} 件が停止前の状態に戻る"),
        ),
        impossible="" if stopped else "この種類の組織は、緊急停止していません。",
    )


def kind_of(approval: Approval) -> OrganisationKind:
    """The kind an approval is about."""
    return OrganisationKind(approval.subject.partition(":")[2])


def _lift(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    kind = kind_of(approval)
    standing, now = _hold(session, kind), clock.now()
    if (since := standing.stopped_at) is None:
        raise Conflict("この種類の組織は、緊急停止していません。")
    standing.stopped_at, standing.reason, standing.notice = None, "", ""
    session.flush()
    give_time_back(session, _accounts_of(kind), since, now)
    told = addresses_of(session, _accounts_of(kind), Role.RESPONSIBLE_PERSON)
    outgoing.send_all(session, (people_letters.resumed(*one, kind.label, now, FAIR_TIME.days) for one in told), now)
    details = {"kind": kind.value, "reason": approval.reason}
    record(session, Event(EventName.KIND_RESUMED, actor, object=f"kind:{kind.value}", details=details))


def _hold(session: Session, kind: OrganisationKind) -> KindStanding:
    begin_writing(session)
    chosen = select(KindStanding).where(KindStanding.kind_code == kind.value).with_for_update()
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one()


LIFT_STOP = TwoPersonAct(
    proposers=frozenset({Permission.KIND_STOP}),
    approvers=frozenset({Permission.KIND_STOP}),
    difference=_difference,
    carry_out=_lift,
)
