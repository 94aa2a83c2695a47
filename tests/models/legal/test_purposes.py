"""Purposes of use: what each kind may state."""

import pytest

from models.legal.purposes import Purpose, may_state, purposes_for
from models.organisations.kinds import OrganisationKind


@pytest.mark.parametrize("kind", list(OrganisationKind))
def test_every_kind_has_a_purpose_to_state(kind: str) -> None:
    assert purposes_for(kind)


def test_an_unknown_kind_may_state_nothing() -> None:
    assert purposes_for("retailer") == ()
    assert not may_state("", Purpose.OTHER)


def test_a_grid_operator_may_state_only_purposes_the_act_names() -> None:
    assert not may_state("grid_operator", Purpose.OTHER)
    assert not may_state("grid_operator", Purpose.REPORTING_STATISTICS)
    assert may_state("grid_operator", Purpose.PURCHASE)


def test_own_facilities_are_a_purpose_of_certified_operators_alone() -> None:
    assert [kind for kind in OrganisationKind if may_state(kind, Purpose.OWN_FACILITIES)] == ["certified_operator"]


def test_every_purpose_has_a_name_and_may_be_stated_by_someone() -> None:
    for purpose in Purpose:
        assert purpose.label
        assert any(may_state(kind, purpose) for kind in OrganisationKind)


def test_only_the_purpose_other_needs_a_sentence() -> None:
    assert [purpose for purpose in Purpose if purpose.needs_note] == [Purpose.OTHER]
