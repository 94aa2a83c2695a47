"""Whom a rule's figures are for: named in words, checked where they meet, and told where they change."""

from typing import Any

import pytest

from models.detection.rulebook import Audience, Mode, RuleBook, WrongRules, shipped_rules
from models.detection.rules import BY_CODE
from models.errors import NotFound
from models.monitoring.audiences import (
    EVERYBODY,
    audience_label,
    audience_named,
    audiences_of,
    check_audiences,
    taking_precedence,
)
from models.monitoring.rule_differences import changes_between, check_rule, figures_of
from models.monitoring.rule_draft import edit_of

GRID, MEMBER, LEAD, BOTH = (
    Audience("grid_operator"),
    Audience(role="member"),
    Audience(role="responsible_person"),
    Audience("grid_operator", "member"),
)
SUSTAINED = BY_CODE["sustained"]


def with_days(*said: tuple[Audience, dict[str, int]]) -> RuleBook:
    """The rules as delivered, ``sustained`` with thresholds of their own for these people."""
    book = shipped_rules()
    for audience, thresholds in said:
        book = book.changed("sustained", audience.entry({"thresholds": thresholds}))
    return book


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (EVERYBODY, "すべての種類"),
        (GRID, "一般送配電事業者"),
        (MEMBER, "すべての種類の利用者"),
        (BOTH, "一般送配電事業者の利用者"),
    ],
)
def test_people_are_named_by_kind_and_role(audience: Audience, words: str) -> None:
    assert audience_label(audience) == words
    assert audience_named(*audience) == audience


@pytest.mark.parametrize(
    ("kind", "role"), [("nobody", ""), ("", "nobody"), ("grid_operator", "auditor"), ("owner", "system_manager")]
)
def test_there_are_no_people_of_an_unknown_kind_or_role_nor_of_a_role_their_kind_does_not_have(
    kind: str, role: str
) -> None:
    with pytest.raises(NotFound):
        audience_named(kind, role)


def test_those_in_whom_a_kinds_figures_meet_a_roles_are_an_audience_of_their_own() -> None:
    book = with_days((GRID, {"within_days": 6}), (MEMBER, {"days": 3}), (Audience(role="auditor"), {"days": 4}))
    assert audiences_of("sustained", book) == [EVERYBODY, GRID, MEMBER, Audience(role="auditor"), BOTH]
    assert taking_precedence("sustained", book, EVERYBODY) == [GRID, MEMBER, Audience(role="auditor")]
    assert taking_precedence("sustained", book, GRID) == [MEMBER]
    assert taking_precedence("sustained", book, MEMBER) == []
    assert taking_precedence("sustained", with_days((BOTH, {"days": 3})), MEMBER) == [BOTH]


def test_figures_that_make_no_sense_together_are_refused_where_a_kinds_meet_a_roles() -> None:
    fine = with_days((GRID, {"within_days": 3}))
    check_rule(fine, SUSTAINED)
    check_rule(with_days((MEMBER, {"days": 4})), SUSTAINED)
    both = with_days((GRID, {"within_days": 3}), (MEMBER, {"days": 4}))
    with pytest.raises(WrongRules, match=r"続くふだん超え（一般送配電事業者の利用者）：.*さかのぼる日数以下"):
        check_rule(both, SUSTAINED)
    check_rule(both.changed("sustained", BOTH.entry({"thresholds": {"days": 3}})), SUSTAINED)


@pytest.mark.parametrize("audience", [MEMBER, BOTH])
def test_no_figure_beyond_what_is_remembered_is_taken_for_a_role(audience: Audience) -> None:
    with pytest.raises(WrongRules, match="1 以上 30 以下"):
        check_rule(with_days((audience, {"days": 31})), SUSTAINED)


def lines(before: RuleBook, after: RuleBook) -> list[tuple[str, str, str]]:
    """What differs, as it is shown."""
    return [(one.label, one.before, one.after) for one in changes_between(before, after)]


def test_a_change_names_kind_and_role() -> None:
    assert lines(shipped_rules(), with_days((BOTH, {"days": 4}))) == [
        ("続くふだん超え（一般送配電事業者の利用者）：ふだんを超えた日", "2日", "4日")
    ]


def test_what_changes_for_a_role_is_told_again_of_a_kind_only_where_it_is_not_the_same() -> None:
    kind = with_days((GRID, {"days": 3}))
    ours, role = "（一般送配電事業者の利用者）：ふだんを超えた日", "（すべての種類の利用者）：ふだんを超えた日"
    assert lines(kind, kind.changed("sustained", MEMBER.entry({"thresholds": {"days": 4}}))) == [
        (f"続くふだん超え{role}", "2日", "4日"),
        (f"続くふだん超え{ours}", "3日", "4日"),
    ]
    within = kind.changed("sustained", MEMBER.entry({"thresholds": {"within_days": 9}}))
    assert [label for label, _before, _after in lines(kind, within)] == [
        "続くふだん超え（すべての種類の利用者）：さかのぼる日数"
    ]


def test_a_change_for_a_role_leaves_the_rest_to_the_wider_figures() -> None:
    book = with_days((GRID, {"within_days": 6}))
    wanted: dict[str, float] = {one.path: one.value for one in figures_of(book, SUSTAINED, BOTH)}
    edit = edit_of(book, SUSTAINED, BOTH, Mode.STOP, wanted | {"thresholds.days": 3.0})
    assert edit.change == {"mode": "stop", "thresholds": {"days": 3}}
    changed = book.changed(edit.code, edit.audience.entry(edit.change))
    later = changed.changed(
        "sustained", {"cool_down_hours": 5, "kinds": {GRID.kind: {"thresholds": {"within_days": 8}}}}
    )
    setting = later.setting("sustained", *BOTH)
    assert (setting.mode, setting.cool_down, setting.thresholds) == (Mode.STOP, 5 * 3600, {"days": 3, "within_days": 8})
    assert later.setting("sustained", "grid_operator", "responsible_person").mode is Mode.ALERT


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kinds": {"grid": {"mode": "off"}}}, "「grid」という組織の種類"),
        ({"kinds": {"grid": {"roles": {"member": {"mode": "off"}}}}}, "「grid」という組織の種類"),
        ({"roles": {"boss": {"mode": "off"}}}, "「boss」という役割"),
        ({"kinds": {"bureau": {"roles": {"boss": {"mode": "off"}}}}}, "「boss」という役割"),
        ({"kinds": {"bureau": {"roles": {"auditor": {"mode": "off"}}}}}, "「bureau」の組織に「auditor」"),
    ],
)
def test_a_book_that_speaks_of_nobody_is_refused_by_name(change: dict[str, Any], named: str) -> None:
    check_audiences(shipped_rules())
    with pytest.raises(WrongRules, match=f"abroad.*{named}"):
        check_audiences(shipped_rules().changed("abroad", change))
