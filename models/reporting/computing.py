"""Working a report out: one pass of each section, and the same again later to see that it comes out the same (M11)."""

from sqlalchemy.orm import Session

from models import clock
from models.reporting.document import Document
from models.reporting.ground import Ground
from models.reporting.month import Month, WrongMonth, last_complete
from models.reporting.sections import SECTIONS


def compute(session: Session, month: Month) -> Document:
    """The report on a month that is over. Raises ``WrongMonth``.

    It reads the trail only through its indexes of names and moments, so that it takes as long as the month is busy, not
    as the trail is long.
    """
    if month > last_complete(clock.today()):
        raise WrongMonth(f"{month.label}は、まだ終わっていません。終わった月を指定してください。")
    ground = Ground(session, month)
    sections = tuple(make(ground) for make in SECTIONS)
    return Document(str(month), clock.now().isoformat(timespec="seconds"), sections)
