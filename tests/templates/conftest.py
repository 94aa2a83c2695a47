"""A bare application around the real templates: no database, no gate, one made-up site."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from blueprints import formatting
from tests.driver.html import Tree, parse_document, parse_fragment

TEMPLATES = Path(__file__).parents[2] / "templates"
Render = Callable[..., Tree]


@pytest.fixture(scope="module")
def bare_app() -> Flask:
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.secret_key = "only for these tests"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    formatting.install(app)
    return app


@pytest.fixture
def site() -> SimpleNamespace:
    """What a page gets when nobody is signed in."""
    return SimpleNamespace(
        demonstration=False,
        product_name="Saiene",
        operator_name="見本の運営者",
        terms_url="/terms",
        privacy_url="/privacy",
        home_url="/",
        style_url="/static/app.css",
        icon_url="/static/icon.svg",
        scripts=["/static/htmx.js"],
        csp_nonce="a-nonce",
        navigation=[],
        signed_in=None,
        notices=[],
    )


@pytest.fixture
def fragment(bare_app: Flask) -> Render:
    """Render a piece of template: its source and its values → the parsed tree, which must be without fault."""

    def render(source: str, **values: Any) -> Tree:
        with bare_app.test_request_context():
            tree = parse_fragment(render_template_string(source, **values))
        assert tree.faults == []
        return tree

    return render


@pytest.fixture
def whole(bare_app: Flask, site: SimpleNamespace) -> Render:
    """Render a whole page from the source of its template."""

    def render(source: str, **values: Any) -> Tree:
        with bare_app.test_request_context():
            tree = parse_document(render_template_string(source, **{"site": site, "status": 200} | values))
        assert tree.faults == []
        return tree

    return render
