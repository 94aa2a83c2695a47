"""The rows of changed certifications, and of everything that follows from them.

Scope rows, totals and the search index are functions of the facts: what they say now is worked out from the facts
before, what they shall say from the facts after, and only the difference is written.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Date

from models.register import operators, scope_rows, search_index, tallies, totals
from models.register.certification import Amendment, Certification, FacilityId, Site
from models.register.facts import COLUMNS, Facts
from models.register.scope_rows import scope_of
from models.register.scopes import RegisterScope, listing_position
from models.register.search_index import SEARCHABLE, SearchRow
from models.register.steps import Action, Row, Step, Writer
from models.register.totals import Movements

_ENTER_CERTIFICATIONS = Step(
    "enter_certifications",
    Action.INSERT,
    Certification.__tablename__,
    ("id", *COLUMNS),
    moments=("created_at", "updated_at"),
)
_CHANGE_CERTIFICATIONS = Step(
    "change_certifications", Action.UPDATE, Certification.__tablename__, ("id", *COLUMNS), moments=("updated_at",)
)
_ENTER_IDS = Step(
    "enter_ids",
    Action.INSERT,
    FacilityId.__tablename__,
    ("facility_id", "certification_id"),
    moments=("first_seen_at",),
)
_SITE = ("certification_id", "parcel_number", "address", "prefecture", "municipality", "supply_area")
_REMOVE_SITES = Step("remove_sites", Action.DELETE, Site.__tablename__, _SITE[:2], keys=2)
_ENTER_SITES = Step("enter_sites", Action.INSERT, Site.__tablename__, _SITE, keys=2)
_REMOVE_SCOPES = Step(
    "remove_scopes", Action.DELETE, RegisterScope.__tablename__, scope_rows.COLUMNS[:3], keys=3, in_order=True
)
_ENTER_SCOPES = Step(
    "enter_scopes", Action.INSERT, RegisterScope.__tablename__, scope_rows.COLUMNS, keys=3, in_order=True
)
ENTER_AMENDMENTS = Step(
    "enter_amendments",
    Action.INSERT,
    Amendment.__tablename__,
    ("certification_id", "item", "parcel_number", "before", "after"),
    moments=("changed_at",),
    of_file=True,
)

_columns_of = itemgetter(*COLUMNS)
_DAYS = tuple(
    place for place, key in enumerate(COLUMNS, 1) if isinstance(Certification.__table__.columns[key].type, Date)
)
_TEXTS = tuple(key for key in SEARCHABLE if key in COLUMNS)


def steps(dialect: str) -> tuple[Step, ...]:
    """Every step, in the order in which rows may refer to one another."""
    return (
        operators.ENTER,
        _ENTER_CERTIFICATIONS,
        _CHANGE_CERTIFICATIONS,
        _ENTER_IDS,
        _REMOVE_SITES,
        _ENTER_SITES,
        _REMOVE_SCOPES,
        _ENTER_SCOPES,
        search_index.removal(dialect),
        search_index.entry(dialect),
        ENTER_AMENDMENTS,
        totals.MOVE,
        tallies.TALLY,
    )


@dataclass(slots=True)
class Change:
    """One certification before (None when it is new) and after, with the history to be kept of it."""

    certification_id: int
    before: Facts | None
    after: Facts
    amendments: Sequence[Mapping[str, Any]] = ()


def write(changes: Sequence[Change], movements: Movements, writer: Writer) -> None:
    """Write a batch; the totals it moves are added to ``movements``, for the caller to write at the end."""
    for change in changes:
        values = change.after.values
        values["position"] = listing_position(values["certified_on"], change.certification_id)
    new = [change for change in changes if change.before is None]
    old = [change for change in changes if change.before and change.before.values != change.after.values]
    writer.put(_ENTER_CERTIFICATIONS, list(map(_certification, new)))
    writer.put(_CHANGE_CERTIFICATIONS, list(map(_certification, old)))
    writer.put(_ENTER_IDS, [row for change in changes for row in _new_ids(change)])
    _write_sites(changes, writer)
    write_what_follows(changes, movements, writer)
    rows = (amendment_rows(change.certification_id, change.amendments) for change in changes)
    writer.put(ENTER_AMENDMENTS, list(chain.from_iterable(rows)))


def write_what_follows(changes: Sequence[Change], movements: Movements, writer: Writer) -> None:
    """Scope rows, totals and search index of certifications whose own rows are written elsewhere."""
    scopes_gone: list[Row] = []
    scopes_come: list[Row] = []
    searches_gone: list[SearchRow] = []
    searches_come: list[SearchRow] = []
    for change in changes:
        scopes, search = _what_follows(change.after, movements, 1)
        if change.before is None:
            scopes_come += scopes
            searches_come.append(search)
            continue
        scopes_before, search_before = _what_follows(change.before, movements, -1)
        if scopes != scopes_before:
            scopes_gone += (row[:3] for row in set(scopes_before).difference(scopes))
            scopes_come += set(scopes).difference(scopes_before)
        if search != search_before:
            searches_gone.append(search_before)
            searches_come.append(search)
    # In the order of the key: neighbours share a page.
    writer.put(_REMOVE_SCOPES, sorted(scopes_gone))
    writer.put(_ENTER_SCOPES, sorted(scopes_come, key=itemgetter(0, 1, 2)))
    searches_come.sort(key=itemgetter(0))
    writer.put(search_index.removal(writer.dialect), search_index.removed(writer.dialect, searches_gone))
    writer.put(search_index.entry(writer.dialect), search_index.entered(writer.dialect, searches_come))


def _what_follows(facts: Facts, movements: Movements, sign: int) -> tuple[list[Row], SearchRow]:
    values = facts.values
    scope = scope_of(facts)
    for keys in scope.sets():
        movements.move(keys, values["source_group"], values["prefecture"], values["output_kw"], sign)
    movements.tallies.move(scope.shared.keys, values, sign)
    return scope_rows.scope_rows(facts, scope), SearchRow(values["position"], _searched_texts(facts), scope.tokens)


def _searched_texts(facts: Facts) -> tuple[str, ...]:
    """What the search index says about a certification: a former 設備ID still finds it."""
    texts = {key: facts.values[key] or "" for key in _TEXTS}
    texts["facility_id"] = " ".join(facts.facility_ids)
    texts["parcel_addresses"] = "\n".join([site.address for _, site in sorted(facts.sites.items())])
    return tuple([texts[key] for key in SEARCHABLE])


def _certification(change: Change) -> Row:
    row = [change.certification_id, *_columns_of(change.after.values)]
    for place in _DAYS:
        if row[place] is not None:
            row[place] = row[place].isoformat()
    return tuple(row)


def _new_ids(change: Change) -> Iterator[Row]:
    known = change.before.facility_ids if change.before else ()
    for facility_id in change.after.facility_ids:
        if facility_id not in known:
            yield facility_id, change.certification_id


def _write_sites(changes: Sequence[Change], writer: Writer) -> None:
    gone: list[Row] = []
    come: list[Row] = []
    for change in changes:
        number, after = change.certification_id, change.after.sites
        if change.before is None:
            come += [(number, parcel, *site) for parcel, site in after.items()]
        elif change.before.sites is not after:
            before = change.before.sites
            gone += [(number, parcel) for parcel, site in before.items() if after.get(parcel) != site]
            come += [(number, parcel, *site) for parcel, site in after.items() if before.get(parcel) != site]
    writer.put(_REMOVE_SITES, gone)
    writer.put(_ENTER_SITES, come)


def amendment_rows(certification_id: int, entries: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of ``ENTER_AMENDMENTS`` for the history of one certification."""
    for entry in entries:
        yield (certification_id, entry["item"], entry["parcel_number"], _json(entry["before"]), _json(entry["after"]))


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value.isoformat() if isinstance(value, date) else value)
