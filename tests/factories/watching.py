"""Rules of a test's own, and acts as the trail holds them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.detection.rulebook import Mode, shipped_rules
from models.monitoring.rule_edition import RuleEdition
from models.monitoring.tables import AlertState, MonitoringAlert

LIMIT = 100
"""Rows of a file from which the only rule of ``only_exports`` stops."""


def only_exports(limit: int = LIMIT, mode: Mode = Mode.STOP) -> dict[str, Any]:
    """A rule book in which nothing is on but an upper limit of exported rows a day."""
    never = {"floor": 10**6, "limit": 0}
    measures = dict.fromkeys(shipped_rules().data["export-volume"]["measures"], never)
    return only("export-volume", mode, measures={**measures, "export_rows": {"floor": limit, "limit": limit}})


def only(code: str, mode: Mode = Mode.STOP, **change: Any) -> dict[str, Any]:
    """The shipped rules with all but one off."""
    book = {one: {**entry, "mode": Mode.OFF.value} for one, entry in shipped_rules().data.items()}
    book[code] = {**book[code], "mode": mode.value, **change}
    return book


def only_watching() -> dict[str, Any]:
    """The shipped rules, none of which stops anybody."""
    return {code: {**entry, "mode": Mode.WATCH.value} for code, entry in shipped_rules().data.items()}


def use_rules(session: Session, document: Mapping[str, Any]) -> RuleEdition:
    """Put rules in force, as two persons would."""
    number = (session.scalar(select(func.max(RuleEdition.number))) or 0) + 1
    someone = session.scalars(select(Account.id).order_by(Account.id).limit(1)).one()
    edition = RuleEdition(
        number=number,
        document=dict(document),
        sha256="0" * 64,
        note="試験",
        made_at=clock.now(),
        proposed_by=someone,
        approved_by=someone,
    )
    session.add(edition)
    session.commit()
    return edition


def exported(
    session: Session,
    viewer: Viewer,
    rows: int,
    number: str = "20260511-AAAAAAAA",
    certifications: Sequence[int] = (),
) -> int:
    """A file in the trail that detection has not looked at."""
    details = {
        "asked": {},
        "total": rows,
        "items": [],
        "purpose": "audit_inspection",
        "note": "",
        "file_number": number,
        "format": "csv",
    }
    name, about = EventName.CERTIFICATIONS_EXPORTED, f"file:{number}"
    return record(session, Event(name, viewer.actor, object=about, certifications=certifications, details=details))


def alert_about(account: Account, **changes: object) -> MonitoringAlert:
    """An alert about somebody that waits to stop them, other than the usual one in these columns."""
    usual: dict[str, Any] = {
        "at": clock.now(),
        "rule": "abroad",
        "severity_code": "stop",
        "login_id": account.login_id,
        "account_id": account.id,
        "organisation_name": account.organisation.name,
        "organisation_id": account.organisation_id,
        "reason": "国外からのサインイン",
        "edition": 0,
        "state_code": AlertState.NEW.value,
        "due_to_stop": True,
    }
    return MonitoringAlert(**(usual | changes))
