"""What the headers of every answer must say, whatever it carries."""

import re
from collections.abc import Callable, Iterator

from werkzeug.test import TestResponse

HeaderRule = Callable[[TestResponse], Iterator[str]]

CLOSED_SOURCES = {
    "default-src": {"'none'"},
    "base-uri": {"'none'", "'self'"},
    "form-action": {"'self'", "'none'"},
    "frame-ancestors": {"'none'"},
}
EXACT = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"no-referrer", "same-origin", "strict-origin"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}


def content_security_policy(response: TestResponse) -> Iterator[str]:
    """Nothing is allowed that is not named, and nothing unsafe is."""
    policy = parse_policy(response.headers.get("Content-Security-Policy", ""))
    if not policy:
        yield "no Content-Security-Policy"
        return
    for directive, allowed in CLOSED_SOURCES.items():
        sources = policy.get(directive, set())
        if not sources or not sources <= allowed:
            yield f"the policy says {directive} {' '.join(sources) or '(nothing)'}"
    for directive, sources in policy.items():
        loose = {s for s in sources if s.startswith("'unsafe-") or s in ("*", "data:", "blob:", "http:", "https:")}
        if loose - ({"data:"} if directive == "img-src" else set()):
            yield f"the policy allows {directive} {' '.join(loose)}"
    if policy.get("require-trusted-types-for") != {"'script'"}:
        yield "the policy does not require Trusted Types"


def fixed_values(response: TestResponse) -> Iterator[str]:
    """The headers with one right value."""
    for name, allowed in EXACT.items():
        if response.headers.get(name) not in allowed:
            yield f"{name} is {response.headers.get(name)!r}"
    if not response.headers.get("Permissions-Policy"):
        yield "no Permissions-Policy"


def transport_security(response: TestResponse) -> Iterator[str]:
    """Over TLS, the browser is told to stay there."""
    if response.request.scheme == "https" and "max-age=" not in response.headers.get("Strict-Transport-Security", ""):
        yield "no Strict-Transport-Security over TLS"


def not_stored(response: TestResponse) -> Iterator[str]:
    """Nothing is kept by a cache."""
    if "no-store" not in re.split(r",\s*", response.headers.get("Cache-Control", "")):
        yield f"Cache-Control is {response.headers.get('Cache-Control')!r}"
    if "ETag" in response.headers or "Last-Modified" in response.headers:
        yield "an answer that may not be stored has a validator"


def cookies(response: TestResponse) -> Iterator[str]:
    """No script reads a cookie, no other site sends it, and over TLS it is bound to this host."""
    for cookie in response.headers.getlist("Set-Cookie"):
        name, *attributes = [part.strip().lower() for part in cookie.split(";")]
        wanted = {"httponly", "path=/"} | ({"secure"} if response.request.scheme == "https" else set())
        if missing := wanted - set(attributes):
            yield f"the cookie {name.partition('=')[0]} lacks {', '.join(sorted(missing))}"
        if not {"samesite=lax", "samesite=strict"} & set(attributes):
            yield f"the cookie {name.partition('=')[0]} has no SameSite"
        if any(attribute.startswith("domain=") for attribute in attributes):
            yield f"the cookie {name.partition('=')[0]} is not bound to one host"
        if response.request.scheme == "https" and not name.startswith("__host-"):
            yield f"the cookie {name.partition('=')[0]} has no __Host- prefix"


def static_file(response: TestResponse) -> Iterator[str]:
    """A static file is what its type says, is used by our pages alone, and sets no cookie."""
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        yield f"X-Content-Type-Options is {response.headers.get('X-Content-Type-Options')!r}"
    if response.headers.get("Cross-Origin-Resource-Policy") != "same-origin":
        yield f"Cross-Origin-Resource-Policy is {response.headers.get('Cross-Origin-Resource-Policy')!r}"
    if "Set-Cookie" in response.headers:
        yield "a static file sets a cookie"


def silent_about_the_server(response: TestResponse) -> Iterator[str]:
    """No header tells which software answers."""
    for name in ("X-Powered-By", "Server"):
        if name in response.headers:
            yield f"the header {name} says {response.headers[name]!r}"


def header_faults(response: TestResponse) -> list[str]:
    """Every fault of an answer's headers. A static file is the same for everyone and runs nothing by itself."""
    rules = STATIC_RULES if response.request.path.startswith("/static/") else HEADER_RULES
    return [f"{rule.__name__}: {fault}" for rule in rules for fault in rule(response)]


HEADER_RULES: tuple[HeaderRule, ...] = (
    content_security_policy,
    fixed_values,
    transport_security,
    not_stored,
    cookies,
    silent_about_the_server,
)
STATIC_RULES: tuple[HeaderRule, ...] = (static_file, silent_about_the_server)


def parse_policy(policy: str) -> dict[str, set[str]]:
    """Directive → its sources."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {part[0].lower(): set(part[1:]) for part in parts}
