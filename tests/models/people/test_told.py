"""Whoever has something done to their account is told, and so is whoever answers for them (M7)."""

from collections.abc import Callable

import pytest

from models.accounts.account import AccountState
from models.accounts.links import LinkPurpose, issue_link
from models.accounts.standing import StopReason
from models.accounts.visit import Visit
from models.administration.two_person_acts import ACTS
from models.approvals import deciding, proposing
from models.approvals.approval import ApprovalKind
from models.clock import now
from models.people import releasing
from models.people.stopping import stop_person
from tests.models.people.office import LEAD, MANAGER, MEMBER, OFFICER, OTHER_LEAD, OUTGOING, SECOND, Office


def stop(office: Office, who: str = OFFICER, why: StopReason = StopReason.OWN_REQUEST) -> None:
    stop_person(office.session, OUTGOING, office.viewer(who), office.account(MEMBER).id, why, "試験")
    office.session.commit()


def release(office: Office) -> None:
    """By the person's letter, as the responsible person has asked."""
    token, _link = issue_link(office.session, office.account(MEMBER).id, LinkPurpose.RELEASE, now())
    releasing.confirm_release(office.session, OUTGOING, Visit(), token)


def by_two(office: Office, kind: ApprovalKind, proposer: str, approver: str) -> None:
    about = f"account:{office.account(MEMBER).id}"
    made = proposing.propose(office.session, ACTS, office.viewer(proposer), kind, about, "試験")
    shown = ACTS[kind].difference(office.session, made).sha256
    deciding.approve(office.session, ACTS, OUTGOING, office.viewer(approver), made.id, shown)


def stop_and_release(office: Office) -> None:
    stop(office)
    release(office)


def stop_for_security_and_release(office: Office) -> None:
    stop(office, why=StopReason.INCIDENT)
    by_two(office, ApprovalKind.RELEASE_ACCOUNT, OFFICER, SECOND)
    assert office.account(MEMBER).state is not AccountState.STOPPED


TOLD: dict[str, tuple[Callable[[Office], None], str]] = {
    "stopped": (stop, "アカウントを停止しました"),
    "released by letter": (stop_and_release, "アカウントの利用を再開しました"),
    "released by two": (stop_for_security_and_release, "アカウントの利用を再開しました"),
    "second factor reset": (
        lambda office: by_two(office, ApprovalKind.RESET_SECOND_FACTOR, LEAD, MANAGER),
        "確認用の端末をリセットしました",
    ),
}


@pytest.mark.parametrize("act", TOLD)
def test_the_person_and_the_responsible_person_are_told_once_and_nobody_else(office: Office, act: str) -> None:
    do, subject = TOLD[act]
    do(office)
    own = [one for one in office.letters(MEMBER) if one.endswith(f"】{subject}")]
    answering = [one for one in office.letters(LEAD) if one.endswith(f"】所属の利用者について：{subject}")]
    assert (len(own), len(answering)) == (1, 1)
    assert office.letters(OTHER_LEAD) == []
