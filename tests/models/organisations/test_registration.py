"""Entering organisations: with a scope that exists, or with none where the kind has none."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.tables import AuditEvent
from models.errors import Conflict, DomainError
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.registration import WrongScope, create_organisation, find_by_name

ACTOR = Actor.at_console("tester")


@pytest.mark.parametrize(
    ("kind", "scope_code", "laws"),
    [
        (OrganisationKind.GRID_OPERATOR, "chubu", ()),
        (OrganisationKind.BUREAU, "C", ()),
        (OrganisationKind.LOCAL_GOVERNMENT, "22", ()),
        (OrganisationKind.LOCAL_GOVERNMENT, "22210", ()),
        (OrganisationKind.CERTIFIED_OPERATOR, "12", ()),
        (OrganisationKind.MINISTRY, None, ("11", "12")),
        (OrganisationKind.OWNER, None, ()),
    ],
)
def test_an_organisation_is_entered_and_recorded(
    session: Session, kind: OrganisationKind, scope_code: str | None, laws: tuple[str, ...]
) -> None:
    made = create_organisation(session, ACTOR, kind=kind, name=" 見本の組織 ", scope_code=scope_code, laws=laws)
    session.commit()
    found = find_by_name(session, "見本の組織")
    assert found is made
    assert (made.kind, made.scope_code, tuple(made.laws)) == (kind, scope_code, laws)
    assert made.standing is Standing.ACTIVE
    event = session.scalars(select(AuditEvent)).one()
    assert event.object == f"organisation:{made.id}"
    undecided = {"reason": "", "proposed_by": None, "approval": None}
    assert event.details == {"organisation": "見本の組織", "kind": kind.value, **undecided}


@pytest.mark.parametrize(
    ("kind", "scope_code", "laws"),
    [
        (OrganisationKind.GRID_OPERATOR, None, ()),
        (OrganisationKind.GRID_OPERATOR, "", ()),
        (OrganisationKind.GRID_OPERATOR, "kanto", ()),
        (OrganisationKind.BUREAU, "Z", ()),
        (OrganisationKind.LOCAL_GOVERNMENT, "99", ()),
        (OrganisationKind.LOCAL_GOVERNMENT, "222100", ()),
        (OrganisationKind.CERTIFIED_OPERATOR, "abc", ()),
        (OrganisationKind.OWNER, "22", ()),
        (OrganisationKind.BUREAU, "C", ("11",)),
    ],
)
def test_a_scope_that_does_not_exist_is_refused(
    session: Session, kind: OrganisationKind, scope_code: str | None, laws: tuple[str, ...]
) -> None:
    with pytest.raises(WrongScope):
        create_organisation(session, ACTOR, kind=kind, name="見本の組織", scope_code=scope_code, laws=laws)
    assert find_by_name(session, "見本の組織") is None


def test_two_organisations_cannot_share_a_name(session: Session) -> None:
    create_organisation(session, ACTOR, kind=OrganisationKind.OCCTO, name="見本の組織")
    with pytest.raises(Conflict):
        create_organisation(session, ACTOR, kind=OrganisationKind.OWNER, name="見本の組織")


def test_an_organisation_without_a_name_is_refused(session: Session) -> None:
    with pytest.raises(DomainError):
        create_organisation(session, ACTOR, kind=OrganisationKind.OCCTO, name="  ")
