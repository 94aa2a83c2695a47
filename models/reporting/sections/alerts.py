"""What detection raised in the month, and what came of it (M11, M12)."""

from collections import Counter

from models import clock
from models.audit.event_names import EventName, Outcome
from models.cases.kinds import CaseOutcome
from models.detection.alert import Severity
from models.monitoring.rules_in_force import label_of
from models.reporting.document import Column, Section, Table
from models.reporting.ground import Ground
from models.reporting.happened import events_of, times_of

HANDLED = {
    EventName.CASE_OPENED: "案件の開始",
    EventName.CASE_EXPLAINED: "責任者の説明",
    EventName.CASE_ESCALATED: "期限の超過の通知",
    EventName.CASE_PASSED_ON: "漏えい等への対応への引継ぎ",
    EventName.CASE_CLOSED: "案件の終了",
    EventName.RULES_EDITION_MADE: "監視の規則の新しい版",
}
_OUTCOMES = {outcome.value: outcome.label for outcome in CaseOutcome}
_SEVERITIES = tuple(severity.value for severity in Severity)


def alerts(ground: Ground) -> Section:
    """Alerts by rule and severity, every alarm with whom it named, and how cases went."""
    raised = events_of(ground, EventName.ALERT_RAISED)
    times = Counter((one.details["rule"], one.details["severity"]) for one in raised)
    by_rule = Table(
        "規則ごとの検知",
        (Column("規則"), *(Column(severity.label, numeric=True) for severity in Severity)),
        tuple(
            (label_of(rule), *(times[rule, severity] for severity in _SEVERITIES))
            for rule in sorted({rule for rule, _severity in times})
        ),
    )
    named = Table(
        "警告と一時停止",
        (Column("日時"), Column("規則"), Column("程度"), Column("ID"), Column("組織")),
        tuple(
            (
                f"{clock.in_japan(one.at):%Y-%m-%d %H:%M}",
                label_of(one.details["rule"]),
                Severity(one.details["severity"]).label,
                one.details["login_id"],
                one.details["organisation"],
            )
            for one in raised
            if one.details["severity"] != Severity.WATCH.value
        ),
    )
    sentence = f"{ground.month.label}の検知は {len(raised):,} 件、うち警告と一時停止は {len(named.rows):,} 件です。"
    return Section("alerts", "検知と対応", sentence, (by_rule, named, *_handled(ground)))


def _handled(ground: Ground) -> tuple[Table, Table]:
    times = times_of(ground, HANDLED)
    stopped = times_of(ground, (EventName.EXPORT_STOPPED,), Outcome.REFUSED).total()
    acts = Table(
        "検知への対応",
        (Column("出来事"), Column("件数", numeric=True)),
        (("書き出しの差止め", stopped), *((label, times[name.value]) for name, label in HANDLED.items())),
        keys=(EventName.EXPORT_STOPPED.value, *(name.value for name in HANDLED)),
    )
    ends = Counter(one.details["outcome"] for one in events_of(ground, EventName.CASE_CLOSED))
    outcomes = Table(
        "終了した案件の結果",
        (Column("結果"), Column("件数", numeric=True)),
        tuple((label, ends[outcome]) for outcome, label in _OUTCOMES.items()),
        keys=tuple(_OUTCOMES),
    )
    return acts, outcomes
