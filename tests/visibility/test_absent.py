"""Absent is one answer: whatever the reason, nobody can tell which, nor that there was something to tell (M9, M10)."""

import re
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import create_engine, delete, select
from sqlalchemy.orm import Session

from models.catalogue.catalogue import catalogue
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.register.certification import Amendment, Certification, Document, FacilityId, Site
from models.register.tripwire import opened
from tests.driver.fingerprint import fingerprint
from tests.driver.visitor import Visitor
from tests.factories import stock as register
from tests.visibility.conftest import Enter

K = OrganisationKind
SHORTEST_NAME = 5
"""A shorter text stands in every page by chance, and is written as its number in an address anyway."""
DELETED, OUT_OF_SCOPE, UNKNOWN = "A200001", register.OF_A_PERSON, "A999999C13"
MALFORMED = [
    "no-such-id",
    "A10000",
    "A100001C99",
    "A100001C22 x",
    "%",
    "A100001C2_",
    "' or 1=1 --",
    "０",
    "\0",
    "é" * 30,
    "A" * 500,
]
SCRIPT = {"HX-Request": "true", "HX-Request-Type": "partial"}


def _delete(url: str, beginning: str) -> str:
    """Take a certification out of the database altogether, and say which it was."""
    engine = create_engine(url)
    with Session(engine) as session, opened():
        found = session.query(Certification).filter(Certification.facility_id.startswith(beginning)).one()
        facility_id, number = found.facility_id, found.id
        session.expunge(found)
        for table in (Amendment, Document, Site, FacilityId):
            session.execute(delete(table).where(table.certification_id == number))
        session.execute(delete(Certification).where(Certification.id == number))
        session.commit()
    engine.dispose()
    return facility_id


def _without_own_name(visitor: Visitor, facility_id: str, **arguments: object) -> tuple[object, ...]:
    """The answer about one facility, with the address that was asked for taken out of it."""
    status, headers, body = fingerprint(
        visitor.request("GET", f"/certifications/{quote(facility_id, safe='')}", **arguments)
    )
    named = [(name, "here" if name == "hx-redirect" else value) for name, value in headers if name != "content-length"]
    text = body.decode().replace(quote(facility_id, safe=""), "ID")
    return status, named, text.replace(facility_id, "ID") if len(facility_id) >= SHORTEST_NAME else text


@pytest.mark.parametrize("kind", [K.LOCAL_GOVERNMENT, K.CERTIFIED_OPERATOR])
def test_out_of_scope_unknown_malformed_and_deleted_are_one_answer(enter_stock: Enter, stock_url: str, kind: K) -> None:
    deleted = _delete(stock_url, DELETED)
    visitor = enter_stock(kind, {K.LOCAL_GOVERNMENT: "22", K.CERTIFIED_OPERATOR: "2"}[kind])
    for arguments in ({}, {"headers": SCRIPT}, {"headers": {"HX-Request": "true", "HX-Boosted": "true"}}):
        expected = _without_own_name(visitor, UNKNOWN, **arguments)
        assert expected[0] == 404
        for facility_id in (OUT_OF_SCOPE, deleted, *MALFORMED):
            assert _without_own_name(visitor, facility_id, **arguments) == expected, facility_id


def test_a_former_id_leads_to_its_certification_for_those_who_may_see_it_and_nowhere_for_others(
    enter_stock: Enter,
) -> None:
    mine, others = enter_stock(K.LOCAL_GOVERNMENT, "22"), enter_stock(K.LOCAL_GOVERNMENT, "47")
    assert register.NOW_FIP_ID in mine.visit(f"/certifications/{register.FORMER_FIT_ID}").heading
    assert mine.visit(f"/certifications?q={register.FORMER_FIT_ID}").heading == f"設備 {register.NOW_FIP_ID}"
    assert _without_own_name(others, register.FORMER_FIT_ID) == _without_own_name(others, UNKNOWN)
    found = others.visit(f"/certifications?q={register.FORMER_FIT_ID}")
    assert register.NOW_FIP_ID not in found.source


FORMS = ["sort={}", "sort=-{}", "columns={}", "columns=facility_id&columns={}", "{}=1", "{}_from=1", "{}_to=x",
         "{}=a&{}=b", "{}_from=2&{}_to=1"]  # fmt: skip
SPELLINGS = ["{}", "{}__gt", "Certification.{}", "-{}", "{}%20", "{}%00"]


def test_a_hidden_item_is_answered_as_a_name_that_does_not_exist(enter_stock: Enter) -> None:
    visitor = enter_stock(K.OCCTO)
    hidden = [
        "operator_address",
        "representative_name",
        "applied_on",
        "roof_mounted",
        "parcel_addresses",
        "facility_name",
    ]
    assert set(hidden) <= catalogue().by_key.keys()
    for page in (
        "/certifications",
        "/certifications/export",
        "/certifications/columns",
        "/certifications/breakdown",
        "/certifications/saved/new",
    ):
        for form in FORMS if page == "/certifications" else FORMS[:5]:
            for spelling in SPELLINGS if page == "/certifications" and form == FORMS[0] else SPELLINGS[:1]:
                unknown = _answer(visitor, page, form, spelling.format("xno_such_itemx"))
                for key in hidden:
                    assert _answer(visitor, page, form, spelling.format(key)) == unknown, (page, form, key)


def _answer(visitor: Visitor, page: str, form: str, name: str) -> tuple[object, ...]:
    status, headers, body = fingerprint(visitor.request("GET", f"{page}?{form.format(name, name)}"))
    kept = [pair for pair in headers if pair[0] != "content-length"]
    return status, kept, re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "NAME", body.decode())


def test_a_wider_area_in_the_address_is_ignored(enter_stock: Enter) -> None:
    visitor = enter_stock(K.LOCAL_GOVERNMENT, "22")
    for extra in ("scope=jp", "area=nation", "kind=owner", "organisation=1", "scope_code=13", "grid=tokyo"):
        page = visitor.visit(f"/certifications?{extra}&" + urlencode({"columns": "facility_id", "size": "100"}))
        assert register.OF_A_PERSON not in page.source
        assert register.TWO_PREFECTURES in page.source
    found = visitor.visit("/certifications?prefecture=47&size=100")
    assert register.OF_A_PERSON not in found.source


def test_somebody_moved_to_another_town_sees_only_the_new_one_at_the_next_request(
    enter_stock: Enter, stock_url: str
) -> None:
    visitor = enter_stock(K.LOCAL_GOVERNMENT, "22")
    assert visitor.request("GET", f"/certifications/{register.TWO_AREAS}").status_code == 200
    engine = create_engine(stock_url)
    with Session(engine) as session:
        session.scalars(select(Organisation)).one().scope_code = "47"
        session.commit()
    engine.dispose()
    assert visitor.request("GET", f"/certifications/{register.TWO_AREAS}").status_code == 404
    assert visitor.request("GET", f"/certifications/{register.OF_A_PERSON}").status_code == 200
