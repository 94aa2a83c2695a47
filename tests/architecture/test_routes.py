"""Every address of the service is guarded, and found in one place."""

import re

from flask import Flask
from werkzeug.routing import Rule

UNGUARDED = {"static"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in UNGUARDED]


def test_every_route_declares_what_it_needs(app: Flask) -> None:
    from blueprints.guarded import needs_of

    with app.app_context():
        assert [rule.endpoint for rule in rules(app) if needs_of(rule.endpoint) is None] == []


def test_paths_are_english_and_in_kebab_case(app: Flask) -> None:
    paths = [re.sub(r"<[^>]+>", "0", rule.rule) for rule in rules(app)]
    fixed = [part for path in paths for part in path.split("/") if part]
    assert [part for part in fixed if not re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", part)] == []


def test_variable_parts_of_a_path_are_typed(app: Flask) -> None:
    variables = [variable for rule in rules(app) for variable in re.findall(r"<([^>]*)>", rule.rule)]
    assert [variable for variable in variables if ":" not in variable] == []


def test_no_route_changes_anything_by_a_method_a_form_cannot_send(app: Flask) -> None:
    assert [rule.rule for rule in rules(app) if (rule.methods or set()) & (UNSAFE - {"POST"})] == []


def test_the_gate_alone_stands_before_every_request(app: Flask) -> None:
    """Other hooks of the application may prepare a request, but only the gate may answer it."""
    modules = {function.__module__ for function in app.before_request_funcs.get(None, [])}
    own = {module for module in modules if module.startswith("blueprints")}
    assert "blueprints.gate" in own
    assert not [name for name in app.before_request_funcs if name is not None]
