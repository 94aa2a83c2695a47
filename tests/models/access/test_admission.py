"""The ladder, rung by rung: every combination against a table that knows nothing of the code."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from models.access.admission import Needs, Presence, Refusal, Stage, admit
from models.access.permissions import Permission
from models.accounts.sign_in_session import Rung
from models.accounts.standing import Bar

NOW = datetime(2026, 5, 11, tzinfo=UTC)
SEARCH = Permission.CERTIFICATION_SEARCH
FRESH, FADED = NOW - timedelta(minutes=15) + timedelta(microseconds=1), NOW - timedelta(minutes=15)
# Stage asked for → by rung held (none, password, second factor, consent), then by whether the consent is current.
LADDER = {
    Stage.ANYONE: {None: "", Rung.PASSWORD: "", Rung.SECOND_FACTOR: "", Rung.CONSENT: ""},
    Stage.PASSWORD: {None: "sign-in", Rung.PASSWORD: "", Rung.SECOND_FACTOR: "", Rung.CONSENT: ""},
    Stage.SECOND_FACTOR: {None: "sign-in", Rung.PASSWORD: "second-factor", Rung.SECOND_FACTOR: "", Rung.CONSENT: ""},
    Stage.CONSENT: {
        None: "sign-in",
        Rung.PASSWORD: "second-factor",
        Rung.SECOND_FACTOR: "consent",
        Rung.CONSENT: "unless current: consent",
    },
}
# Somebody kept out learns it only above the second factor; below it they are answered like anybody else.
TOLD = {None: False, Rung.PASSWORD: False, Rung.SECOND_FACTOR: True, Rung.CONSENT: True}


def test_the_table_knows_every_stage_and_every_rung() -> None:
    assert LADDER.keys() == set(Stage)
    assert all(line.keys() == {None, *Rung} for line in (*LADDER.values(), TOLD))


@pytest.mark.parametrize("stage", Stage)
def test_every_presence_is_answered_as_the_table_says(stage: Stage) -> None:
    wrong = []
    rungs, bars = (None, *Rung), (None, *Bar)
    for rung, bar, current, held, asked, step_up, proved_at, away, lets_in, late in product(
        rungs,
        bars,
        (False, True),
        (False, True),
        (None, SEARCH),
        (False, True),
        (None, FRESH, FADED, NOW),
        (False, True),
        (False, True),
        (False, True),
    ):
        presence = Presence(rung, bar, current, frozenset({SEARCH}) if held else frozenset(), proved_at, away, late)
        expected = _elsewhere(stage, rung, bar is not None) if away and rung else ""
        if not expected or (expected == "elsewhere" and lets_in):
            expected = _expected(stage, rung, bar is not None, current, late, asked is None or held, step_up, proved_at)
        answer = admit(presence, Needs(stage, asked, step_up, lets_in), NOW)
        if (answer.value if answer else "") != expected:
            wrong.append((presence, asked, step_up, answer, expected))
    assert wrong == []


def _elsewhere(stage: Stage, rung: Rung, barred: bool) -> str:
    """What a session used in another place is told before anything else is asked."""
    if stage is Stage.ANYONE:
        return ""
    if rung is Rung.PASSWORD:
        return "sign-in"
    return "barred" if barred else "elsewhere"


def _expected(
    stage: Stage,
    rung: Rung | None,
    barred: bool,
    current: bool,
    late: bool,
    permitted: bool,
    step_up: bool,
    proved: object,
) -> str:
    if stage is Stage.ANYONE:
        return ""
    if barred and TOLD[rung]:
        return "barred"
    answer = LADDER[stage][rung]
    if answer == "unless current: consent":
        answer = "" if current else "consent"
    if answer:
        return answer
    if late and stage is Stage.CONSENT:
        return "training"
    if not permitted:
        return "not-permitted"
    return "step-up" if step_up and proved not in (FRESH, NOW) else ""


def test_a_proof_from_the_future_is_no_proof() -> None:
    presence = Presence(Rung.CONSENT, None, True, frozenset({SEARCH}), NOW + timedelta(seconds=1))
    assert admit(presence, Needs(Stage.CONSENT, SEARCH, True), NOW) is Refusal.STEP_UP


@pytest.mark.parametrize("step_up", [False, True])
def test_training_long_overdue_is_refused_everywhere_but_where_it_is_let_in(step_up: bool) -> None:
    late = Presence(Rung.CONSENT, None, True, frozenset({SEARCH}), FRESH, untrained=True)
    assert admit(late, Needs(Stage.CONSENT, SEARCH, step_up), NOW) is Refusal.TRAINING
    assert admit(late, Needs(Stage.CONSENT, SEARCH, step_up, untrained=True), NOW) is None
    others = Presence(Rung.CONSENT, None, True, frozenset(), FADED, untrained=True)
    assert admit(others, Needs(Stage.CONSENT, SEARCH, step_up, untrained=True), NOW) is Refusal.NOT_PERMITTED
    for stage in (Stage.ANYONE, Stage.PASSWORD, Stage.SECOND_FACTOR):
        assert admit(late, Needs(stage), NOW) is None


@pytest.mark.parametrize("permission", Permission)
def test_one_permission_does_not_stand_for_another(permission: Permission) -> None:
    others = frozenset(Permission) - {permission}
    presence = Presence(Rung.CONSENT, None, True, others, NOW)
    assert admit(presence, Needs(Stage.CONSENT, permission), NOW) is Refusal.NOT_PERMITTED
