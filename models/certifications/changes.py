"""What was registered or changed since a moment, as far as a viewer may see it (M9).

A certification counts when it was registered since, or when an item that the viewer may see was changed since: whoever
may not see an item does not learn that it changed.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, and_, exists, or_, select, union_all

from models import clock
from models.access.door import Reading
from models.access.granted_keys import is_granted
from models.certifications.filters import WrongValue
from models.register.certification import AMENDMENTS, CERTIFICATIONS
from models.register.scopes import SCOPES

FEW = 20_000
"""So many changes are looked up one by one; when there are more, each row of the list is asked whether it changed."""
_CERTIFICATIONS, _AMENDMENTS = CERTIFICATIONS.alias("changed"), AMENDMENTS.alias("change")
# A day or a minute, without a zone because it is read in Japan. Before 2000 there was no register to change.
_WRITTEN = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """From this moment on, to the minute; at midnight in Japan it is stated as a day."""

    moment: datetime

    @classmethod
    def at(cls, moment: datetime) -> "ChangedSince":
        """Since the minute in which ``moment`` lies."""
        return cls(moment.replace(second=0, microsecond=0))

    def written(self) -> str:
        """As it stands in the address: ``2026-05-01``, or ``2026-05-01T18:30``, Japanese time."""
        local = clock.in_japan(self.moment)
        return local.date().isoformat() if self.is_day else local.strftime("%Y-%m-%dT%H:%M")

    @property
    def is_day(self) -> bool:
        """Whether a whole day is meant."""
        return clock.in_japan(self.moment).time() == time()

    def describe(self) -> str:
        """In words."""
        local = clock.in_japan(self.moment)
        at = "" if self.is_day else f" {local:%H:%M}"
        return f"{local.year}年{local.month}月{local.day}日{at} 以降に登録・変更"


def read_changed_since(given: str) -> ChangedSince | None:
    """From the address or a form; ``WrongValue`` when it is neither a day nor a moment."""
    text = given.strip().replace("/", "-")
    if not text:
        return None
    try:
        if not _WRITTEN.fullmatch(text):
            raise ValueError(given)  # noqa: TRY301  # told in the same words as a day that does not exist
        return ChangedSince.at(datetime.fromisoformat(text).replace(tzinfo=clock.JST))
    except ValueError as error:
        raise WrongValue("日付で入力してください（例: 2026-04-01）。") from error


def changed_since(register: Reading, since: ChangedSince) -> ColumnElement[bool]:
    """The condition on a row of the scope table that its certification was registered or visibly changed since."""
    certification, amendment = _CERTIFICATIONS.c, _AMENDMENTS.c
    seen = is_granted(amendment.item, register.dialect, register.viewer.items)
    if _are_few(register, since):
        new = select(certification.position).where(certification.created_at >= since.moment)
        changed = select(certification.position).join(_AMENDMENTS, amendment.certification_id == certification.id)
        changed = changed.where(amendment.changed_at >= since.moment, seen)
        return SCOPES.c.position.in_(union_all(new, changed))
    entries = select(1).where(amendment.certification_id == certification.id, seen)
    return exists(
        select(1).where(
            and_(
                certification.position == SCOPES.c.position,
                or_(
                    certification.created_at >= since.moment,
                    exists(entries.where(amendment.changed_at >= since.moment)),
                ),
            )
        )
    )


def _are_few(register: Reading, since: ChangedSince) -> bool:
    """Whether the changes of the whole register, in rows and items of anybody, are few enough to look up.

    It decides how the question is put to the database, not what the answer is.
    """
    new = select(CERTIFICATIONS.c.id).where(CERTIFICATIONS.c.created_at >= since.moment).limit(FEW + 1)
    changed = select(AMENDMENTS.c.id).where(AMENDMENTS.c.changed_at >= since.moment).limit(FEW + 1)
    return all(register.how_many(each) <= FEW for each in (new, changed))
