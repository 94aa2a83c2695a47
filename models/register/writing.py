"""Writing changed certifications with everything that follows from them, batch by batch.

Scope rows, totals and the search index are functions of the facts: what they say now is worked out from the facts
before, what they shall say from the facts after, and only the difference is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Session

from models.register import search_index
from models.register.bulk import deletion, execute_plain, insert_many, insert_plain
from models.register.certification import Amendment, Certification, FacilityId, Site
from models.register.facts import COLUMNS, Facts
from models.register.scope_facts import scope_keys_of
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.scopes import RegisterScope, listing_position
from models.register.search_index import SearchRow
from models.register.totals import Movements


@dataclass(slots=True)
class Change:
    """One certification before (None when it is new) and after, with the history to be kept of it."""

    certification_id: int
    before: Facts | None
    after: Facts
    amendments: Sequence[Mapping[str, Any]] = ()
    scope_before: frozenset[ScopeKey] = field(init=False, default=frozenset())
    scope_after: frozenset[ScopeKey] = field(init=False, default=frozenset())


class ScopeRow(NamedTuple):
    """One row of register_scopes."""

    kind: str
    code: str
    position: int
    source_group: str | None
    output_kw: float | None
    status: str | None
    grid: str | None
    bureau: str | None
    prefecture: str | None


def write(session: Session, changes: Sequence[Change], movements: Movements, now: datetime) -> None:
    """Write a batch; the totals it moves are added to ``movements``, for the caller to apply at the end."""
    for change in changes:
        values = change.after.values
        values["position"] = listing_position(values["certified_on"], change.certification_id)
    _write_certifications(session, changes, now)
    _write_facility_ids(session, changes, now)
    _write_sites(session, changes)
    write_what_follows(session, changes, movements)
    insert_many(session, Amendment, [amendment for change in changes for amendment in change.amendments])


def write_what_follows(session: Session, changes: Sequence[Change], movements: Movements) -> None:
    """Scope rows, totals and search index of certifications that are stored already."""
    for change in changes:
        change.scope_after = keys_of(change.after)
        if change.before:
            change.scope_before = keys_of(change.before)
    _write_scopes(session, changes)
    move_totals(changes, movements)
    _write_search(session, changes)


def keys_of(facts: Facts) -> frozenset[ScopeKey]:
    """The scope keys of stored facts."""
    return scope_keys_of(facts.values, facts.sites.values(), facts.laws)


def scope_rows(facts: Facts, keys: Iterable[ScopeKey]) -> set[ScopeRow]:
    """The rows of register_scopes a certification has."""
    values = facts.values
    codes: dict[ScopeKind, list[str]] = {}
    for kind, code in keys:
        codes.setdefault(kind, []).append(code)
    sole = {kind: found[0] for kind, found in codes.items() if len(found) == 1}
    rest = (
        values["position"],
        values["source_group"],
        values["output_kw"],
        values["status"],
        sole.get(ScopeKind.GRID),
        sole.get(ScopeKind.BUREAU),
        sole.get(ScopeKind.PREFECTURE),
    )
    return {ScopeRow(str(kind), code, *rest) for kind, found in codes.items() for code in found}


def search_row(facts: Facts, keys: frozenset[ScopeKey]) -> SearchRow:
    """What the search index says about a certification: a former 設備ID still finds it."""
    texts = {key: str(facts.values[key] or "") for key in search_index.SEARCHABLE if key in facts.values}
    texts["facility_id"] = " ".join(facts.facility_ids)
    texts["parcel_addresses"] = "\n".join(site.address for _, site in sorted(facts.sites.items()))
    return SearchRow(facts.values["position"], texts, keys)


def _write_certifications(session: Session, changes: Sequence[Change], now: datetime) -> None:
    new = [change for change in changes if change.before is None]
    old = [change for change in changes if change.before and change.before.values != change.after.values]
    insert_many(
        session,
        Certification,
        [{**each.after.values, "id": each.certification_id, "created_at": now, "updated_at": now} for each in new],
    )
    if old:
        written = (*COLUMNS, "updated_at")
        statement = update(Certification).where(Certification.id == bindparam("the_id"))
        rows = [{**each.after.values, "the_id": each.certification_id, "updated_at": now} for each in old]
        session.connection().execute(statement.values({key: bindparam(key) for key in written}), rows)


def _write_facility_ids(session: Session, changes: Sequence[Change], now: datetime) -> None:
    rows = [
        {"facility_id": facility_id, "certification_id": change.certification_id, "first_seen_at": now}
        for change in changes
        for facility_id in change.after.facility_ids
        if change.before is None or facility_id not in change.before.facility_ids
    ]
    insert_many(session, FacilityId, rows)


def _write_sites(session: Session, changes: Sequence[Change]) -> None:
    gone: list[dict[str, Any]] = []
    come: list[dict[str, Any]] = []
    for change in changes:
        before = change.before.sites if change.before else {}
        if before is change.after.sites:
            continue
        number = change.certification_id
        differing = [parcel for parcel, site in before.items() if change.after.sites.get(parcel) != site]
        gone += ({"the_id": number, "the_parcel": parcel} for parcel in differing)
        come += (
            {"certification_id": number, "parcel_number": parcel, **site._asdict()}
            for parcel, site in change.after.sites.items()
            if before.get(parcel) != site
        )
    statement = delete(Site).where(
        Site.certification_id == bindparam("the_id"), Site.parcel_number == bindparam("the_parcel")
    )
    if gone:
        session.connection().execute(statement, gone)
    insert_many(session, Site, come)


def _write_scopes(session: Session, changes: Sequence[Change]) -> None:
    gone: list[ScopeRow] = []
    come: list[ScopeRow] = []
    for change in changes:
        before = scope_rows(change.before, change.scope_before) if change.before else set()
        after = scope_rows(change.after, change.scope_after)
        gone += before - after
        come += after - before
    dialect = session.get_bind().dialect.name
    table = RegisterScope.__tablename__
    execute_plain(session, deletion(dialect, table, ScopeRow._fields[:3]), [row[:3] for row in gone])
    # In the order of the key: neighbours share a page.
    insert_plain(session, table, ScopeRow._fields, sorted(come, key=lambda row: row[:3]))


def move_totals(changes: Sequence[Change], movements: Movements) -> None:
    """Add to ``movements`` what the changes, their scope keys worked out, add to and take from the totals."""
    for change in changes:
        for facts, keys, sign in ((change.before, change.scope_before, -1), (change.after, change.scope_after, 1)):
            if facts:
                values = facts.values
                movements.move(keys, values["source_group"], values["prefecture"], values["output_kw"], sign)
                movements.tallies.move(keys, values, sign)


def _write_search(session: Session, changes: Sequence[Change]) -> None:
    gone: list[SearchRow] = []
    come: list[SearchRow] = []
    for change in changes:
        after = search_row(change.after, change.scope_after)
        before = search_row(change.before, change.scope_before) if change.before else None
        if before != after:
            gone += [before] if before else []
            come.append(after)
    search_index.write(session, gone, sorted(come, key=lambda row: row.position))
