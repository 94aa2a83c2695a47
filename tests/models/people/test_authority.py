"""Who may do what to whom: every role on every other, by every act; nobody on themselves (policy §2)."""

from itertools import product

import pytest

from models.errors import Forbidden
from models.people.authority import NotYourself, PersonAct, check_may, may
from tests.models.people.office import (
    AUDITOR,
    COLLEAGUE,
    EVERYBODY,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OTHER_MEMBER,
    SECOND,
    Office,
)

OWN_ORGANISATION = {"stop", "release", "strike_off", "change", "dismiss", "send_link", "reset", "confirm"}
MANAGERS = {"stop", "lift", "strike_off", "unlock", "send_link", "reset"}
OFFICERS = MANAGERS | {"release", "change", "dismiss", "confirm"}
ORDINARY = {LEAD, MEMBER, OTHER_LEAD, OTHER_MEMBER}


def allowed(who: str, whom: str) -> set[str]:
    """The table once more, in plain words."""
    if who == whom:
        return set()
    if who in {OFFICER, SECOND}:
        return OFFICERS
    if who in {MANAGER, COLLEAGUE}:
        return MANAGERS if whom in ORDINARY else set()
    if (who, whom) in {(LEAD, MEMBER), (OTHER_LEAD, OTHER_MEMBER)}:
        return OWN_ORGANISATION
    return set()


def test_everybody_may_do_to_everybody_what_the_table_says(office: Office) -> None:
    wrong = []
    for who, whom in product(EVERYBODY, EVERYBODY):
        viewer, account = office.viewer(who), office.account(whom)
        found = {act.value for act in PersonAct if may(viewer, act, account)}
        if found != allowed(who, whom):
            wrong.append((who, whom, found ^ allowed(who, whom)))
    assert wrong == []


@pytest.mark.parametrize("act", PersonAct)
@pytest.mark.parametrize("who", [OFFICER, MANAGER, LEAD, AUDITOR, MEMBER])
def test_nobody_acts_on_themselves(office: Office, who: str, act: PersonAct) -> None:
    with pytest.raises(NotYourself):
        check_may(office.viewer(who), act, office.account(who))


def test_whoever_watches_cannot_be_silenced_by_the_manager(office: Office) -> None:
    for whom in (OFFICER, AUDITOR, COLLEAGUE):
        with pytest.raises(Forbidden):
            check_may(office.viewer(MANAGER), PersonAct.STOP, office.account(whom))
