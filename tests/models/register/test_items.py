"""Writing the items of the detail, with history (M1)."""

import pytest
from sqlalchemy import select

from models.register.certification import Document
from models.register.items import UnknownItem, store_items
from tests.models.register.conftest import Register, facility

ID = "A123456B06"


def stored(register: Register) -> dict[str, object]:
    found: dict[str, object] = register.rows(select(Document.items))[0][0]
    return found


@pytest.fixture
def filled(register: Register) -> Register:
    """One facility with a first document."""
    register.take(facility())
    store_items(
        register.session, [(ID, {"module_makers": ["甲"], "law_11_status": "許可済", "facility_name": "見本発電所"})]
    )
    register.session.commit()
    return register


def test_items_go_to_the_document_or_to_their_column(filled: Register) -> None:
    assert stored(filled) == {"module_makers": ["甲"], "law_11_status": "許可済"}
    assert filled.value(ID, "facility_name") == "見本発電所"


def test_a_declared_law_makes_the_facility_its_ministrys(filled: Register) -> None:
    assert ("law", "11") in filled.scope(ID)
    store_items(filled.session, [(ID, {"law_11_status": "該当なし"})])
    filled.session.commit()
    assert ("law", "11") not in filled.scope(ID)


def test_a_later_import_of_a_workbook_keeps_the_laws(filled: Register) -> None:
    filled.take(facility(operator_name="次の電力合同会社"))
    assert ("law", "11") in filled.scope(ID)


def test_a_column_written_as_an_item_is_searched(filled: Register) -> None:
    assert filled.found("見本発", "facility_name") == {ID}


def test_changed_items_leave_what_they_were(filled: Register) -> None:
    before = filled.history(ID)
    store_items(filled.session, [(ID, {"module_makers": ["甲", "乙"], "law_11_status": None})])
    filled.session.commit()
    assert filled.history(ID)[len(before) :] == [
        ("law_11_status", None, "許可済", None),
        ("module_makers", None, ["甲"], ["甲", "乙"]),
    ]
    assert stored(filled) == {"module_makers": ["甲", "乙"]}


def test_the_same_items_again_change_nothing(filled: Register) -> None:
    before = filled.history(ID)
    assert store_items(filled.session, [(ID, {"module_makers": ["甲"], "facility_name": "見本発電所"})]) == 0
    filled.session.commit()
    assert filled.history(ID) == before


def test_unknown_facilities_are_passed_over(filled: Register) -> None:
    assert store_items(filled.session, [("A999999B06", {"module_makers": ["甲"]})]) == 0


@pytest.mark.parametrize("key", ["no_such_item", "facility_id", "parcel_addresses"])
def test_only_items_of_the_catalogue_can_be_written(filled: Register, key: str) -> None:
    with pytest.raises(UnknownItem):
        store_items(filled.session, [(ID, {key: "x"})])
    filled.session.rollback()
