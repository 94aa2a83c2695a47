"""Events made up for measuring: the mix of a busy office over two years, quick to make and alike on every machine.

Chunk by chunk, so that several processes can make them; what joins them, the hash of the one before, comes afterwards.
A few people do much and a few facilities are looked at by many: the longest answers are the ones to be measured.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from models.audit.chain import canonical
from models.audit.event_details import DETAILS
from models.audit.event_names import EventName, Outcome
from models.catalogue.catalogue import catalogue

CHUNK = 10_000
FIRST_DAY, DAYS = datetime(2024, 4, 1, tzinfo=UTC), 730
ACTORS, ACTORS_OF_ONE = 6_000, 5
FIRST_ACCOUNT = 1_000_000
"""Accounts of made-up actors are numbered from here: no account of the database is."""
FACILITIES = 300_000
LISTED_AT_MOST, LISTED = 50, 10
EXPORTED = 300
ITEMS_LISTED, ITEMS_READ = 18, 30
BROWSERS = 3

MIX: Mapping[EventName, float] = {
    EventName.CERTIFICATIONS_LISTED: 38,
    EventName.CERTIFICATION_READ: 34,
    EventName.CERTIFICATION_ABSENT: 1,
    EventName.CERTIFICATIONS_EXPORTED: 0.3,
    EventName.EXPORT_ENDED: 0.3,
    EventName.PASSWORD_CHECKED: 7,
    EventName.CODE_CHECKED: 6,
    EventName.SIGNED_IN: 6,
    EventName.SIGNED_OUT: 4,
    EventName.STEPPED_UP: 1,
    EventName.PAGE_REFUSED: 1,
    EventName.TRAIL_LISTED: 0.4,
    EventName.ACCOUNT_CHANGED: 0.2,
    EventName.APPROVAL_PROPOSED: 0.1,
}
"""Of a hundred events, about."""


@dataclass(frozen=True, slots=True)
class MadeUpEvent:
    """The columns of an event but for its hashes, the keys it shows, and its canonical form."""

    values: dict[str, Any]
    certifications: Sequence[int]
    body: bytes


def chunk(number: int, count: int, seed: int = 1) -> list[MadeUpEvent]:
    """Events ``number * CHUNK + 1`` and on, of ``count`` in all, in their order."""
    draw = random.Random(f"{seed}/{count}/{number}")
    names = draw.choices(tuple(MIX), tuple(MIX.values()), k=CHUNK)
    return [_event(draw, number * CHUNK + place, count, name) for place, name in enumerate(names, 1)]


def login_id(actor: int) -> str:
    """The ID of an actor; the smaller the number, the more they do."""
    return f"made-up-{actor:04d}"


def organisation(actor: int) -> str:
    """Where an actor works."""
    return f"みほん市{actor % (ACTORS // ACTORS_OF_ONE):04d}"


def facility_id(key: int) -> str:
    """The 設備ID of a certification, as the objects of events name it."""
    return f"{'ABC'[key // 1_000_000]}{key % 1_000_000:06d}C{key % 47 + 1:02d}"


def moment(number: int, count: int) -> datetime:
    """When an event was, of ``count`` in all: one after the other, through all the days."""
    return FIRST_DAY + timedelta(seconds=DAYS * 86_400 * number / count)


def _event(draw: random.Random, number: int, count: int, name: EventName) -> MadeUpEvent:
    actor = int(draw.random() ** 2 * ACTORS)
    shown, subject, details = _ABOUT.get(name, _own)(draw, name)
    refused = name in {EventName.PAGE_REFUSED, EventName.CERTIFICATION_ABSENT}
    failed = name == EventName.PASSWORD_CHECKED and draw.random() < 0.1
    values = {
        "number": number,
        "at": moment(number, count),
        "name": name.value,
        "outcome": (Outcome.REFUSED if refused else Outcome.FAILED if failed else Outcome.DONE).value,
        "account_id": FIRST_ACCOUNT + actor,
        "login_id": login_id(actor),
        "organisation_id": actor % (ACTORS // ACTORS_OF_ONE) + 1,
        "organisation": organisation(actor),
        "unit": "環境政策課" if actor % 3 else "",
        "address": f"192.0.2.{actor % 250}",
        "session": number // 20,
        "request": f"{draw.getrandbits(64):016x}",
        "device": f"{actor * BROWSERS + draw.randrange(BROWSERS):016x}",
        "object": subject,
        "edition": 1 if shown else None,
        "details": details,
    }
    return MadeUpEvent(values, shown, canonical(values, shown))


About = tuple[Sequence[int], str, dict[str, Any]]


def _own(_draw: random.Random, name: EventName) -> About:
    return (), "", dict.fromkeys(sorted(DETAILS[name]), "")


def _listed(draw: random.Random, _name: EventName) -> About:
    count = min(1 + int(draw.expovariate(1 / LISTED)), LISTED_AT_MOST)
    asked = {"prefecture": [f"{draw.randrange(1, 48):02d}"], "q": ["太陽光"]}
    return _keys(draw, count), "", {"asked": asked, "total": count * 7, "items": _items()[:ITEMS_LISTED]}


def _read(draw: random.Random, _name: EventName) -> About:
    [key] = _keys(draw, 1)
    named = facility_id(key)
    return [key], f"facility:{named}", {"asked": {"facility_id": [named]}, "items": _items()[:ITEMS_READ]}


def _absent(_draw: random.Random, _name: EventName) -> About:
    return (), "facility:absent", {"asked": {"facility_id": ["A999999C13"]}}


def _exported(draw: random.Random, _name: EventName) -> About:
    keys, file = _keys(draw, 1 + int(draw.expovariate(1 / EXPORTED))), f"{draw.getrandbits(40):010x}"
    details = {
        "asked": {}, "total": len(keys), "items": _items()[:ITEMS_LISTED], "purpose": "survey", "note": "",
        "file_number": file, "format": "csv",
    }  # fmt: skip
    return keys, f"file:{file}", details


def _changed(draw: random.Random, _name: EventName) -> About:
    changed = draw.randrange(ACTORS)
    return (), f"account:{FIRST_ACCOUNT + changed}", {"login_id": login_id(changed), "reason": "異動", "changes": {}}


_ABOUT: Mapping[EventName, Callable[[random.Random, EventName], About]] = {
    EventName.CERTIFICATIONS_LISTED: _listed,
    EventName.CERTIFICATION_READ: _read,
    EventName.CERTIFICATION_ABSENT: _absent,
    EventName.CERTIFICATIONS_EXPORTED: _exported,
    EventName.ACCOUNT_CHANGED: _changed,
}


def _keys(draw: random.Random, count: int) -> Sequence[int]:
    return sorted({1 + int(draw.random() ** 1.5 * FACILITIES) for _ in range(count)})


@lru_cache(maxsize=1)
def _items() -> Sequence[str]:
    return [item.key for item in catalogue().items[:ITEMS_READ]]
