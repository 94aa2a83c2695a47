"""Static files: served by WhiteNoise under names that carry their content's hash, so that they never change."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = Path(__file__).parent.parent / "static"
PREFIX = "/static/"
FOR_EVER = 365 * 24 * 3600
HASH_LENGTH = 12


def install(app: Flask) -> None:
    """Serve the static folder before Flask sees the request; nothing in it depends on who asks."""
    served = WhiteNoise(app.wsgi_app, max_age=FOR_EVER, add_headers_function=_add_headers)
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and path.suffix in {".css", ".js", ".svg", ".png", ".ico"}:
            served.add_file_to_dictionary(static_url(path.relative_to(FOLDER).as_posix()), str(path))
    app.wsgi_app = served  # type: ignore[method-assign]


@cache
def static_url(name: str) -> str:
    """The address of a static file."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:HASH_LENGTH]
    stem, dot, suffix = name.rpartition(".")
    return f"{PREFIX}{stem}.{digest}{dot}{suffix}"


def _add_headers(headers: object, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
    headers["Cross-Origin-Resource-Policy"] = "same-origin"  # type: ignore[index]
