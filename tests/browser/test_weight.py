"""What a first view weighs on a slow line (experience: budgets). Sizes are of content compressed with gzip."""

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

    from tests.access.people import SignedInPerson

pytestmark = pytest.mark.browser

KB = 1024
MOST = {"document": 12 * KB, "stylesheet": 10 * KB, "script": 17 * KB, "font": 0}
MOST_IN_ALL = 45 * KB
MOST_REQUESTS = 5


def test_fifty_rows_and_all_they_need_arrive_quickly_on_a_slow_line(
    page: "Page", signed_in: Callable[..., "SignedInPerson"]
) -> None:
    signed_in()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/certifications", wait_until="networkidle")
    assert page.locator("#certifications tbody tr").count() == 50
    weights = dict.fromkeys(MOST, 0)
    for answer in answers:
        kind = answer.request.resource_type
        weights[kind] = weights.get(kind, 0) + len(gzip.compress(answer.body()))
    assert len(answers) <= MOST_REQUESTS
    assert {kind: weight for kind, weight in weights.items() if weight > MOST.get(kind, MOST_IN_ALL)} == {}
    assert sum(weights.values()) <= MOST_IN_ALL
