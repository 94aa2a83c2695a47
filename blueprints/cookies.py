"""The cookies this application sets beside Flask's own: no script reads them, and no other site sends them.

Over TLS browsers bind the ``__Host-`` prefix to this very host.
"""

from datetime import timedelta

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from blueprints.deployment import current_settings

BROWSER_KNOWN_FOR = timedelta(days=365)


def session_cookie() -> str:
    """The name of the cookie that holds the token of the sign-in session."""
    return _named("saiene")


def browser_cookie() -> str:
    """The name of the long-lived cookie that marks a browser which has completed a sign-in."""
    return _named("saiene-browser")


def kept_form_cookie() -> str:
    """The name of the cookie that holds a form sent too late, sealed for its sender."""
    return _named("saiene-kept-form")


def set_session_cookie(response: Response, token: str) -> Response:
    """Give the browser its new session token; it lives as long as the browser window, the session decides the rest."""
    _set(response, session_cookie(), token, None)
    return response


def set_browser_cookie(response: Response, token: str) -> Response:
    """Mark the browser."""
    _set(response, browser_cookie(), token, BROWSER_KNOWN_FOR)
    return response


def set_kept_form_cookie(response: AnyResponse, sealed: str, lasting: timedelta) -> None:
    """Let the browser carry the form until its sender is back."""
    _set(response, kept_form_cookie(), sealed, lasting)


def clear_session_cookie(response: Response) -> Response:
    """Take the session token back."""
    _clear(response, session_cookie())
    return response


def clear_kept_form_cookie(response: Response) -> None:
    """Take the form back."""
    _clear(response, kept_form_cookie())


def _named(name: str) -> str:
    return f"__Host-{name}" if current_settings().tls else name


def _set(response: AnyResponse, name: str, value: str, lasting: timedelta | None) -> None:
    response.set_cookie(
        name, value, max_age=lasting, secure=current_settings().tls, httponly=True, samesite="Lax", path="/"
    )


def _clear(response: Response, name: str) -> None:
    response.delete_cookie(name, secure=current_settings().tls, httponly=True, samesite="Lax")
