"""First use after long silence (M12, M15): harmless after leave, grave with another hand or heavy use at once."""

from collections.abc import Iterable

from models.detection.hours import DAY, HOUR, is_day_off, is_night
from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.person import SILENCE
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import SIGNED_IN, Allowed, Finding, Parameter, Rule, Sign, up_to


def _judge(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    person, limits = look.person, setting.thresholds
    if person["silent"] < limits["days"] * DAY or look.moment - person["woke"] > limits["watched_hours"] * HOUR:
        return
    silent = f"{person['silent'] // DAY}日ぶりの利用"
    if look.on_fresh_device and look.at_new_range:
        yield Finding(f"{silent}が、使ったことのない端末と、組織の知らないネットワークから行われました。")
    elif look.on_fresh_device and (is_night(look.moment) or is_day_off(look.day)):
        yield Finding(f"{silent}が、使ったことのない端末から夜間又は休日に行われました。")
    elif (heavy := _heavy(look, limits["acts"], limits["rows"])) is not None:
        measure, allowed = heavy
        figure = f"{measure.label} {look.person['today'][measure]:,}{measure.unit}"
        yield Finding(f"{silent}で、すぐに{figure}に達しました。", measure=measure, allowed=allowed)
    else:
        yield Finding(f"{silent}です。", strong=False)


def _heavy(look: Look, acts: float, rows: float) -> tuple[Measure, float] | None:
    """The figure that is heavy use at once, and from what on it is."""
    for measure, floor in ((Measure.ACTS, acts), (Measure.EXPORT_ROWS, rows), (Measure.SEARCH_ROWS, 2 * rows)):
        usual = max(look.upper(measure), look.person["own"][measure])
        allowed = max(floor, 1.2 * usual * look.lift(measure))
        if look.person["today"][measure] >= allowed:
            return measure, allowed
    return None


RULE = Rule(
    code="long-silence",
    label="長い休止の後の利用",
    sentence="長く使われなかったアカウントが、見知らぬ端末とネットワークから、または初めから大量に使われたときに警告します。",
    acts=SIGNED_IN,
    judge=_judge,
    sign=Sign.SILENCE,
    parameters=(
        Parameter("days", "休止とみなす日数", "日", Allowed(SILENCE / DAY, 365)),
        Parameter("watched_hours", "再開から注視する時間", "時間", up_to(30 * 24)),
        Parameter("acts", "再開した日の操作", "回", up_to(1_000)),
        Parameter("rows", "再開した日に書き出した記録", "件", up_to(100_000)),
    ),
)
