"""Every page a person can reach by links alone."""

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.driver.html import elements
from tests.driver.page import Page
from tests.driver.visitor import Visitor


def crawl(visitor: Visitor, *starts: str, each: int = 4, most: int = 400) -> Iterator[tuple[str, Page]]:
    """Visit what can be reached from these addresses (from ``/`` when none is given), breadth first.

    Yields (address asked for, page in view) for every visit. The same view is visited with at most ``each`` different
    addresses and no more than ``most`` are visited in all, so that calendars and pagers come to an end.
    """
    waiting = deque(starts or ("/",))
    seen = set(waiting)
    views: Counter[str] = Counter()
    visits = 0
    while waiting and visits < most:
        address = waiting.popleft()
        views[view_of(visitor.app, address)] += 1
        visits += 1
        page = visitor.visit(address, expect=None)
        yield address, page
        for link in links(visitor, page):
            if link not in seen and views[view_of(visitor.app, link)] < each:
                seen.add(link)
                waiting.append(link)


def links(visitor: Visitor, page: Page) -> list[str]:
    """The addresses of this service that the page links to, without fragments, in order."""
    found = []
    for element in elements(page.tree.root, "a"):
        parts = urlsplit(urljoin(visitor.location, element.get("href", "")))
        if parts.scheme in ("http", "https") and parts.netloc == urlsplit(visitor.base).netloc:
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return list(dict.fromkeys(found))


def view_of(app: Flask, address: str) -> str:
    """The endpoint that answers an address, or the path itself when none does."""
    path = urlsplit(address).path
    try:
        endpoint, _ = app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return path
    return str(endpoint)
