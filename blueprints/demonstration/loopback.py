"""A demonstration is for one machine: its passwords lie in a file and its codes are printed on request."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SENTENCE = "デモは、起動したコンピューターからのみ利用できます。\n"


class LoopbackOnly:
    """Answers nobody but this machine. It stands before everything else, proxies' statements included."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environment: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Pass the request on, or refuse it unread."""
        if is_loopback(environment.get("REMOTE_ADDR", "")):
            return self._application(environment, start)
        start("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
        return [SENTENCE.encode()]


def is_loopback(address: str) -> bool:
    """Whether a peer's address is this machine's own; anything that is no address is not."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
