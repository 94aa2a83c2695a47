"""Barring an organisation: every account, session, link and application of it at once; two persons lift it (M16)."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.sessions import EndReason
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import changed_rows
from models.errors import Conflict, Forbidden, NotFound
from models.mail import people_letters
from models.mail.outbox import Letter
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from models.people.cutting import Reach, accounts_in, cut_off, give_up_requests, reach_of
from models.people.succession import hold_organisation


class OwnOrganisation(Forbidden):
    """Nobody bars the organisation they belong to: nobody would be left to lift it."""

    def __init__(self) -> None:
        super().__init__("自分の所属する組織の利用は、停止できません。")


class NeverBarred(Forbidden):
    """Nobody shuts out at one stroke whoever could lift it, carries it out, or watches."""

    def __init__(self) -> None:
        super().__init__(
            "システム保有者、委託先、監査人の組織は、組織ごとには止められません。個人のアカウントを停止してください。"
        )


NEVER_BARRED = frozenset({OrganisationKind.OWNER, OrganisationKind.CONTRACTOR, OrganisationKind.AUDITOR})


def preview(session: Session, organisation_id: int) -> Reach:
    """Who and what would be cut off."""
    own = select(Organisation.id).where(Organisation.id == organisation_id)
    return reach_of(session, accounts_in(organisation_id), own)


def bar(session: Session, outgoing: Outgoing, viewer: Viewer, organisation_id: int, reason: str) -> Reach:
    """Bar it. Raises ``OwnOrganisation``, ``Conflict`` (not in use), ``NotFound``."""
    if organisation_id == viewer.actor.organisation_id:
        raise OwnOrganisation
    return bar_at_once(session, outgoing, viewer.actor, organisation_id, reason)


def bar_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> Reach:
    """The same, for whoever was found to be allowed."""
    organisation = held(session, organisation_id)
    if organisation.kind in NEVER_BARRED:
        raise NeverBarred
    if organisation.standing is not Standing.ACTIVE:
        raise Conflict("この組織は、すでに利用停止か、登録終了になっています。")
    reach, now = preview(session, organisation_id), clock.now()
    _stand(organisation, Standing.BARRED, reason)
    cut_off(session, accounts_in(organisation_id), EndReason.ORGANISATION_BARRED, now)
    give_up_requests(session, organisation_id, "組織の利用停止", now)
    for one in responsible_persons_of(session, organisation_id):
        _send(session, outgoing, people_letters.organisation_barred(one.email, one.person_name, organisation.name, now))
    _record_cut(session, actor, EventName.ORGANISATION_BARRED, organisation, reason, reach)
    return reach


def close_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> Reach:
    """End its registration: like a bar, but for good reasons and without a way back."""
    organisation = held(session, organisation_id)
    if organisation.standing is Standing.CLOSED:
        raise Conflict("この組織の登録は、すでに終了しています。")
    reach, now = preview(session, organisation_id), clock.now()
    told = responsible_persons_of(session, organisation_id)
    _stand(organisation, Standing.CLOSED, reason)
    cut_off(session, accounts_in(organisation_id), EndReason.ORGANISATION_BARRED, now)
    give_up_requests(session, organisation_id, "組織の登録終了", now)
    for one in told:
        _send(session, outgoing, people_letters.organisation_closed(one.email, one.person_name, organisation.name, now))
    _record_cut(session, actor, EventName.ORGANISATION_CLOSED, organisation, reason, reach)
    return reach


def strike_off_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> int:
    """Strike off every account of a barred organisation, for ever; returns how many (M16)."""
    organisation = held(session, organisation_id)
    if organisation.standing is not Standing.BARRED:
        raise Conflict("先に組織の利用を停止してください。")
    for one in responsible_persons_of(session, organisation_id):
        letter = people_letters.everybody_struck_off(one.email, one.person_name, organisation.name, clock.now())
        _send(session, outgoing, letter)
    statement = (
        update(Account)
        .where(Account.organisation_id == organisation_id, Account.state_code != AccountState.STRUCK_OFF.value)
        .values(state_code=AccountState.STRUCK_OFF.value, struck_off_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    struck = changed_rows(session, statement)
    details = {"organisation": organisation.name, "reason": reason, "accounts": struck}
    about = f"organisation:{organisation_id}"
    record(session, Event(EventName.ORGANISATION_STRUCK_OFF, actor, object=about, details=details))
    return struck


def resume_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> None:
    """Let a barred organisation in again; what was cut off stays cut off. Raises ``Conflict``."""
    organisation = held(session, organisation_id)
    if organisation.standing is not Standing.BARRED:
        raise Conflict("この組織は、利用停止ではありません。")
    _stand(organisation, Standing.ACTIVE, "")
    for one in responsible_persons_of(session, organisation_id):
        letter = people_letters.resumed(one.email, one.person_name, organisation.name, clock.now())
        _send(session, outgoing, letter)
    details = {"organisation": organisation.name, "reason": reason}
    about = f"organisation:{organisation_id}"
    record(session, Event(EventName.ORGANISATION_RESUMED, actor, object=about, details=details))


def held(session: Session, organisation_id: int) -> Organisation:
    """The organisation, held. Raises ``NotFound``."""
    if session.get(Organisation, organisation_id) is None:
        raise NotFound
    return hold_organisation(session, organisation_id)


def responsible_persons_of(session: Session, organisation_id: int) -> list[Account]:
    """Whoever answers for the organisation, whether kept out just now or not."""
    chosen = select(Account).where(
        Account.organisation_id == organisation_id,
        Account.role_code == Role.RESPONSIBLE_PERSON.value,
        Account.state_code.in_([AccountState.ISSUED, AccountState.ACTIVE]),
    )
    return list(session.scalars(chosen.order_by(Account.id)))


def people_in(session: Session, organisation_id: int) -> frozenset[int]:
    """The accounts of the organisation, none of which decides about it."""
    return frozenset(session.scalars(accounts_in(organisation_id)))


def _shown(session: Session, approval: Approval, after: str, kept: str, fits: frozenset[Standing]) -> Difference:
    number = approval.subject_id
    organisation = session.get_one(Organisation, number, populate_existing=True)
    standing, accounts = organisation.standing, preview(session, number).accounts
    return Difference(
        about=organisation.name,
        changes=(Change("組織の状態", standing.label, after), Change("アカウント", f"利用中 {accounts} 件", kept)),
        people=people_in(session, number),
        impossible="" if standing in fits else f"この組織の状態は「{standing.label}」です。",
    )


def _lifting(session: Session, approval: Approval) -> Difference:
    kept = "停止前の状態に戻る（サインインし直す）"
    return _shown(session, approval, Standing.ACTIVE.label, kept, frozenset({Standing.BARRED}))


def _closing(session: Session, approval: Approval) -> Difference:
    kept = "すべて利用できなくなる"
    return _shown(session, approval, Standing.CLOSED.label, kept, frozenset({Standing.ACTIVE, Standing.BARRED}))


def _striking_off(session: Session, approval: Approval) -> Difference:
    kept = "すべて抹消される（元には戻せない）"
    return _shown(session, approval, Standing.BARRED.label, kept, frozenset({Standing.BARRED}))


def _stand(organisation: Organisation, standing: Standing, reason: str) -> None:
    organisation.standing_code, organisation.standing_reason = standing.value, reason
    organisation.standing_since = clock.now()


def _send(session: Session, outgoing: Outgoing, letter: Letter) -> None:
    outgoing.send(session, letter, clock.now())


def _record_cut(
    session: Session, actor: Actor, name: EventName, organisation: Organisation, reason: str, reach: Reach
) -> None:
    session.flush()
    details = {
        "organisation": organisation.name,
        "reason": reason,
        "accounts": reach.accounts,
        "sessions": reach.sessions,
        "links": reach.links,
        "requests": reach.requests,
    }
    record(session, Event(name, actor, object=f"organisation:{organisation.id}", details=details))


def _close(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    close_at_once(session, outgoing, actor, approval.subject_id, approval.reason)


def _strike_off(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    strike_off_at_once(session, outgoing, actor, approval.subject_id, approval.reason)


def _resume(session: Session, outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    resume_at_once(session, outgoing, actor, approval.subject_id, approval.reason)


LIFT_BAR = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_BAR}),
    approvers=frozenset({Permission.ORGANISATION_BAR}),
    difference=_lifting,
    carry_out=_resume,
)
CLOSE = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_CHANGE}),
    approvers=frozenset({Permission.ORGANISATION_APPROVE}),
    difference=_closing,
    carry_out=_close,
)
STRIKE_OFF_ALL = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_BAR}),
    approvers=frozenset({Permission.ORGANISATION_BAR}),
    difference=_striking_off,
    carry_out=_strike_off,
)
