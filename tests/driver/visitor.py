"""A person with a browser: reads pages, follows links, fills in the forms they find.

Nothing is sent that the page does not offer, so every journey also proves the way without script, and every answer
has to keep the page rules.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.test import Cookie, TestResponse

from tests.driver.form import Filling
from tests.driver.header_rules import header_faults
from tests.driver.html import elements
from tests.driver.page import Page
from tests.driver.page_rules import check

MOST_REDIRECTS = 8
REDIRECTS = {301, 302, 303, 307, 308}
DEFAULT_BASE = "https://saiene.example"


class Visitor:
    """One browser.

    ``page`` is the page in view, ``response`` the last answer of any kind, ``steps`` the path taken:
    (method, path with query, status) of every request. ``address`` is the network address the visitor comes from.
    """

    def __init__(
        self, app: Flask, *, base: str = DEFAULT_BASE, address: str = "127.0.0.1", browser: str = "Visitor/1.0"
    ) -> None:
        self.app = app
        self.client = app.test_client()
        self.base = base
        self.address = address
        self.browser = browser
        self.location = base + "/"
        self._requested = self.location
        self.steps: list[tuple[str, str, int]] = []
        self.response: TestResponse
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        if self._page is None:
            raise AssertionError("no page has been visited yet")
        return self._page

    @property
    def path(self) -> str:
        """The path and query of the page in view."""
        parts = urlsplit(self.location)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def cookies(self) -> dict[str, Cookie]:
        return {cookie.key: cookie for cookie in (self.client._cookies or {}).values()}

    def visit(self, path: str, *, expect: int | None = 200, **headers: str) -> Page:
        """Open an address and follow where it leads; ``expect`` is the last answer's status (``None``: any)."""
        return self._arrive(self.request("GET", path, headers=_header_names(headers)), expect)

    def follow(self, text: str, *, expect: int | None = 200) -> Page:
        """Follow the link that reads so."""
        return self.visit(self.page.link(text), expect=expect)

    def submit(
        self, form: str, fields: Mapping[str, Filling] | None = None, /, *, expect: int | None = 200, **more: Filling
    ) -> Page:
        """Fill in and send the form of this id, or the one with a button that reads so.

        Fields are named by their ``name`` or their label. What the form does not offer raises ``NoSuchField``.
        """
        found, button = self.page.form(form)
        for name, value in {**(fields or {}), **more}.items():
            found.fill(name, value)
        sending = found.sending(button)
        target = urljoin(self.location, sending.action) if sending.action else self.location
        if sending.method == "GET":
            target = urlsplit(target)._replace(query="", fragment="").geturl()
        response = self.request(sending.method, target, **sending.arguments())
        if sending.method == "POST":
            _check_answer_to_post(response)
        return self._arrive(response, expect)

    def htmx(
        self, path: str, *, method: str = "GET", target: str = "", expect: int | None = 200, fields: Any = None
    ) -> Page:
        """Ask as the page's script would; the answer is a fragment and the page in view stays."""
        headers = {
            "HX-Request": "true",
            "HX-Request-Type": "partial",
            "HX-Current-URL": self.location,
            "Accept": "text/html",
        }
        if target:
            headers["HX-Target"] = target
        arguments: dict[str, Any] = {}
        if fields and method == "GET":
            path = f"{path}{'&' if '?' in path else '?'}{urlencode(fields, doseq=True)}"
        elif fields:
            arguments = {"data": fields}
        response = self.request(method, path, headers=headers, **arguments)
        if "HX-Redirect" in response.headers:
            assert response.get_data() == b"", "a refusal to the script says nothing but where to go"
            return Page(response, fragment=True)
        self._expect(response, expect)
        return check(Page(response, fragment=True))

    def request(self, method: str, target: str, **arguments: Any) -> TestResponse:
        """One request, without following anything; the headers of its answer are checked."""
        address = urljoin(self.location, target)
        if urlsplit(address).netloc != urlsplit(self.base).netloc:
            raise AssertionError(f"{target} leads away from the service")
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": self.browser, **(arguments.pop("headers", None) or {})}
        if method not in ("GET", "HEAD"):
            # What browsers add to every unsafe request.
            headers = {"Origin": self.base, "Referer": self.location, **headers}
        query = arguments.pop("query_string", None)
        if query is not None:
            path = parts.path + (f"?{query}" if query else "")
        self.response = self.client.open(
            path,
            method=method,
            base_url=self.base,
            headers=headers,
            environ_overrides={"REMOTE_ADDR": self.address},
            **arguments,
        )
        self.steps.append((method, path, self.response.status_code))
        self._requested = urljoin(self.base, path)
        faults = header_faults(self.response)
        assert not faults, f"{method} {path} → {self.response.status_code}: {'; '.join(faults)}"
        return self.response

    def token(self) -> str:
        """The forgery token in the page in view, for a test that crafts a request of its own."""
        found = elements(self.page.tree.root, "input", name="csrf_token")
        return found[0].get("value", "") if found else ""

    def _arrive(self, response: TestResponse, expect: int | None) -> Page:
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in REDIRECTS:
                break
            assert response.status_code != 301, "a permanent redirect stays in the browser for ever"
            self.location = self._requested
            response = self.request("GET", response.headers["Location"])
        else:
            raise AssertionError(f"redirected in circles: {self.steps[-MOST_REDIRECTS:]}")
        self._expect(response, expect)
        if response.mimetype != "text/html":
            # A download: the browser takes all of it, and stays on the page it was on.
            response.get_data()
            return self.page if self._page is not None else Page(response)
        self.location = self._requested
        self._page = check(Page(response))
        return self._page

    def _expect(self, response: TestResponse, status: int | None) -> None:
        if status is not None and response.status_code != status:
            method, path, got = self.steps[-1]
            shown = Page(response)
            raise AssertionError(f"{method} {path} → {got}, not {status}: {shown.heading} {shown.errors}")


def _check_answer_to_post(response: TestResponse) -> None:
    """POST → 303 → GET, so that reloading never sends twice; a page only when the form was refused."""
    status, html = response.status_code, response.mimetype == "text/html"
    if status in REDIRECTS:
        assert status == 303, f"a form was answered by {status}, not 303"
    elif status < 400:
        assert not html, f"a form was answered by a page with status {status}: reloading would send it twice"


def _header_names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
