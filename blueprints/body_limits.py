"""How much may be sent to an endpoint: 1 MiB (``app``), unless it says otherwise here."""

from flask import Flask, request

_LARGER: dict[str, int] = {}


def takes_up_to(endpoint: str, size: int) -> None:
    """Let an endpoint take a body of so many bytes."""
    _LARGER[endpoint] = size


def install(app: Flask) -> None:
    """Allow it once the gate has let a request through, before anything reads its form: from a stranger, nothing."""

    @app.before_request
    def allow() -> None:
        if request.endpoint in _LARGER:
            request.max_content_length = _LARGER[request.endpoint]
