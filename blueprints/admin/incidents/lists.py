"""The list of cases."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import Response, url_for

from blueprints.admin.incidents.blueprint import MAY_HANDLE, incident_cases
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import NOTHING, day, moment
from blueprints.identity import current_viewer
from models import clock
from models.incidents.deadlines import next_deadline
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentState, Severity, Way
from models.incidents.lists import cases_of

_STATES = {IncidentState.OPEN: "attention"}
_SEVERITIES = {Severity.GRAVE: "bad", Severity.MEDIUM: "attention", Severity.SLIGHT: "neutral"}


@incident_cases.get("", needs=MAY_HANDLE)
def index() -> Response:
    """Every case that has come to the officers, but those about whoever looks."""
    now, today = clock.now(), clock.today()
    spec = cases_of(current_viewer(), now, today)
    listed = AdminList("incident-cases", "漏えい等への対応", spec, _columns(now, today), lambda one: one.id)
    return answer(listed, "incident_cases/index.html")


def _columns(now: datetime, today: date) -> Sequence[ListColumn[Incident]]:
    def state(one: Incident) -> ListCell:
        at = one.state_at(now)
        return ListCell(at.label, tag=_STATES.get(at, "neutral"))

    def severity(one: Incident) -> ListCell:
        return ListCell(one.severity.label, tag=_SEVERITIES[one.severity]) if one.severity else ListCell(NOTHING)

    def way(one: Incident) -> ListCell:
        came = one.way_at(now)
        return ListCell(came.label if came else NOTHING, tag="bad" if came is Way.OVERDUE else "")

    def deadline(one: Incident) -> ListCell:
        next_one = next_deadline(one)
        if next_one is None:
            return ListCell(NOTHING)
        words = f"{next_one.report.label} {day(next_one.last_day)}：{next_one.in_words(today)}"
        left = next_one.days_left(today)
        return ListCell(words, tag="bad" if left < 0 else "attention" if next_one.near(today) else "neutral")

    return (
        ListColumn[Incident](
            "受付番号", lambda one: ListCell(one.reference, url_for("incident_cases.page", number=one.id))
        ),
        ListColumn[Incident]("状態", state),
        ListColumn[Incident]("重大度", severity),
        ListColumn[Incident]("個人情報保護委員会への報告", deadline),
        ListColumn[Incident]("種類", lambda one: one.kind.label),
        ListColumn[Incident]("報告した組織", lambda one: one.reporter_organisation.name),
        ListColumn[Incident](
            "関係する組織", lambda one: one.organisation.name if one.organisation is not None else NOTHING
        ),
        ListColumn[Incident]("届き方", way),
        ListColumn[Incident]("報告した日時", lambda one: moment(one.reported_at), sort="at"),
    )
