"""A real browser before a real server, with scripts on and off."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from tests.conftest import missing

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize
    from sqlalchemy.orm import Session

    from models.accounts.sign_in_session import Rung
    from models.settings import Settings
    from tests.access.people import SignedInPerson
    from tests.databases.templates import Databases

# The shell draws what the others draw, without being all of a browser: it takes two thirds of the time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The machine's own browser, without sandbox because tests may run as root in a container.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=ja"]
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
"""The browser's name, so that a session put into it was begun in it."""
SCREEN: "ViewportSize" = {"width": 1366, "height": 768}
# The width in CSS pixels that is left at 400 % zoom on the smallest usual screen (WCAG 2.2, 1.4.10).
NARROW: "ViewportSize" = {"width": 320, "height": 768}
HOST = "127.0.0.1"
PATIENCE = 120_000
"""How long anything is waited for, in milliseconds: a hang ends, and a busy machine is no failure."""


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> "Databases":
    """One database system is enough here: what differs between them is proved without a browser."""
    from tests.databases.templates import SqliteDatabases

    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def database_url(databases: "Databases") -> Iterator[str]:
    """A database of the test's own with the register in small and the people who look at it."""
    from tests.browser.people import staffed

    url = databases.copy(staffed)
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The machine's Chromium."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        missing("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def settings(settings: "Settings") -> "Settings":
    """Without TLS, on this machine alone."""
    return replace(settings, tls=False, trusted_hosts=(HOST,), public_url=f"http://{HOST}")


@pytest.fixture
def server(app: "Flask") -> Iterator[str]:
    """The address of the application, served from a thread."""
    serving = make_server(HOST, 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://{HOST}:{serving.server_port}"
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture(params=["script", "no-script"])
def context(request: pytest.FixtureRequest, browser: "Browser", server: str) -> Iterator["BrowserContext"]:
    """A fresh browser profile; every test that asks for it runs with scripts on and off."""
    made = browser.new_context(
        base_url=server,
        java_script_enabled=request.param == "script",
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        user_agent=AGENT,
        viewport=SCREEN,
    )
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: "BrowserContext") -> Iterator["Page"]:
    """An empty tab. A script error, a refused resource or a failed request fails the test."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
    yield tab
    assert complaints == []


@pytest.fixture
def loads(page: "Page") -> list[str]:
    """The addresses for which the browser has loaded a whole page, so far."""
    made: list[str] = []

    def note(request: "Request") -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            made.append(request.url)

    page.on("request", note)
    return made


@pytest.fixture
def signed_in(context: "BrowserContext", session: "Session", server: str) -> Callable[..., "SignedInPerson"]:
    """Puts a person at a rung of the way in, by the domain's own steps, and their session into the browser."""
    from models.accounts.sign_in_session import Rung
    from tests.access.people import signed_in as take_in
    from tests.browser.people import READER, account_of

    def put(login_id: str = READER, rung: "Rung" = Rung.CONSENT) -> "SignedInPerson":
        person = take_in(session, account_of(session, login_id), rung, AGENT)
        session.commit()
        context.add_cookies([{"name": "saiene", "value": person.token, "url": server}])
        return person

    return put


@pytest.fixture(scope="session")
def reader(browser: "Browser") -> Iterator["Page"]:
    """Where pages are checked: the checker is a script itself, so it reads a copy of a page where scripts may run."""
    opened = browser.new_context(bypass_csp=True)
    yield opened.new_page()
    opened.close()


@pytest.fixture
def accessible(request: pytest.FixtureRequest, reader: "Page") -> Callable[["Page"], None]:
    """Asserts of the page in view, as it stands: axe finds nothing, and nothing must be moved sideways on a narrow
    screen.
    """
    with_scripts = request.node.callspec.params.get("context") == "script"

    def check(tab: "Page") -> None:
        if with_scripts:
            _judge(tab)
            tab.set_viewport_size(SCREEN)
            return
        content = tab.content()
        reader.route("**/*.js", lambda route: route.abort())
        reader.route(tab.url, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
        reader.set_viewport_size(SCREEN)
        reader.goto(tab.url)
        _judge(reader)
        reader.unroute_all()

    return check


def _judge(tab: "Page") -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options={"resultTypes": ["violations"]})
    tab.set_viewport_size(NARROW)
    width = tab.evaluate("document.documentElement.scrollWidth")
    assert found.violations_count == 0, f"{tab.url}\n{found.generate_report()}"
    assert width == NARROW["width"], f"{tab.url} is {width} pixels wide on a screen of {NARROW['width']}"


def _is_complaint(message: "ConsoleMessage") -> bool:
    """Anything wrong but the status of a page that is meant to be refused."""
    reports = ("Content Security Policy", "Trusted", "Refused to")
    refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
    return (message.type == "error" and not refused) or any(word in message.text for word in reports)
