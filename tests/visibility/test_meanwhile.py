"""What an edition closes is gone from the next page of a list that was open, whatever its address still names (M9)."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.organisations.kinds import OrganisationKind
from tests.driver.html import elements, text_of
from tests.factories.editions import withdraw
from tests.visibility.conftest import Enter

NAMES = ("みほん電力", "さくら発電", "東京ソーラー", "Ｓｕｎ", "ミホン電力")
OPEN = "/certifications?columns=facility_id&columns=operator_name&size=20"
HEAD = "発電事業者名"


@pytest.mark.parametrize("ordered", ["", "&sort=operator_name", "&q=みほん"], ids=["as it is", "sorted", "searched"])
def test_an_item_withdrawn_between_two_pages_is_not_on_the_second(
    enter_stock: Enter, stock_url: str, ordered: str
) -> None:
    visitor = enter_stock(OrganisationKind.OWNER)
    first = visitor.visit(OPEN + ordered)
    assert HEAD in first.text
    assert any(name in first.text for name in NAMES)
    following = [str(link.get("href")) for link in elements(first.tree.root, "a", rel="next")]
    engine = create_engine(stock_url)
    with Session(engine) as session:
        withdraw(session, "operator_name")
        session.commit()
    engine.dispose()
    for address in (*following, OPEN + ordered):
        page = visitor.visit(address)
        told = " ".join(text_of(table) for table in elements(page.tree.root, "table"))
        assert [word for word in (HEAD, *NAMES) if word in told] == []
