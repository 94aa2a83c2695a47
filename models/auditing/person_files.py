"""The files among what a person was shown: which of them were not taken whole, and how often a facility stood in one.

An export names its facilities before its first byte leaves. They are counted as shown whatever became of the file, and
those of a file that was broken off or never fetched are told apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit.tables import AuditEvent, AuditEventFacility
from models.auditing.frequent import frequent
from models.auditing.person_facilities import Conditions
from models.certifications.tracing.fate import FILE_ACTS, FileFate, fates_of

BATCH = 500
_OBJECT = "file:"


@dataclass(frozen=True, slots=True)
class UntakenFile:
    """A file that the trail does not say was taken whole: its number, when it was ordered or made, how far it came."""

    number: str
    at: datetime
    fate: FileFate


@dataclass(frozen=True, slots=True)
class PersonFiles:
    """How many files there were; those not taken whole, the latest first; and the numbers of their acts."""

    count: int
    untaken: Sequence[UntakenFile]
    untaken_acts: Sequence[int]

    @property
    def fates(self) -> Sequence[tuple[FileFate, int]]:
        """How many of the files not taken whole came how far, the most frequent first."""
        return Counter(one.fate for one in self.untaken).most_common()


def files_of(session: Session, theirs: Conditions) -> PersonFiles:
    """The files of a person, whose events the conditions choose. What became of them later is told too."""
    event = AuditEvent
    made = frequent(event.name.in_(sorted(FILE_ACTS)))
    chosen = select(event.number, event.at, event.object).where(*theirs, made).order_by(event.number.desc())
    acts = session.execute(chosen).all()
    fates = fates_of(session, {act.object for act in acts})
    acts_of_untaken = [act for act in acts if fates[act.object] is not FileFate.TAKEN]
    latest = {act.object: act.at for act in reversed(acts_of_untaken)}
    untaken = [UntakenFile(name.removeprefix(_OBJECT), at, fates[name]) for name, at in latest.items()]
    return PersonFiles(
        len(fates), sorted(untaken, key=lambda one: one.at, reverse=True), [act.number for act in acts_of_untaken]
    )


def times_in(session: Session, acts: Sequence[int], keys: Iterable[int] | None = None) -> Mapping[int, int]:
    """In how many of these acts each certification stands; of the ``keys`` alone where they are given."""
    facility, times = AuditEventFacility, Counter[int]()
    among = () if keys is None else (facility.certification_id.in_(list(keys)),)
    for start in range(0, len(acts), BATCH):
        chosen = select(facility.certification_id, func.count()).where(
            facility.event_number.in_(acts[start : start + BATCH]), *among
        )
        times.update(dict(session.execute(chosen.group_by(facility.certification_id)).all()))
    return times
