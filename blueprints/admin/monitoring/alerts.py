"""The alerts, and one of them with what led to it."""

from flask import Response, url_for

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.monitoring.blueprint import MAY_LOOK, monitoring
from blueprints.admin.trail_links import trail_number
from blueprints.formatting import NOTHING, moment
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.cases.opening import case_of
from models.detection.alert import Severity
from models.monitoring import alert_reading
from models.monitoring.act_words import act_words, object_words
from models.monitoring.countries_in_use import credits_shipped
from models.monitoring.rules_in_force import label_of
from models.monitoring.tables import AlertState, MonitoringAlert

SEVERITY_TAGS = {Severity.WATCH: "neutral", Severity.ALERT: "attention", Severity.STOP: "bad"}
_STATE_TAGS = {AlertState.NEW: "attention", AlertState.IN_CASE: "attention"}


@monitoring.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every alert but those about whoever looks."""
    columns = (
        ListColumn[MonitoringAlert](
            "日時", lambda one: ListCell(moment(one.at), url_for("monitoring.alert", number=one.id)), sort="at"
        ),
        ListColumn[MonitoringAlert]("程度", lambda one: ListCell(one.severity.label, tag=SEVERITY_TAGS[one.severity])),
        ListColumn[MonitoringAlert]("規則", lambda one: label_of(one.rule)),
        ListColumn[MonitoringAlert]("利用者ID", lambda one: one.login_id or NOTHING),
        ListColumn[MonitoringAlert]("組織", lambda one: one.organisation_name or NOTHING),
        ListColumn[MonitoringAlert]("内容", lambda one: one.reason),
        ListColumn[MonitoringAlert](
            "対応", lambda one: ListCell(one.state.label, tag=_STATE_TAGS.get(one.state, "neutral"))
        ),
    )
    spec = alert_reading.alerts_for(current_viewer(), clock.now())
    listed = AdminList("alerts", "検知", spec, columns, lambda one: one.id, empty="検知されたものはありません。")
    return answer(listed, "monitoring/index.html", countries_credited=credits_shipped())


@monitoring.get("/<int:number>", needs=MAY_LOOK)
def alert(number: int) -> Response:
    """What was seen. That it was looked at is recorded."""
    session, viewer = current_session(), current_viewer()
    found = alert_reading.alert_for(session, viewer, number)
    acts = [
        (one, act_words(one), object_words(one), trail_number(viewer, one.number))
        for one in alert_reading.acts_behind(session, found)
    ]
    return render(
        "monitoring/alert.html",
        alert=found,
        rule_label=label_of(found.rule),
        case=case_of(session, viewer, found),
        acts=acts,
        most=alert_reading.MOST_ACTS,
        countries_credited=credits_shipped([found.rule]),
    )
