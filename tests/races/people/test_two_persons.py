"""Two at once about an act that takes two: proposed once, carried out once."""

from dataclasses import replace
from functools import partial
from itertools import cycle

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, proposing
from models.approvals.approval import Approval, ApprovalKind, ApprovalState
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.organisations.registration import OrganisationDetails
from models.people import debarment
from models.people.organisation_changes import change_or_propose
from tests.amount import ROUNDS
from tests.models.people.office import (
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OUTGOING,
    SECOND,
    Office,
)
from tests.races.people.common import tried
from tests.races.racing import Racers


def test_of_two_who_approve_one_carries_it_out(office: Office, two: Racers) -> None:
    member = office.account(MEMBER)
    proposer = office.viewer(LEAD)
    approvers = [office.viewer(MANAGER), office.viewer(COLLEAGUE)]
    for number in range(1, ROUNDS + 1):
        about = f"account:{member.id}"
        proposing.propose(office.session, ACTS, proposer, ApprovalKind.RESET_SECOND_FACTOR, about, "紛失")
        shown = ACTS[ApprovalKind.RESET_SECOND_FACTOR].difference(
            office.session, office.session.get_one(Approval, number)
        )
        office.session.commit()

        def approve(viewer: Viewer, session: Session, number: int = number, digest: str = shown.sha256) -> None:
            deciding.approve(session, ACTS, OUTGOING, viewer, number, digest)

        answers = two.race(*(partial(tried, partial(approve, viewer)) for viewer in approvers))
        assert sorted(map(bool, answers)) == [False, True], answers
    counted = select(func.count()).where(AuditEvent.name == EventName.SECOND_FACTOR_RESET)
    assert office.session.scalar(counted) == ROUNDS


def test_an_act_lifted_by_two_is_lifted_once(office: Office, two: Racers) -> None:
    number = office.account(LEAD).organisation_id
    debarment.bar(office.session, OUTGOING, office.viewer(OFFICER), number, "試験")
    made = proposing.propose(
        office.session, ACTS, office.viewer(OFFICER), ApprovalKind.LIFT_BAR, f"organisation:{number}", "確認"
    )
    shown, waiting = ACTS[ApprovalKind.LIFT_BAR].difference(office.session, made).sha256, made.id
    second = office.viewer(SECOND)
    office.session.commit()

    def approve(session: Session) -> None:
        deciding.approve(session, ACTS, OUTGOING, second, waiting, shown)

    answers = two.race(partial(tried, approve), partial(tried, approve))
    assert sorted(map(bool, answers)) == [False, True], answers
    office.session.expire_all()
    assert office.session.get_one(Approval, waiting).state is ApprovalState.CARRIED_OUT


def test_of_two_who_propose_the_same_one_does(office: Office, two: Racers) -> None:
    about, lead, officer = f"account:{office.account(MEMBER).id}", office.viewer(LEAD), office.viewer(OFFICER)
    office.session.commit()

    def propose(viewer: Viewer, session: Session) -> None:
        proposing.propose(session, ACTS, viewer, ApprovalKind.RESET_SECOND_FACTOR, about, "紛失")

    for _ in range(ROUNDS):
        answers = two.race(*(partial(tried, partial(propose, viewer)) for viewer in (lead, officer)))
        assert sorted(map(bool, answers)) == [False, True], answers
        office.session.execute(delete(Approval))
        office.session.commit()


def test_a_change_proposed_while_another_of_the_same_organisation_is_approved_waits_and_is_not_broken_off(
    office: Office, two: Racers
) -> None:
    organisation, manager, officer = office.account(LEAD).organisation, office.viewer(MANAGER), office.viewer(OFFICER)
    number, before = organisation.id, OrganisationDetails.of(organisation)
    wanted = cycle(replace(before, scope_code=code) for code in ("kansai", "kyushu", "tokyo"))

    def propose(session: Session, to: OrganisationDetails) -> None:
        change_or_propose(session, ACTS, manager, number, to, "訂正")

    def approve(session: Session, waiting: int, shown: str) -> None:
        deciding.approve(session, ACTS, OUTGOING, officer, waiting, shown)

    for _ in range(ROUNDS):
        made = change_or_propose(office.session, ACTS, manager, number, next(wanted), "訂正")
        assert made is not None
        act = partial(approve, waiting=made.id, shown=ACTS[made.kind].difference(office.session, made).sha256)
        office.session.commit()
        # Whoever proposes may come too early. Neither may meet the other's lock the wrong way round.
        approved, _proposed = two.race(partial(tried, act), partial(tried, partial(propose, to=next(wanted))))
        assert approved == ""
        office.session.execute(delete(Approval))
        office.session.commit()
