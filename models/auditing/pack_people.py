"""Of a pack of evidence: whether people agreed, were trained, and were confirmed to be needed (M7, M13, M15, M17)."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.auditing.pack_rows import Rows, rows_of
from models.consent.state import consent_of_organisations
from models.people.roll_call import RollCall, RollCallEntry
from models.training.duties import duties_on
from models.training.record import TrainingRecord

_TRAINING = select(
    TrainingRecord.account_id, TrainingRecord.organisation_id, TrainingRecord.course, TrainingRecord.version,
    TrainingRecord.text_sha256, TrainingRecord.score, TrainingRecord.questions, TrainingRecord.passed_at,
    TrainingRecord.passed_on, TrainingRecord.valid_until,
).order_by(TrainingRecord.id)  # fmt: skip
_ROLL_CALLS = (
    select(
        RollCall.quarter, RollCall.opened_at, RollCall.due_on, RollCall.closed_at, RollCallEntry.account_id,
        RollCallEntry.organisation_id, RollCallEntry.role_code, RollCallEntry.answer_code, RollCallEntry.answered_by,
        RollCallEntry.answered_at,
    )
    .outerjoin(RollCallEntry, RollCallEntry.roll_call_id == RollCall.id)
    .order_by(RollCall.id, RollCallEntry.id)
)  # fmt: skip


def tables(session: Session) -> Mapping[str, Rows]:
    """Its tables by their files' names."""
    today = clock.today()
    duties = duties_on(today)
    due = (
        select(Account.id.label("account_id"), duties.course.label("course"), duties.due_on.label("due_on"),
               duties.passed_on.label("passed_on"), duties.valid_until.label("valid_until"))
        .select_from(duties.source)
        .order_by(duties.number)
    )  # fmt: skip
    consent = consent_of_organisations(session, today)
    numbers = consent.with_only_columns(*(one for one in consent.selected_columns if one.name != "name"))
    return {
        "consent.csv": rows_of(session, numbers),
        "training.csv": rows_of(session, _TRAINING),
        "training-due.csv": rows_of(session, due),
        "roll-calls.csv": rows_of(session, _ROLL_CALLS),
    }
