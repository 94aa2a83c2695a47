"""What is known of a case by now: set by an officer, every change of it a line of the timeline (M8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.lifecycle import find_by_login_id
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Conflict, DomainError
from models.incidents.incident import Incident, in_words, write
from models.incidents.kinds import EntryKind, IncidentKind, IncidentState, Severity, YesNo
from models.incidents.telling import officers_for
from models.incidents.visibility import hold_case
from models.organisations.organisation import Organisation
from models.organisations.registration import find_by_name

CLOSED = "この事案への対応は終了しています。続けるには、対応を再開してください。"


class UnknownPerson(DomainError):
    """No account has this ID."""

    def __init__(self) -> None:
        super().__init__("このIDの利用者は登録されていません。")


class NobodyLeft(DomainError):
    """The person is the only officer: the case would be nobody's."""

    def __init__(self) -> None:
        super().__init__("この人のほかに、対応できる保有者担当がいません。先に、もう一人の担当を登録してください。")


class UnknownOrganisation(DomainError):
    """No organisation has this name."""

    def __init__(self) -> None:
        super().__init__("この名称の組織は登録されていません。")


class WrongPeriod(DomainError):
    """The days cannot be a period."""

    def __init__(self) -> None:
        super().__init__("期間は、はじめの日と終わりの日の両方を、順に入力してください。")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an officer states. ``person`` is a login ID, ``organisation`` a name; empty where there is none.

    Without an organisation, a person's own is taken. ``severity`` is None until it is known.
    """

    kind: IncidentKind
    severity: Severity | None
    personal_data: YesNo
    malicious: YesNo
    learned_on: date
    person: str = ""
    organisation: str = ""
    period_from: date | None = None
    period_to: date | None = None


def facts_of(incident: Incident) -> Facts:
    """The facts as they stand."""
    return Facts(
        incident.kind,
        incident.severity,
        incident.personal_data,
        incident.malicious,
        incident.learned_on,
        incident.person.login_id if incident.person else "",
        incident.organisation.name if incident.organisation else "",
        incident.period_from,
        incident.period_to,
    )


def set_facts(session: Session, viewer: Viewer, number: int, facts: Facts, shown: str) -> Incident:
    """State what is known. ``shown`` is the ``facts_mark`` of the facts the form was filled in over.

    Raises ``UnknownPerson``, ``NobodyLeft``, ``UnknownOrganisation``, ``WrongPeriod``, ``Conflict`` (closed, or
    somebody else has changed them meanwhile), ``NotFound``. What changes nothing leaves no trace. Whoever names
    themselves as the person concerned has given the case up.
    """
    incident = hold_case(session, viewer, number)
    check_open(incident, clock.now())
    if incident.facts_mark != shown:
        raise Conflict(
            "入力している間に、ほかの担当が事実を更新しました。今の内容を確認して、もう一度入力してください。"
        )
    if (facts.period_from is None) is not (facts.period_to is None) or _backwards(facts):
        raise WrongPeriod
    person = _person(session, incident, facts.person)
    organisation = _organisation(session, facts.organisation) or (person.organisation if person else None)
    before = facts_of(incident)
    _take(incident, facts, person, organisation)
    session.flush()
    changes = dict(_changes(before, facts_of(incident)))
    if changes:
        text = "\n".join(f"{_LABELS[name]}：{old} → {new}" for name, (old, new) in changes.items())
        write(session, incident, EntryKind.FACTS, session.get_one(Account, viewer.account_id), text, clock.now())
        details = {
            "fields": [*changes],
            "person": incident.person_id,
            "organisation": incident.organisation_id,
        }
        event = Event(EventName.INCIDENT_FACTS_SET, viewer.actor, object=f"incident:{number}", details=details)
        record(session, event)
    return incident


def check_open(incident: Incident, now: datetime) -> None:
    """Raise ``Conflict`` once the case is closed."""
    if incident.state_at(now) is IncidentState.CLOSED:
        raise Conflict(CLOSED)


def _backwards(facts: Facts) -> bool:
    return facts.period_from is not None and facts.period_to is not None and facts.period_from > facts.period_to


def _person(session: Session, incident: Incident, login_id: str) -> Account | None:
    if not login_id:
        return None
    found = find_by_login_id(session, login_id)
    if found is None:
        raise UnknownPerson
    if not officers_for(session, {found.id, *(one.id for one in incident.concerned)}):
        raise NobodyLeft
    return found


def _organisation(session: Session, name: str) -> Organisation | None:
    if not name:
        return None
    found = find_by_name(session, name)
    if found is None:
        raise UnknownOrganisation
    return found


def _take(incident: Incident, facts: Facts, person: Account | None, organisation: Organisation | None) -> None:
    incident.kind_code, incident.learned_on = facts.kind.value, facts.learned_on
    incident.severity_code = facts.severity.value if facts.severity else ""
    incident.personal_data_code, incident.malicious_code = facts.personal_data.value, facts.malicious.value
    incident.person, incident.organisation = person, organisation
    incident.period_from, incident.period_to = facts.period_from, facts.period_to


_LABELS = {
    "kind": "種類",
    "severity": "重大度",
    "personal_data": "個人情報保護委員会への報告の対象か",
    "malicious": "不正の目的のおそれ",
    "learned_on": "知った日",
    "person": "関係する利用者",
    "organisation": "関係する組織",
    "period_from": "調べる期間のはじめ",
    "period_to": "調べる期間の終わり",
}


def _changes(before: Facts, after: Facts) -> Iterator[tuple[str, tuple[str, str]]]:
    for name in _LABELS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield name, (_shown(old), _shown(new))


def _shown(value: object) -> str:
    if value is None or value == "":
        return "―"
    return in_words(value) if isinstance(value, date) else str(getattr(value, "label", value))
