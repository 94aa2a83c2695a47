"""Every address of the service, with an example for each variable part, derived from the routing table itself."""

import re
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import BaseConverter, Rule

EXAMPLES = ("1", "A123456C22", "example", "2024-04-01", "csv")


@dataclass(frozen=True)
class Target:
    """One way to reach an endpoint."""

    endpoint: str
    path: str
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def targets(app: Flask, *methods: str) -> list[Target]:
    """Every route with every method it takes (of those named, when any is)."""
    return [
        Target(rule.endpoint, example_path(rule), method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods or ())
        if method in (methods or ("GET", "HEAD", "POST"))
    ]


def example_path(rule: Rule) -> str:
    """A path that this rule matches."""
    values = {name: _example(converter) for name, converter in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    if built is None:
        raise AssertionError(f"no example path for {rule.rule}")
    return built[1]


def _example(converter: BaseConverter) -> object:
    """The first of the examples that this converter reads."""
    for example in EXAMPLES:
        if re.fullmatch(converter.regex, example):
            try:
                return converter.to_python(example)
            except ValueError:
                continue
    raise AssertionError(f"no example for a {type(converter).__name__}: add one to EXAMPLES")
