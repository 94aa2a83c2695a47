"""The viewing record on paper, for an operator without an account: entered by one, released by another (B1).

The system manager takes the request in and checks who asks; an officer of the owner releases it. Whether the facility
exists is not told to the manager: the officer learns it when they release the record, and only then. Who asked stands
in the request alone, never in the trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import clock
from models.access import door
from models.access.permissions import Permission
from models.access.presence import viewer_of
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.approvals import proposing
from models.approvals.acts import Change, ComesToNothing, Difference, TwoPersonAct
from models.approvals.approval import Approval, ApprovalKind
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing
from models.errors import Conflict, DomainError, NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.looking_back.numbers import look_numbers
from models.looking_back.paper_request import IdentityCheck, PaperRequest
from models.looking_back.period import Period
from models.looking_back.record import WholeRecord, every_look, facility_in_scope, known_since
from models.mail.outgoing import Outgoing
from models.reference.facility_id import InvalidFacilityId, parse


class WrongId(DomainError):
    """What was typed is no 設備ID."""


class NoSuchFacility(ComesToNothing):
    """Nothing is registered under the 設備ID that was asked about."""

    def __init__(self) -> None:
        super().__init__(
            "この設備IDの設備は、登録されていません。開示する記録はありません。"
            "承認しない理由を書いて戻し、請求した人に設備IDを確かめてください。"
        )


@dataclass(frozen=True, slots=True)
class PaperWish:
    """What the manager enters."""

    requester: str
    address: str
    identity: IdentityCheck
    identity_note: str
    facility_id: str
    period: Period


def requests_on_paper() -> ListSpec[PaperRequest]:
    """All of them for those who enter and release them, newest first."""
    checks = [(one.value, one.label) for one in IdentityCheck]
    filters: Sequence[ListFilter] = (
        ListFilter("requester", "請求した人", contains(PaperRequest.requester)),
        ListFilter("facility", "設備ID", equals(PaperRequest.facility_id)),
        ListFilter("identity", "本人確認", equals(PaperRequest.identity_code), checks),
    )
    statement = select(PaperRequest).options(joinedload(PaperRequest.enterer))
    return ListSpec(statement, PaperRequest.id, {"at": PaperRequest.entered_at}, filters, descending=True)


def request_on_paper(session: Session, number: int) -> PaperRequest:
    """One of them. Raises ``NotFound``."""
    found = session.get(PaperRequest, number, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def enter(session: Session, viewer: Viewer, wish: PaperWish, reason: str) -> PaperRequest:
    """Take a request in, and lay its release before an officer. Raises ``WrongId``, and what proposing raises."""
    begin_writing(session)
    try:
        facility_id = str(parse(wish.facility_id))
    except InvalidFacilityId as error:
        raise WrongId(error.reason) from error
    request = PaperRequest(
        requester=wish.requester,
        address=wish.address,
        identity_code=wish.identity.value,
        identity_note=wish.identity_note,
        facility_id=facility_id,
        first_day=wish.period.first_day,
        last_day=wish.period.last_day,
        entered_by=viewer.account_id,
        entered_at=clock.now(),
    )
    session.add(request)
    session.flush()
    act, subject = ApprovalKind.RELEASE_VIEWING_RECORD, f"paper-request:{request.id}"
    proposing.propose(session, {act: RELEASE_RECORD}, viewer, act, subject, reason)
    details = {"facility_id": facility_id, "identity": request.identity_code, **wish.period.details()}
    record(session, Event(EventName.PAPER_REQUEST_ENTERED, viewer.actor, object=subject, details=details))
    return request


def print_record(session: Session, outgoing: Outgoing, viewer: Viewer, number: int) -> WholeRecord:
    """The record that was released, for whoever prints it. Recorded, and no look.

    Raises ``Conflict`` before the release, ``NotFound`` when no such facility is registered.
    """
    request = request_on_paper(session, number)
    if request.released_at is None:
        raise Conflict("この請求は、まだ開示が承認されていません。")
    numbers, whole = look_numbers(outgoing.box), None
    with door.reading(session, viewer) as register:
        found = facility_in_scope(register, request.facility_id)
        if found is not None:
            looks = every_look(session, numbers, found, request.period, None)
            since = known_since(session, request.period)
            whole = WholeRecord(found.facility_id, request.period, looks, since)
            register.note(
                EventName.PAPER_RECORD_PRINTED,
                certifications=[found.id],
                object=f"facility:{found.facility_id}",
                details={"request": number, **request.period.details(), "total": len(looks)},
            )
    if whole is None:
        raise NotFound
    return whole


def _difference(session: Session, approval: Approval) -> Difference:
    request = session.get_one(PaperRequest, approval.subject_id, populate_existing=True)
    days = f"{request.first_day:%Y年%-m月%-d日} から {request.last_day:%Y年%-m月%-d日} まで"
    told = f"{request.identity.label}（{request.identity_note}）" if request.identity_note else request.identity.label
    return Difference(
        f"閲覧の記録の書面での請求 {request.reference}",
        (
            Change("閲覧の記録", "開示しない", f"{request.facility_id} の {days} の記録を開示する"),
            Change("開示する相手", "", f"{request.requester}（{request.address}）"),
            Change("本人確認", "", told),
        ),
        impossible="すでに開示が承認されています。" if request.released_at is not None else "",
    )


def _release(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    request = session.get_one(PaperRequest, approval.subject_id, populate_existing=True, with_for_update=True)
    request.released_by, request.released_at = actor.account_id, clock.now()
    session.flush()
    details = {"facility_id": request.facility_id, "approval": approval.id, "entered_by": request.entered_by}
    officer = session.get_one(Account, request.released_by)
    with door.reading(session, viewer_of(session, officer, actor, clock.now())) as register:
        found = facility_in_scope(register, request.facility_id)
        if found is not None:
            register.note(EventName.PAPER_RECORD_RELEASED, object=approval.subject, details=details)
    if found is None:
        raise NoSuchFacility


RELEASE_RECORD = TwoPersonAct(
    proposers=frozenset({Permission.PAPER_REQUEST_ENTER}),
    approvers=frozenset({Permission.PAPER_REQUEST_RELEASE}),
    difference=_difference,
    carry_out=_release,
)
