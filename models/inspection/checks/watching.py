"""Whether somebody watches: the detector keeps up, what it raises is followed, the trail's checkpoints lie outside.

Alerts and cases are counted and never named: whoever reads the inspection may be the one whom they are about.
"""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from models import clock
from models.audit.checkpoints import CheckpointBook, TrailContradicted, check_covered
from models.audit.tables import AuditHead
from models.cases.case import WatchCase
from models.cases.escalating import is_overdue
from models.detection.countries import SHIPPED_COUNTRIES, as_of
from models.detection.rulebook import Audience, Mode, RuleBook, shipped_rules
from models.inspection.check import NOTHING_TO_CHECK, Answer, Check, Ground, Result, counted, decided, nobody, none_left
from models.monitoring.audiences import audience_label, audiences_of
from models.monitoring.feeding import LATE, waiting_since
from models.monitoring.rule_differences import changes_between
from models.monitoring.rules_in_force import label_of, rules_in_force
from models.monitoring.tables import AlertState, MonitoringAlert

A_DAY = timedelta(days=1)
CHECKPOINT_EVERY = timedelta(hours=49)
COUNTRIES_MONTHS = 12


def keeps_up(ground: Ground) -> Answer:
    """What is recorded is looked at within a minute."""
    if not ground.session.scalar(select(AuditHead.number)):
        return Answer(Result.NOTHING, NOTHING_TO_CHECK)
    waited = waiting_since(ground.session, ground.now)
    return decided(
        waited <= LATE,
        "記録された操作は、1分以内に監視の規則に通されています。",
        f"記録された操作の監視が、{waited // timedelta(minutes=1):,} 分遅れています。",
    )


def rules_on(ground: Ground) -> Answer:
    """The rules load, and each does at least what it does as delivered, for every kind of organisation and role.

    A figure is no promise: where two persons have put in force another than as delivered, it is told how many they are.
    """
    number, rules = rules_in_force(ground.session)
    edition = f"第{number}版" if number else "製品に付属の規則"
    others = sum(not one.of_mode for one in changes_between(shipped_rules(), rules))
    figures = f"閾値は、{others:,} か所で付属の値と異なります。" if others else "閾値は、すべて付属の値です。"
    fine = f"{edition}のすべての規則の動作が、どの種類の組織のどの役割にも、付属のとおりか、より強いものです。{figures}"
    wrong = f"{edition}に、止められ、又は付属の規則より弱められている規則があります"
    return nobody(_weakened(rules), fine, wrong, among=len(rules.data))


def _weakened(rules: RuleBook) -> list[str]:
    """Every rule that does less than as delivered, and for whom: people are named where no wider ones say it."""
    delivered, found = shipped_rules(), []
    for code in delivered.data:
        said: dict[Audience, tuple[Mode, Mode]] = {}
        for audience in audiences_of(code, rules, delivered):
            mode, shipped = both = rules.setting(code, *audience).mode, delivered.setting(code, *audience).mode
            wider = (Audience(), Audience(audience.kind), Audience(role=audience.role))
            if mode.is_weaker_than(shipped):
                if both not in [said.get(one) for one in wider]:
                    found.append(f"{label_of(code)}（{audience_label(audience)}：{mode.label}、付属は{shipped.label}）")
                said[audience] = both
    return found


def alerts_followed(ground: Ground) -> Answer:
    """No alarm has waited a day without a case."""
    alert = MonitoringAlert
    left = counted(ground, alert, alert.state_code == AlertState.NEW.value, alert.at < ground.now - A_DAY)
    fine = "警告と一時停止は、すべて案件として扱われています。"
    among = counted(ground, alert, alert.state_code != AlertState.NOTED.value)
    return none_left(left, fine, "案件になっていない検知があります", among=among)


def cases_in_time(ground: Ground) -> Answer:
    """No open case is past its due moment."""
    late, among = counted(ground, WatchCase, is_overdue(ground.now)), counted(ground, WatchCase)
    fine = "対応の期限を過ぎた検知の案件はありません。"
    return none_left(late, fine, "対応の期限を過ぎた検知の案件があります", among=among)


def checkpoint_outside(ground: Ground) -> Answer:
    """The newest checkpoint outside the database is of these days and agrees with the trail."""
    known = CheckpointBook.of(ground.settings).all()
    if not known:
        return Answer(Result.NOT_KEPT, "証跡の照合点が、まだありません。")
    last = known[-1]
    try:
        check_covered(ground.session, last)
    except TrailContradicted as contradiction:
        return Answer(Result.NOT_KEPT, contradiction.reason)
    shown = f"第{last.number}号（{clock.in_japan(last.at):%Y-%m-%d %H:%M}、{last.covers:,} 件まで）"
    return decided(
        ground.now - last.at <= CHECKPOINT_EVERY,
        f"最後の照合点 {shown} は、証跡と合っています。",
        f"最後の照合点 {shown} から、二日を過ぎています。",
    )


def countries_fresh(ground: Ground) -> Answer:
    """The list that says in which country an address lies is of this year: addresses move."""
    own = ground.settings.countries
    day, whose = as_of(Path(own) if own else SHIPPED_COUNTRIES), "設定された" if own else "製品に付属の"
    oldest = clock.months_after(clock.day_in_japan(ground.now), -COUNTRIES_MONTHS)
    shown = f"{whose}国別の一覧は、{day:%Y-%m-%d} 現在のもの"
    return decided(
        day >= oldest,
        f"{shown}です（{COUNTRIES_MONTHS}か月以内）。",
        f"{shown}で、{COUNTRIES_MONTHS}か月を超えています。新しい一覧を SAIENE_COUNTRIES に指定してください。",
    )


CHECKS = (
    Check("watching-keeps-up", "M12", "監視が遅れていないこと", "まだ規則に通していない最も古い操作", keeps_up),
    Check("watching-rules-on", "M12", "監視の規則が働いていること", "使われている規則の版", rules_on),
    Check("watching-alerts-followed", "M12", "検知が案件になること", "1日より前の警告と一時停止", alerts_followed),
    Check("watching-cases-in-time", "M12", "検知の案件の期限", "対応中の案件", cases_in_time),
    Check("watching-countries-fresh", "M12", "国別の一覧の新しさ", "国別の一覧の日付", countries_fresh),
    Check("checkpoint-outside", "B3", "証跡の照合点が外部にあること", "照合点の控えと証跡", checkpoint_outside),
)
