"""Where someone was going: remembered through sign-in, and only ever a page of our own."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

LONGEST = 2000
HOME = "home.index"


def destination_of_request() -> str | None:
    """The present address if coming back to it is possible (it was asked for by GET), otherwise None.

    A fragment's request goes back to the page whose address it shares.
    """
    return request.full_path.removesuffix("?") if request.method == "GET" else None


def form_of_request() -> str | None:
    """The present address if a page stands there, whatever the method was: the form that was sent, by the house's rule.

    None where nothing can be asked for by GET.
    """
    return request.full_path.removesuffix("?") if _is_page(request.path) else None


def safe_destination(given: str | None) -> str:
    """``given`` if it is the path of one of our own pages, otherwise the home page.

    Nothing is joined or repaired: browsers read ``//e``, ``/\\e`` and control characters as other sites.
    """
    home = url_for(HOME)
    if not given or len(given) > LONGEST or not given.startswith("/") or not given.isprintable() or "\\" in given:
        return home
    parts = urlsplit(given)
    if parts.scheme or parts.netloc or given.startswith("//"):
        return home
    return given if _is_page(parts.path) else home


def _is_page(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return bool(adapter and adapter.match(path, method="GET"))
    except (HTTPException, RequestRedirect):
        return False
