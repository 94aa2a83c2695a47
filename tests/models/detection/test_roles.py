"""Figures of a role's own: which of them count for whom, and that detection goes by them."""

import io
from typing import Any

import pytest

from models.detection.events_file import COLUMNS, EventReader, WrongEvents
from models.detection.replay import rehearse
from models.detection.rulebook import Audience, RuleBook, WrongRules, shipped_rules
from models.detection.signal import Act
from tests.models.detection.acts import act, alarms, fed

GRID, BUREAU, MEMBER, LEAD = "grid_operator", "bureau", "member", "responsible_person"
LIMIT_OF = {Audience(): 50_000, Audience(GRID): 40_000, Audience(role=MEMBER): 30_000, Audience(GRID, MEMBER): 20_000}


def book(*audiences: Audience) -> RuleBook:
    """The rules as delivered, with a limit of their own for each of these."""
    rules = shipped_rules().changed("export-volume", {"measures": {"export_rows": {"limit": LIMIT_OF[Audience()]}}})
    for one in audiences:
        rules = rules.changed("export-volume", one.entry({"measures": {"export_rows": {"limit": LIMIT_OF[one]}}}))
    return rules


def limit(rules: RuleBook, kind: str, role: str) -> float:
    """The limit that counts for these people."""
    return next(iter(rules.setting("export-volume", kind, role).bounds.values())).limit


@pytest.mark.parametrize(
    ("said_of", "expected"),
    [
        ([], 50_000),
        ([Audience(GRID)], 40_000),
        ([Audience(role=MEMBER)], 30_000),
        ([Audience(GRID), Audience(role=MEMBER)], 30_000),
        ([Audience(GRID), Audience(role=MEMBER), Audience(GRID, MEMBER)], 20_000),
        ([Audience(GRID, MEMBER)], 20_000),
    ],
)
def test_of_each_figure_counts_the_one_said_of_the_fewest_people(said_of: list[Audience], expected: int) -> None:
    rules = book(*said_of)
    assert limit(rules, GRID, MEMBER) == expected
    assert limit(rules, BUREAU, LEAD) == 50_000
    assert limit(rules, GRID, LEAD) == (40_000 if Audience(GRID) in said_of else 50_000)
    assert limit(rules, BUREAU, MEMBER) == (30_000 if Audience(role=MEMBER) in said_of else 50_000)
    assert rules.own_audiences("export-volume") == set(said_of)


def test_what_is_not_said_of_a_role_follows_the_wider_figures() -> None:
    rules = book(Audience(GRID, MEMBER)).changed("export-volume", {"mode": "alert", "cool_down_hours": 9})
    rules = rules.changed("export-volume", {"kinds": {GRID: {"measures": {"export_rows": {"floor": 123}}}}})
    setting = rules.setting("export-volume", GRID, MEMBER)
    bound = next(iter(setting.bounds.values()))
    assert (setting.mode, setting.cool_down, bound.floor, bound.limit) == ("alert", 9 * 3600, 123, 20_000)


def test_detection_goes_by_the_role_of_whoever_acts() -> None:
    rules = book(Audience(GRID, MEMBER))
    files = [act(Act.EXPORT, rows=25_000, login_id=role or "nobody", role=role) for role in (MEMBER, LEAD, "")]
    assert [one.login_id for one in alarms(files, "export-volume", rules)] == [MEMBER]
    off = rules.changed("export-volume", {"roles": {MEMBER: {"mode": "off"}}})
    assert alarms(files, "export-volume", off) == []


def test_weak_signs_add_up_by_the_role_too() -> None:
    points = {"thresholds": {"needed": 1, "device": 1, "range": 1}}
    rules = shipped_rules().changed("combination", {"roles": {MEMBER: points}})

    def whoever_comes_from_elsewhere(role: str) -> list[str]:
        days = [act(Act.SIGN_IN, day * 1440, role=role) for day in range(21)]
        away = act(Act.SIGN_IN, 21 * 1440, role=role, device="strange", address="126.4.5.6")
        return [one.rule for one in fed([*days, away], rules) if one.severity.is_alarm]

    assert (whoever_comes_from_elsewhere(MEMBER), whoever_comes_from_elsewhere(LEAD)) == (["combination"], [])


def test_a_rule_rehearsed_alone_is_alone_whatever_the_others_do_for_some() -> None:
    rules = shipped_rules().changed("export-volume", {"kinds": {GRID: {"mode": "alert", "roles": {LEAD: {}}}}})
    rules = rules.changed("export-volume", {"roles": {MEMBER: {"mode": "stop"}}})
    files = [act(Act.EXPORT, rows=200_000, role=MEMBER), act(Act.EXPORT, rows=200_000, login_id="suzuki", role=LEAD)]
    assert rehearse(files, rules, only="frequency") == {}
    assert rehearse(files, rules, only="export-volume")["export-volume"].number == 2


@pytest.mark.parametrize(
    "change",
    [
        {"roles": {MEMBER: {"mode": "loud"}}},
        {"kinds": {GRID: {"roles": {MEMBER: {"measures": {"export_rows": {"roof": 1}}}}}}},
        {"roles": MEMBER},
        {"kinds": {GRID: {"roles": MEMBER}}},
        {"kinds": {GRID: 5}},
        {"roles": {MEMBER: 5}},
        {"mode": "off", "roles": {"": {"mode": "stop"}}},
        {"kinds": {"": {"mode": "stop"}}},
        {"kinds": {GRID: {"mode": "off", "roles": {"": {"mode": "stop"}}}}},
        {"kinds": {"": {"roles": {MEMBER: {"mode": "off"}}}}},
    ],
)
def test_what_is_wrong_for_a_role_is_refused_by_the_rules_name(change: dict[str, Any]) -> None:
    with pytest.raises(WrongRules, match="export-volume"):
        shipped_rules().changed("export-volume", change)


LINE = "2025-06-02T10:00:00+09:00,sato,東北,grid_operator,系統部,153.150.1.9,d1,view,A012345C13,1,JP"
HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (f"{HEADER}\n{LINE}\n", ""),
        (f"{HEADER},role\n{LINE},member\n", MEMBER),
        (f"{HEADER},note,Role\n{LINE},x, member \n", MEMBER),
        (f"role,{HEADER}\n,{LINE}\n", ""),
    ],
)
def test_the_role_is_read_where_there_is_a_column_for_it(text: str, role: str) -> None:
    (one,) = EventReader(io.StringIO(text), strict=True)
    assert (one.role, one.country, one.login_id) == (role, "JP", "sato")


def test_a_line_without_the_cell_its_header_names_is_a_fault() -> None:
    with pytest.raises(WrongEvents, match="列が足りません"):
        list(EventReader(io.StringIO(f"{HEADER},role\n{LINE}\n"), strict=True))
