"""What a kept inspection said of one check, to raise a finding from."""

from sqlalchemy.orm import Session

from models.assurance.run import InspectionRun
from models.inspection.check import Result
from models.inspection.examining import Inspection, Line


def failed_line(session: Session, run: int, code: str) -> Line | None:
    """The line of a check that was not found kept; None where there is none."""
    kept = session.get(InspectionRun, run) if run else None
    lines = Inspection.of_text(kept.document).lines if kept is not None else ()
    return next((one for one in lines if one.code == code and one.result is not Result.KEPT), None)
