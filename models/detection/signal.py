"""One act as detection sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What was done. ``denied`` is every refusal of a facility: outside the scope, or absent."""

    SIGN_IN = "sign-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SEARCH = "search"
    VIEW = "view"
    EXPORT = "export"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Signal:
    """One line of EVENTS.csv.

    ``at`` is aware. ``login_id`` may be unknown in ``sign-in-failed``; ``organisation`` is then empty. ``kind`` is a
    value of ``OrganisationKind``. ``address`` is as the server saw it, ``device`` a browser's stable opaque id.
    ``facility_id`` is filled for ``view`` and ``denied``. ``rows`` are the records shown: on the page of a search, 1
    for a view, in the file of an export. ``country`` is ISO 3166-1 alpha-2, or empty where nobody has looked it up.
    ``role`` is a value of ``Role``, or empty where nobody knows.
    ``facilities`` are the register's keys of what was shown, each once; empty where nobody knows them, as in a file.
    """

    at: datetime
    login_id: str
    organisation: str
    kind: str
    unit: str
    address: str
    device: str
    act: Act
    facility_id: str
    rows: int
    country: str
    role: str = ""
    facilities: Sequence[int] = ()
