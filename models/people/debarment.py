"""Barring an organisation: every account, session, link and application of it at once; two persons lift it (M16)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.accounts.sessions import EndReason
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record, record_all
from models.errors import Conflict, Forbidden, NotFound, check_any
from models.mail import people_letters
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from models.people.cutting import (
    Reach,
    accounts_in,
    addresses_of,
    cut_off,
    give_up_requests,
    people_cut,
    reach_of,
)
from models.people.succession import hold_organisation
from models.people.time_given_back import FAIR_TIME, give_time_back


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


def preview_people(session: Session, *organisation_ids: int) -> Sequence[Account]:
    """Who would be cut off: the first hundred."""
    return people_cut(session, accounts_in(*organisation_ids))


def bar_all(session: Session, outgoing: Outgoing, viewer: Viewer, numbers: Sequence[int], reason: str) -> list[Reach]:
    """Bar several for one reason, all or none. Raises like ``bar``, naming the organisation that cannot be."""
    check_any(numbers)
    reached, ids = [], sorted(set(numbers))
    for number in ids:
        held(session, number)
    for number in ids:
        try:
            reached.append(bar(session, outgoing, viewer, number, reason))
        except Conflict as error:
            name = session.get_one(Organisation, number).name
            raise Conflict(f"{name} を停止できないため、どれも停止していません。{error.reason}") from error
    return reached


def why_not_barred(viewer: Viewer, organisation: Organisation) -> str:
    """Why the organisation cannot be barred by this person now; empty when it can."""
    try:
        _check_may_be_barred(viewer.actor.organisation_id, organisation)
    except (Forbidden, Conflict) as error:
        return error.reason
    return ""


def bar(session: Session, outgoing: Outgoing, viewer: Viewer, organisation_id: int, reason: str) -> Reach:
    """Bar it. Raises ``OwnOrganisation``, ``NeverBarred``, ``Conflict`` (not in use), ``NotFound``."""
    return bar_at_once(session, outgoing, viewer.actor, organisation_id, reason)


def bar_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> Reach:
    """The same, for whoever was found to be allowed."""
    organisation = held(session, organisation_id)
    _check_may_be_barred(actor.organisation_id, organisation)
    reach, now = preview(session, organisation_id), clock.now()
    _stand(organisation, Standing.BARRED, reason)
    cut_off(session, accounts_in(organisation_id), EndReason.ORGANISATION_BARRED, now)
    give_up_requests(session, organisation_id, "組織の利用停止", now)
    told = addresses_of(session, accounts_in(organisation_id))
    letters = (people_letters.organisation_barred(*one, organisation.name, now) for one in told)
    outgoing.send_all(session, letters, now)
    _record_cut(session, actor, EventName.ORGANISATION_BARRED, organisation, reason, reach)
    return reach


def close_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> Reach:
    """End its registration: like a bar, but for good reasons and without a way back."""
    organisation = held(session, organisation_id)
    if organisation.standing is Standing.CLOSED:
        raise Conflict("この組織の登録は、すでに終了しています。")
    reach, now = preview(session, organisation_id), clock.now()
    _stand(organisation, Standing.CLOSED, reason)
    cut_off(session, accounts_in(organisation_id), EndReason.ORGANISATION_BARRED, now)
    give_up_requests(session, organisation_id, "組織の登録終了", now)
    told = addresses_of(session, accounts_in(organisation_id))
    letters = (people_letters.organisation_closed(*one, organisation.name, now) for one in told)
    outgoing.send_all(session, letters, now)
    _record_cut(session, actor, EventName.ORGANISATION_CLOSED, organisation, reason, reach)
    return reach


def strike_off_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> int:
    """Strike off every account of a barred organisation, for ever; returns how many (M16).

    Each of them has ended, one that was stopped before too: everybody gets the letter, and every account its event.
    """
    organisation = held(session, organisation_id)
    if organisation.standing is not Standing.BARRED:
        raise Conflict("先に組織の利用を停止してください。")
    now = clock.now()
    struck = _strike_off(session, organisation_id, now)
    letters = (
        people_letters.everybody_struck_off(one.email, one.person_name, organisation.name, now) for one in struck
    )
    outgoing.send_all(session, letters, now)
    details = {"organisation": organisation.name, "reason": reason, "accounts": len(struck)}
    about = f"organisation:{organisation_id}"
    whole = Event(EventName.ORGANISATION_STRUCK_OFF, actor, object=about, details=details)
    record_all(session, [whole, *(_struck_off(actor, one, reason) for one in struck)])
    return len(struck)


def _strike_off(session: Session, organisation_id: int, now: datetime) -> Sequence[Row[tuple[int, str, str, str]]]:
    """End the accounts in one statement; those it has ended, in their order."""
    statement = (
        update(Account)
        .where(Account.organisation_id == organisation_id, Account.state_code != AccountState.STRUCK_OFF.value)
        .values(state_code=AccountState.STRUCK_OFF.value, struck_off_at=now)
        .returning(Account.id, Account.login_id, Account.email, Account.person_name)
        .execution_options(synchronize_session=False)
    )
    return sorted(session.execute(statement), key=lambda row: row.id)


def _struck_off(actor: Actor, one: Row[tuple[int, str, str, str]], reason: str) -> Event:
    details = {"login_id": one.login_id, "reason": f"組織の全アカウントの抹消：{reason}"}
    return Event(EventName.ACCOUNT_STRUCK_OFF, actor, object=f"account:{one.id}", details=details)


def resume_at_once(session: Session, outgoing: Outgoing, actor: Actor, organisation_id: int, reason: str) -> None:
    """Let a barred organisation in again; what was cut off stays cut off. Raises ``Conflict``."""
    organisation = held(session, organisation_id)
    if organisation.standing is not Standing.BARRED:
        raise Conflict("この組織は、利用停止ではありません。")
    since, now = organisation.standing_since or organisation.created_at, clock.now()
    _stand(organisation, Standing.ACTIVE, "")
    session.flush()
    give_time_back(session, accounts_in(organisation_id), since, now)
    told = addresses_of(session, accounts_in(organisation_id))
    letters = (people_letters.resumed(*one, organisation.name, now, FAIR_TIME.days) for one in told)
    outgoing.send_all(session, letters, now)
    details = {"organisation": organisation.name, "reason": reason}
    about = f"organisation:{organisation_id}"
    record(session, Event(EventName.ORGANISATION_RESUMED, actor, object=about, details=details))


def held(session: Session, organisation_id: int) -> Organisation:
    """The organisation, held. Raises ``NotFound``."""
    if session.get(Organisation, organisation_id) is None:
        raise NotFound
    return hold_organisation(session, organisation_id)


def _check_may_be_barred(own_id: int | None, organisation: Organisation) -> None:
    if organisation.id == own_id:
        raise OwnOrganisation
    if organisation.kind in NEVER_BARRED:
        raise NeverBarred
    if organisation.standing is not Standing.ACTIVE:
        raise Conflict("この組織は、すでに利用停止か、登録終了になっています。")


def _stand(organisation: Organisation, standing: Standing, reason: str) -> None:
    organisation.standing_code, organisation.standing_reason = standing.value, reason
    organisation.standing_since = clock.now()


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
