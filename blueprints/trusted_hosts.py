"""Which Host a request may name: only the service's own, so that no address is ever built for another."""

from flask import Flask, abort, request
from flask.globals import request_ctx
from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import host_is_trusted


def install(app: Flask, trusted: tuple[str, ...]) -> None:
    """Refuse any other Host with a page of our own (Flask's own check would fail before there is one to show)."""

    @app.before_request
    def check() -> None:
        try:
            known = host_is_trusted(request.host, trusted)
        except SecurityError:
            known = False
        if not known:
            # A Host that cannot be read at all leaves the page of refusal without a way to write its links.
            request_ctx.url_adapter = request_ctx.url_adapter or app.url_map.bind("")
            abort(400)
