"""Trails as files, made without a database: what the verifier is tried with."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from models.audit.chain import BEGINNING, canonical, link
from models.audit.trail_file import line

START = datetime(2026, 4, 1, tzinfo=UTC)
Values = dict[str, Any]


def values_of(number: int) -> Values:
    """An event as the database holds it, every field filled."""
    return {
        "number": number,
        "at": START + timedelta(minutes=number),
        "name": "register:certification:list",
        "outcome": "done",
        "account_id": 7,
        "login_id": "hanako",
        "organisation_id": 3,
        "organisation": "つばめ市",
        "unit": "環境課",
        "address": "192.0.2.1",
        "session": 11,
        "request": f"request-{number}",
        "device": "0123456789abcdef",
        "object": "facility:A100001C22",
        "edition": 1,
        "details": {"asked": {"q": ["太陽光"]}, "total": number, "items": ["facility_id"]},
    }


def chained(events: Iterable[Values], previous: str = BEGINNING) -> list[bytes]:
    """The lines of a trail of these events."""
    lines = []
    for values in events:
        shown = values.get("certifications", (number_of(values), 5))
        body = canonical({name: one for name, one in values.items() if name != "certifications"}, shown)
        own = link(previous, body)
        lines.append(line(own, previous, body))
        previous = own
    return lines


def trail(count: int) -> list[bytes]:
    """A trail of so many events."""
    return chained(values_of(number) for number in range(1, count + 1))


def number_of(values: Values) -> int:
    """The event's number."""
    number: int = values["number"]
    return number


def hash_of(raw: bytes) -> str:
    """The hash of a line."""
    own: str = json.loads(raw)["hash"]
    return own


def edited(raw: bytes, field: str, value: object) -> bytes:
    """The line with another value in one field of its event, and its hashes as they were."""
    parts = json.loads(raw)
    event = {**parts["event"], field: value}
    body = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return line(parts["hash"], parts["previous_hash"], body)


def relinked(raw: bytes, field: str, value: object) -> bytes:
    """The same, with the event's own hash made anew, as somebody who knows the format would."""
    parts = json.loads(edited(raw, field, value))
    body = json.dumps(parts["event"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return line(link(parts["previous_hash"], body), parts["previous_hash"], body)


def renumbered(raw: bytes, number: int) -> bytes:
    """The line under another number."""
    return edited(raw, "number", number)


def fields_of(raw: bytes) -> Sequence[str]:
    """The fields of the event."""
    return list(json.loads(raw)["event"])
