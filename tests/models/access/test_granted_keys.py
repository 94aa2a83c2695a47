"""The database is asked whether a key is granted."""

import pytest
from sqlalchemy import create_engine, func, literal, select, union_all
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.access.granted_keys import is_granted
from models.access.visible_items import NOTHING_VISIBLE, VisibleItems
from models.catalogue.catalogue import catalogue

ASKED = ["facility_id", "operator_name", "Facility_id", "facility_i", "facility_id,operator_name", "", "'", None]


def granted(session: Session, items: VisibleItems) -> list[str]:
    """Those of the keys asked that the database holds for granted."""
    keys = union_all(*(select(literal(key).label("key")) for key in ASKED)).subquery().c.key
    return list(session.scalars(select(keys).where(is_granted(keys, session.get_bind().dialect.name, items))))


def of(*keys: str) -> VisibleItems:
    """These items visible, by an edition that is the same for all."""
    return VisibleItems(1, proposal=False, by_key=dict.fromkeys(keys, catalogue().items[0]), withheld={})


def test_the_granted_keys_are_told_from_all_that_resemble_them(session: Session) -> None:
    assert granted(session, of("facility_id")) == ["facility_id"]
    assert granted(session, of("operator_name", "facility_id")) == ["facility_id", "operator_name"]
    assert granted(session, of("operator_name")) == ["operator_name"]
    assert granted(session, NOTHING_VISIBLE) == []


def test_what_is_no_mark_of_items_grants_nothing() -> None:
    with create_engine("sqlite://").connect() as connection, pytest.raises(OperationalError):
        connection.execute(select(func.is_granted("facility_id", "no mark")))
