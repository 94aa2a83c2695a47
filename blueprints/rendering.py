"""Page or fragment from the same template, and the headers that go with it.

One address, one view, one template: ``search.html`` includes ``_results.html``, and ``render`` picks by header. A
refusal and an error know no fragment.
"""

from typing import Any
from urllib.parse import quote

from flask import Response, make_response, redirect, render_template
from htmx_flask import request
from wtforms import Field

from blueprints.cookies import clear_kept_form_cookie
from blueprints.kept_forms import fill_in

VARYING = "HX-Request, HX-Request-Type, HX-History-Restore-Request, HX-Boosted"


def is_htmx() -> bool:
    """Whether htmx asks for a part of a page, rather than a browser for a page or htmx for a whole one.

    htmx 4 says ``full`` when it replaces the body or picks its part out of the page by itself.
    """
    htmx = request.htmx
    whole = htmx.boosted or htmx.history_restore_request or request.headers.get("HX-Request-Type") == "full"
    return bool(htmx) and not whole


def render(page: str, /, fragment: str | None = None, status: int = 200, **values: Any) -> Response:
    """The page, or the fragment of it that htmx asked for; in a page, a form that its sender is back at is filled."""
    template = fragment if fragment is not None and is_htmx() else page
    filled = template == page and fill_in(values.values())
    response = make_response(render_template(template, status=status, **values), status)
    if filled:
        clear_kept_form_cookie(response)  # the form is in the page now
    response.headers["Vary"] = VARYING
    return response


def present_address() -> str:
    """This request's own address, quoted again: what stands in it decoded may end a header or fit into none."""
    query = quote(request.query_string, safe="%&=+")
    return quote(request.path) + (f"?{query}" if query else "")


def load_page(address: str, status: int = 200) -> Response:
    """An order to htmx to load a whole page; nothing is swapped into the one in view."""
    response = make_response("", status)
    response.headers["HX-Redirect"] = address
    response.headers["Vary"] = VARYING
    return response


def go_to(address: str) -> Response:
    """See other: the next page is asked for by GET, so reloading never sends a form twice."""
    return make_response(redirect(address, code=303))


def blame(field: Field, reason: str) -> None:
    """Show the domain's reason at the field it concerns, and in the summary above."""
    if reason:
        field.errors = [*field.errors, reason]
