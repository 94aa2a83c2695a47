"""The way in is the same whatever the register: a part of the access matrix under another catalogue (M18)."""

import pytest
from flask import Flask

from models.organisations.kinds import OrganisationKind
from tests.access import test_matrix as matrix
from tests.access.test_matrix import Case, Entrance, enter  # noqa: F401

CASES = [case for case in matrix.CASES if case.name in {"signed out", "before consent"}]
PERMIT_HOLDER = Case("a permit holder", account={"kind": OrganisationKind.CERTIFIED_OPERATOR, "scope": "1"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nobody_passes_before_their_stage(app: Flask, enter: Entrance, case: Case) -> None:  # noqa: F811
    matrix.test_nobody_passes_before_their_stage(app, enter, case)


def test_nobody_passes_without_the_permission(app: Flask, enter: Entrance) -> None:  # noqa: F811
    matrix.test_nobody_passes_without_the_permission(app, enter, PERMIT_HOLDER)


def test_someone_fully_admitted_is_refused_nothing_of_theirs(app: Flask, enter: Entrance) -> None:  # noqa: F811
    matrix.test_someone_fully_admitted_is_refused_nothing_of_theirs(app, enter, matrix.OFFICER)
