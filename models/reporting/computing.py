"""Working a report out: one pass of each section, and the same again later to see that it comes out the same (M11)."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models import clock
from models.reporting.document import Document, Section
from models.reporting.ground import Ground
from models.reporting.month import Month, WrongMonth, last_complete
from models.reporting.sections import SECTIONS


def compute(session: Session, month: Month, progress: Callable[[int, int], None] | None = None) -> Document:
    """The report on a month that is over; ``progress`` is told how many sections are done, of how many.

    Raises ``WrongMonth``.

    It reads the trail only through its indexes of names and moments, and the month's events once from end to end, so
    that it takes as long as the month is busy, not as the trail is long.
    """
    check_over(month)
    ground = Ground(session, month)
    sections: list[Section] = []
    for make in SECTIONS:
        if progress is not None:
            progress(len(sections), len(SECTIONS))
        sections.append(make(ground))
    return Document(str(month), clock.now().isoformat(timespec="seconds"), tuple(sections))


def check_over(month: Month) -> None:
    """Raise ``WrongMonth`` unless the month is over."""
    if month > last_complete(clock.today()):
        raise WrongMonth(f"{month.label}は、まだ終わっていません。終わった月を指定してください。")
