"""Fetching everything there is as one person, over a register in which every value is a canary (O1)."""

from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlencode

from werkzeug.test import TestResponse

from models.catalogue.catalogue import catalogue
from models.catalogue.first_edition import proposed_grants
from models.catalogue.item import Store
from models.legal.purposes import purposes_for
from models.organisations.kinds import OrganisationKind
from tests.amount import DEEP
from tests.driver.crawl import crawl
from tests.driver.fingerprint import fingerprint
from tests.driver.visitor import Visitor
from tests.factories.markers import FACILITIES, UNMARKED, Marker, markers_in, number_of, operator_of, value_of
from tests.visibility.conftest import Enter

K = OrganisationKind
COLUMNS_AT_ONCE = 40


def granted(kind: K) -> set[str]:
    """The items the catalogue's first edition grants to a kind."""
    return {str(grant["item"]) for grant in proposed_grants() if grant["attribute"] == kind.value}


def check_canaries(
    enter_marked: Enter,
    marked_url: str,
    kind: K,
    scope: str | None,
    facilities: set[str],
    visible: Collection[str] | None = None,
) -> None:
    """Fetch everything as somebody of this kind: all that is theirs arrives, and nothing else.

    ``scope`` is their organisation's, or ``of …`` with the facility whose operator it is. ``visible`` are the items
    that the edition in force grants them: those of the first edition unless given.
    """
    visible = granted(kind) if visible is None else visible
    if kind is K.CERTIFIED_OPERATOR:
        scope = operator_of(marked_url, str(scope).removeprefix("of "))
    visitor = enter_marked(kind, scope)
    received: set[Marker] = set()
    for name, response in _everything(visitor, kind, by_links=marked_url.startswith("sqlite")):
        # Tokens are drawn by chance and may look like anything.
        _, headers, body = fingerprint(response)
        text = f"{headers}{body.decode()}"
        # An answer may repeat what its own address named, and nothing else.
        asked = unquote(name)
        found = markers_in(text) - markers_in(asked)
        stray = {one for one in found if one.item not in visible or one.facility_id not in facilities}
        assert stray == set(), name
        assert [other for other in set(FACILITIES) - facilities if other in text and other not in asked] == [], name
        received |= found
    # The proof proves something only if what is granted does arrive.
    arriving = [key for key in visible if is_marked(key) and _arrives(key, visible)]
    assert received == {Marker(one, key) for one in facilities for key in arriving}


def _arrives(key: str, visible: Collection[str]) -> bool:
    """Sites stand on the page of one certification, and nobody gets there who may not see its 設備ID."""
    return "facility_id" in visible or catalogue().by_key[key].store is not Store.SITE


def is_marked(key: str) -> bool:
    """Whether the values of an item are markers."""
    item = catalogue().by_key[key]
    return key not in UNMARKED | {"former_facility_id"} and value_of(item, 0) is not True


def _everything(visitor: Visitor, kind: K, *, by_links: bool) -> Iterator[tuple[str, TestResponse]]:
    """Every address that could be guessed, as page, fragment and file, and every page that links lead to.

    The pages are the same whatever the database: one system is enough for what is no question to it.
    """
    if by_links:
        for address, page in crawl(visitor, "/", each=3, most=25):
            yield address, page.response
        yield from ((f"fragment of {one}", visitor.request("GET", one, headers=_SCRIPT)) for one in _addresses()[::6])
        yield from _files(visitor, kind)
    yield from ((address, visitor.request("GET", address)) for address in _addresses())
    for address in (
        "/certifications?output_kw_from=x",
        "/certifications/%00",
        "/nowhere",
        "/certifications?q=" + "印" * 300,
    ):
        yield address, visitor.request("GET", address)


_SCRIPT = {"HX-Request": "true", "HX-Request-Type": "partial"}


def _addresses() -> list[str]:
    asked: list[dict[str, object]] = [{"columns": keys} for keys in _batches()]
    asked += [{"sort": key} for key in ("applied_on", "-procurement_price", "facility_name")]
    searched = [item for item in catalogue().items if item.searchable and item.key not in UNMARKED]
    for facility_id in list(FACILITIES)[::3]:
        asked += [{"q": f"印{number_of(facility_id, item):06}"} for item in searched[:: 1 if DEEP else 2]]
    pages = [f"/certifications/{facility_id}{page}" for facility_id in FACILITIES for page in ("", "/why")]
    pages += [
        "/",
        "/certifications/saved",
        "/certifications/breakdown",
        "/certifications/breakdown?changed_since=2024-03-29",
    ]
    pages += [f"/certifications/breakdown?prefecture={code}" for code in ("22", "13")]
    return pages + [f"/certifications?{urlencode(one, doseq=True)}" for one in asked]


def _batches() -> list[list[str]]:
    keys = [item.key for item in catalogue().items]
    return [keys[start : start + COLUMNS_AT_ONCE] for start in range(0, len(keys), COLUMNS_AT_ONCE)]


def _files(visitor: Visitor, kind: K) -> Iterator[tuple[str, TestResponse]]:
    for keys in _batches():
        address = "/certifications/export?" + urlencode({"columns": keys}, doseq=True)
        page = visitor.visit(address, expect=None)
        yield address, page.response
        if page.status != 200:
            continue
        purpose = next(one for one in purposes_for(kind) if not one.needs_note)
        fields = {"csrf_token": visitor.token(), "purpose": purpose.value, "format": "csv"}
        taken = visitor.request("POST", address, data=fields)
        assert taken.mimetype == "text/csv", page.errors
        yield f"file of {address}", taken
