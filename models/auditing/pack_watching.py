"""Of a pack of evidence: what was detected and reported, how it stands, and who decided what when (M8, M12, M13).

Nobody reads a case about themselves, and external auditors read the pack: what is about one of them is left out here,
and stands in the trail alone, which would not verify without it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, not_, or_, select
from sqlalchemy.orm import Session, selectinload

from models.accounts.account import Account, Role
from models.auditing.pack_rows import Row, Rows, rows_of, told
from models.cases.case import CaseAlert, CaseEntry, WatchCase
from models.incidents.deadlines import AuthorityReport, deadlines_of
from models.incidents.incident import Incident, IncidentPerson
from models.monitoring.tables import MonitoringAlert

_AUDITORS = select(Account.id).where(Account.role_code == Role.AUDITOR.value)


def _is_auditor(column: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """The condition that it is the number of an external auditor's account; never NULL."""
    return and_(column.is_not(None), column.in_(_AUDITORS))


_ALERTS = (
    select(
        MonitoringAlert.id, MonitoringAlert.at, MonitoringAlert.rule, MonitoringAlert.edition,
        MonitoringAlert.severity_code, MonitoringAlert.account_id, MonitoringAlert.organisation_id,
        MonitoringAlert.event_number, MonitoringAlert.state_code, MonitoringAlert.stopped_at, CaseAlert.case_id,
    )
    .outerjoin(CaseAlert, CaseAlert.alert_id == MonitoringAlert.id)
    .where(not_(_is_auditor(MonitoringAlert.account_id)))
    .order_by(MonitoringAlert.id)
)  # fmt: skip
_CASES = (
    select(
        WatchCase.id, WatchCase.account_id, WatchCase.organisation_id, WatchCase.severity_code, WatchCase.opened_at,
        WatchCase.due_at, WatchCase.explained_at, WatchCase.escalated_at, WatchCase.told_again_at, WatchCase.closed_at,
        WatchCase.outcome_code, WatchCase.incident_id,
    )
    .where(not_(_is_auditor(WatchCase.account_id)))
    .order_by(WatchCase.id)
)  # fmt: skip
_CASE_ACTS = (
    select(CaseEntry.case_id, CaseEntry.at, CaseEntry.kind_code, CaseEntry.account_id.label("by"))
    .join(WatchCase, WatchCase.id == CaseEntry.case_id)
    .where(not_(_is_auditor(WatchCase.account_id)))
    .order_by(CaseEntry.id)
)
_INCIDENT = (
    "id", "reported_at", "reporter_organisation_id", "confidential", "due_at", "way_code", "passed_on_at",
    "assessed_at", "kind_code", "severity_code", "personal_data_code", "malicious_code", "learned_on", "person_id",
    "organisation_id", "prompt_reported_on", "final_reported_on", "closed_at", "outcome_code",
)  # fmt: skip


def tables(session: Session) -> Mapping[str, Rows]:
    """Its tables by their files' names."""
    return {
        "alerts.csv": rows_of(session, _ALERTS),
        "cases.csv": rows_of(session, _CASES),
        "case-acts.csv": rows_of(session, _CASE_ACTS),
        "incidents.csv": _incidents(session),
    }


def _incidents(session: Session) -> Iterator[Row]:
    """Every incident with the last days of the two reports to the authority, which are empty where none is due."""
    yield [*_INCIDENT, "people_concerned", "prompt_due_on", "final_due_on"]
    concerned = exists().where(IncidentPerson.incident_id == Incident.id, _is_auditor(IncidentPerson.account_id))
    chosen = select(Incident).where(not_(or_(_is_auditor(Incident.person_id), concerned))).order_by(Incident.id)
    for one in session.scalars(chosen.options(selectinload(Incident.concerned))):
        last_days = {deadline.report: deadline.last_day for deadline in deadlines_of(one)}
        people = " ".join(str(account.id) for account in one.concerned)
        yield told(
            [
                *(getattr(one, name) for name in _INCIDENT),
                people,
                last_days.get(AuthorityReport.PROMPT),
                last_days.get(AuthorityReport.FINAL),
            ]
        )
