"""Facilities that stood in a prefecture's published list and no longer do: marked, never deleted (M1).

A publication does not say why a facility is missing. The register keeps it, with the day since when it is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.register.certification import Certification
from models.register.derivation import other_id
from models.register.facts import Facts, certifications_by_id, stored_facts
from models.register.report import ImportReport
from models.register.settling import Candidate
from models.register.workbooks.rows import CellValue

SINCE = "publication_absent_since"
LIST = "publication_prefecture"
FEW = 20
"""So many may always vanish: a small list loses them within a month."""
ONE_IN = 10
"""More than one in so many is no month's change, but a list that is not whole."""


@dataclass(slots=True)
class Listing:
    """Who stands in one file's list of facilities, and so who does not.

    Only a list of a known prefecture, with at least one facility in it, can tell that another is missing. A row that
    was refused for whatever reason stands in the list.
    """

    prefecture: str | None
    seen: set[int] = field(default_factory=set)
    refused_ids: set[str] = field(default_factory=set)
    empty: bool = True

    @property
    def told_by_a_row(self) -> dict[str, CellValue]:
        """What standing in the list says about a facility."""
        told: dict[str, CellValue] = {SINCE: None}
        return told if self.prefecture is None else told | {LIST: self.prefecture}

    def refuse(self, facility_id: str | None, report: ImportReport) -> None:
        """A facility's row was refused."""
        if facility_id is None:
            report.unread_ids += 1
        else:
            self.refused_ids.add(facility_id)


def vanished(
    session: Session, listing: Listing, report: ImportReport, today: date, at_once: int, *, accepted: bool
) -> Iterator[list[Candidate]]:
    """The certifications to be marked, some at a time; none when the list cannot tell, which ``report`` then says."""
    if listing.prefecture is None or listing.empty or report.unread_ids:
        return
    stood = select(Certification.id).where(
        Certification.publication_prefecture == listing.prefecture, Certification.publication_absent_since.is_(None)
    )
    standing = set(session.scalars(stood))
    missing = standing - listing.seen
    if missing and listing.refused_ids:
        asked = listing.refused_ids | {other_id(each) for each in listing.refused_ids}
        missing.difference_update(certifications_by_id(session, asked).values())
    report.standing = len(standing)
    if not accepted and len(missing) > FEW and len(missing) * ONE_IN > len(standing):
        report.withheld = len(missing)
        return
    waiting = iter(sorted(missing))
    while some := list(islice(waiting, at_once)):
        facts = stored_facts(session, some)
        yield [Candidate(number, facts[number], _marked(facts[number], today)) for number in some]


def _marked(before: Facts, today: date) -> Facts:
    return Facts(before.values | {SINCE: today}, before.sites)
