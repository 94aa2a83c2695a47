"""The bytes of an answer without what rightly differs from one answer to the next, to compare two answers exactly."""

import re

from werkzeug.test import TestResponse

CHANGING_HEADERS = {"date", "set-cookie", "x-request-id"}
CHANGING_BYTES = [
    (re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*'), rb"\1"),
    (re.compile(rb'(nonce=")[^"]*'), rb"\1"),
    (re.compile(rb'("X-CSRFToken"\s*:\s*")[^"]*'), rb"\1"),
    (re.compile(rb"(<time[^>]*data-now[^>]*>)[^<]*"), rb"\1"),
    (re.compile(rb"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), b"request-id"),
]
NONCE = re.compile(r"'nonce-[^']*'")


def fingerprint(response: TestResponse) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and body; two answers are indistinguishable when their fingerprints are equal."""
    headers = sorted(
        (name.lower(), NONCE.sub("'nonce'", value))
        for name, value in response.headers
        if name.lower() not in CHANGING_HEADERS
    )
    body = response.get_data()
    for pattern, replacement in CHANGING_BYTES:
        body = pattern.sub(replacement, body)
    masked = [(name, str(len(body)) if name == "content-length" else value) for name, value in headers]
    return response.status_code, tuple(masked), body
