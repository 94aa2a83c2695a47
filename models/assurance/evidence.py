"""Inspections, their plan, and the findings, as files of a pack of evidence (M13, M19).

``models.auditing`` makes packs and knows of none of them: what lies above it is handed to its job where the service is
put together. A kept inspection is there byte for byte, so that its SHA-256 in the pack's manifest is the one in the
trail.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assurance.finding import Finding
from models.assurance.plan import PlanItem
from models.assurance.run import InspectionRun
from models.assurance.sign_off import SignOff, signatures
from models.auditing.days import Days
from models.auditing.pack_job import PackFile, csv_file
from models.auditing.pack_rows import Row, rows_of, told

_FINDINGS = select(
    Finding.id, Finding.title, Finding.promise, Finding.check_code, Finding.source_code, Finding.owner_id,
    Finding.due_on, Finding.raised_by, Finding.raised_at, Finding.done_by, Finding.done_at, Finding.closed_by,
    Finding.closed_at,
).order_by(Finding.id)  # fmt: skip
_PLAN = select(
    PlanItem.id, PlanItem.fiscal_year, PlanItem.month, PlanItem.kind_code, PlanItem.subject, PlanItem.who,
    PlanItem.added_by, PlanItem.added_at, PlanItem.done_on, PlanItem.done_note, PlanItem.withdrawn_at,
    PlanItem.withdrawn_note,
).order_by(PlanItem.fiscal_year, PlanItem.id)  # fmt: skip
_RUN = ("made_at", "made_by", "sha256", "kept", "not_kept", "unknown", "empty")
_SIGNED = ("capacity", "signed_by", "signed_at", "signed_sha256", "remark")
_UNSIGNED = ("",) * len(_SIGNED)


def assurance_files(session: Session, days: Days) -> Iterator[PackFile]:
    """Every inspection kept on these days with who took note of it; the findings and the plan as they stand."""
    runs = _kept(session, days)
    for run in runs:
        yield _name(run), [run.document.encode()]
    yield "inspections/inspections.csv", csv_file([("file", *_RUN, *_SIGNED), *_lines(session, runs)])
    yield "findings.csv", csv_file(rows_of(session, _FINDINGS))
    yield "inspection-plan.csv", csv_file(rows_of(session, _PLAN))


def _kept(session: Session, days: Days) -> Sequence[InspectionRun]:
    chosen = select(InspectionRun).order_by(InspectionRun.id)
    if days.first_moment is not None:
        chosen = chosen.where(InspectionRun.made_at >= days.first_moment)
    if days.end is not None:
        chosen = chosen.where(InspectionRun.made_at < days.end)
    return session.scalars(chosen).all()


def _lines(session: Session, runs: Sequence[InspectionRun]) -> Iterator[Row]:
    """A line for every signature; one without any for an inspection that nobody has taken note of."""
    for run in runs:
        about = told([_name(run), *(getattr(run, name) for name in _RUN)])
        signed = [_signature(one) for one in signatures(session, run.subject)]
        for signature in signed or [_UNSIGNED]:
            yield [*about, *signature]


def _signature(signed: SignOff) -> Sequence[object]:
    return (signed.capacity.value, signed.account_id, signed.at.isoformat(), signed.sha256, signed.remark)


def _name(run: InspectionRun) -> str:
    return f"inspections/{run.reference}.json"
