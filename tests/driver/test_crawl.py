"""The crawler finds what links lead to, and comes to an end."""

from flask import Flask

from tests.driver.crawl import crawl
from tests.driver.fingerprint import fingerprint
from tests.driver.sample import HEADERS, page, sample_app
from tests.driver.visitor import Visitor


def test_every_linked_page_is_visited_once() -> None:
    visitor = Visitor(_linked({"/": ["/a", "/b"], "/a": ["/b", "/"], "/b": [], "/terms": [], "/privacy": []}))
    assert [address for address, _ in crawl(visitor)] == ["/", "/a", "/b", "/terms", "/privacy"]


def test_an_endless_pager_comes_to_an_end() -> None:
    app = _linked({"/terms": [], "/privacy": []})
    app.add_url_rule("/page/<int:number>", view_func=lambda number: page(f'<p><a href="/page/{number + 1}">次</a></p>'))
    visited = [address for address, _ in crawl(Visitor(app), "/page/1", each=3) if address.startswith("/page")]
    assert visited == ["/page/1", "/page/2", "/page/3"]


def test_two_answers_differ_only_by_what_a_reader_can_see() -> None:
    visitor = Visitor(sample_app())
    first = visitor.request("GET", "/entry")
    visitor.request("POST", "/entry", data={"name": "x"})
    assert fingerprint(visitor.request("GET", "/entry")) == fingerprint(first)
    assert fingerprint(visitor.request("GET", "/search?words=1")) != fingerprint(visitor.request("GET", "/search"))


def _linked(pages: dict[str, list[str]]) -> Flask:
    app = Flask(__name__, static_folder=None)
    for address, targets in pages.items():
        body = "".join(f'<p><a href="{target}">{target}</a></p>' for target in targets)
        app.add_url_rule(address, endpoint=address, view_func=lambda body=body: page(body))
    app.after_request(lambda response: response.headers.update(HEADERS) or response)
    return app
