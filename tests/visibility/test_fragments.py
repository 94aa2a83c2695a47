"""A fragment put into the page is the page one would get by asking for it; and looking changes nothing (house §4)."""

import pytest
from sqlalchemy import create_engine

from models.organisations.kinds import OrganisationKind
from tests.access.routes import targets
from tests.databases.snapshot import changed, snapshot
from tests.driver.swap import assert_same, normal, swapped
from tests.factories import stock as register
from tests.visibility.conftest import Enter

K = OrganisationKind
LOOKING_CHANGES = {"audit_events", "audit_event_facilities", "audit_head", "sign_in_sessions"}
STEPS = [
    "size=20",
    "size=20&sort=-output_kw",
    "size=20&sort=operator_name&columns=facility_id&columns=operator_name",
    "q=みほん",
    "q=no_such_word_anywhere",
    "nonsense=1",
]


@pytest.mark.parametrize("kind", [K.OWNER, K.OCCTO])
def test_a_swapped_result_is_the_page_asked_for_afresh(enter_stock: Enter, kind: K) -> None:
    visitor = enter_stock(kind)
    for step in STEPS:
        before = visitor.visit("/certifications?size=20")
        fragment = visitor.htmx(f"/certifications?{step}", target="results")
        after = visitor.visit(f"/certifications?{step}")
        # The form keeps what the person typed into it; what they see of the register is the same.
        results = [tree.by_id("results") for tree in (swapped(before, fragment, target="results"), after.tree)]
        assert None not in results
        assert normal(results[0]) == normal(results[1])


def test_paging_by_fragment_is_paging_by_page(enter_stock: Enter) -> None:
    visitor = enter_stock(K.OWNER)
    page = visitor.visit("/certifications?size=20")
    for _ in range(2):
        address = page.link("次")
        fragment = visitor.htmx(address, target="results")
        after = visitor.visit(address)
        assert_same(swapped(page, fragment, target="results"), after)
        page = after


def test_looking_changes_nothing_but_the_trail_and_the_session(enter_stock: Enter, stock_url: str) -> None:
    visitor = enter_stock(K.OWNER)
    engine = create_engine(stock_url)
    before = snapshot(engine)
    for target in targets(visitor.app, "GET", "HEAD"):
        path = target.path.replace("A123456C22", register.TWO_AREAS)
        if target.endpoint != "login.sign_out":
            visitor.request(target.method, path)
    for query in ("", "?q=みほん", "?sort=-output_kw&size=20", "?output_kw_from=x"):
        visitor.request("GET", f"/certifications{query}")
        visitor.request("HEAD", f"/certifications/export{query}")
    after = snapshot(engine)
    engine.dispose()
    assert changed(before, after) <= LOOKING_CHANGES


def test_head_on_a_file_is_no_file_and_no_record_of_one(enter_stock: Enter, stock_url: str) -> None:
    visitor = enter_stock(K.OWNER)
    response = visitor.request("HEAD", "/certifications/export")
    assert (response.mimetype, response.get_data()) == ("text/html", b"")
    engine = create_engine(stock_url)
    trail = snapshot(engine)["audit_events"]
    engine.dispose()
    assert not [event for event in trail if "register:certification:export" in event]
