"""Writing a staged difference to the register, in the one transaction that takes the file in."""

from sqlalchemy.orm import Session

from models.db import ATTACHED, attach
from models.register.bulk import Stamp, perform, perform_from
from models.register.numbers import move_version
from models.register.staging import Staging
from models.register.steps import Step
from models.register.totals import forget_empty
from models.register.writing import steps


def apply_staged(session: Session, staging: Staging, stamp: Stamp) -> None:
    """Write every staged row. Only for the one who has the turn, while the register is as it was when they were staged.

    The register gets a new version, unless nothing was staged.
    """
    attached = staging.dialect == "sqlite" and attach(session, staging.path)

    def carried_out(step: Step) -> bool:
        if attached:
            return perform_from(session, step, f"{ATTACHED}.{step.name}", stamp)
        return perform(session, step, staging.rows(step), stamp)

    wrote = [carried_out(step) for step in steps(staging.dialect)]
    if any(wrote):
        forget_empty(session)
        move_version(session)
