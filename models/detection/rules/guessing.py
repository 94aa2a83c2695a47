"""Guessing passwords: many tries at one account, few tries at many (M12).

An outsider can fail in everybody's name. So that a flood of it buries nobody's desk, what belongs to a flood is one
matter: the many IDs are the alarm, and each account among them is kept as ``watch``.
"""

from collections.abc import Iterable

from models.detection import organisation as organisations
from models.detection import sources
from models.detection.hours import DAY, HOUR
from models.detection.look import Look
from models.detection.person import KEPT_FAILURES
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import FACTOR, Finding, Parameter, Rule, Sign, up_to
from models.detection.signal import Act
from models.detection.states import State

MOST_NAMED = 5


def _judge_account(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    limits = setting.thresholds
    lately = sum(at > look.moment - HOUR for at in look.person["failed"])
    if look.signal.act is Act.SIGN_IN_FAILED:
        in_a_day = sum(at > look.moment - DAY for at in look.person["failed"])
        if lately >= limits["an_hour"] or in_a_day >= limits["a_day"]:
            reason = f"サインインの失敗が1時間に{lately}回、24時間に{in_a_day}回ありました。"
            yield from _about_account(look, reason, limits["accounts_a_day"])
        return
    stranger = look.on_fresh_device and not organisations.is_office(look.organisation, look.place.range)
    if lately >= limits["before_success"] and stranger:
        yield Finding(
            f"{lately}回の失敗の後に、使ったことのない端末と場所からサインインされました。",
            strong=lately >= limits["an_hour"] / 2,
            apart=True,
        )


def _about_account(look: Look, reason: str, most: float) -> Iterable[Finding]:
    """An alarm, but for an account that is one of many: with more than ``most`` a day, one for all the others."""
    if _is_under_spray(look):
        yield Finding(reason, strong=False)
        return
    accounts = sources.note_hammered(look.sources[-1], look.signal.login_id, look.moment)
    if accounts > most:
        many = f"24時間に{accounts}個のアカウントで、サインインの失敗が続きました。"
        yield Finding(many, about="", organisation="")
    yield Finding(reason, strong=accounts <= most)


def _is_under_spray(look: Look) -> bool:
    """Whether this act is one of many at many IDs: ``spraying``, where it is not off, was asked first and says so."""
    return look.moment in [source["sprayed"] for source in look.sources]


def _judge_spraying(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    here, everywhere = look.sources
    limits, moment = setting.thresholds, look.moment
    if look.signal.act is Act.SIGN_IN:
        if here["sprayed"] > moment - DAY and not organisations.is_office(look.organisation, look.place.range):
            yield Finding("多数のIDを試した場所から、サインインに成功しました。", apart=True)
        return
    if _is_sprayed(here, moment, limits["ids_an_hour"], limits["ids_a_day"], limits["ids_per_sign_in"]):
        here["sprayed"] = moment
        tried = sources.tried_within(here, moment, DAY)
        yield from _about_targets(
            here, f"一つのネットワーク {look.place.range} から、24時間に{tried}個のIDが試されました。"
        )
    elif _is_sprayed(everywhere, moment, limits["ids_an_hour_everywhere"], 0, limits["ids_per_sign_in"]):
        everywhere["sprayed"] = moment
        tried = sources.tried_within(everywhere, moment)
        yield from _about_targets(everywhere, f"各地から、1時間に{tried}個のIDが試されました。")


def _is_sprayed(source: State, moment: int, an_hour: float, a_day: float, ratio: float) -> bool:
    """Many IDs, and many more than people who came in: typing errors grow with these. Beyond what is kept of IDs, the
    number of people excuses nothing more.
    """
    for most, seconds in ((an_hour, HOUR), (a_day, DAY)):
        tried = sources.tried_within(source, moment, seconds) if most else 0
        excused = min(sources.KEPT, ratio * sources.signed_in_within(source, moment, seconds))
        if most and tried >= max(most, excused):
            return True
    return False


def _about_targets(source: State, reason: str) -> Iterable[Finding]:
    """One finding per organisation tried most; with unknown IDs alone, one that concerns the whole system."""
    targets = sorted(source["targets"], key=lambda name: -source["targets"][name])
    several = [name for name in targets if source["targets"][name] > 1]
    for name in (several or targets or [""])[:MOST_NAMED]:
        yield Finding(reason, about="", organisation=name)


FAILED_SIGN_INS = Rule(
    code="failed-sign-ins",
    label="サインインの失敗の多さ",
    sentence=(
        "一つのアカウントで失敗が続いたとき、または失敗の後に見知らぬ端末と場所から成功したときに警告します。"
        "多数のIDへの試行の間は、アカウントごとには警告せず、注視として残します。"
    ),
    acts=frozenset({Act.SIGN_IN_FAILED, Act.SIGN_IN}),
    judge=_judge_account,
    sign=Sign.GUESSING,
    parameters=(
        Parameter("an_hour", "1時間の失敗", "回", up_to(KEPT_FAILURES)),
        Parameter("a_day", "24時間の失敗", "回", up_to(KEPT_FAILURES)),
        Parameter("accounts_a_day", "24時間にアカウントごとに警告する数", "個", up_to(sources.KEPT - 1)),
        Parameter("before_success", "成功の前の1時間の失敗（兆候）", "回", up_to(KEPT_FAILURES)),
    ),
)
SPRAYING = Rule(
    code="spraying",
    label="多数のIDへの試行",
    sentence="同じ場所から、または各地から一斉に、多くのIDでサインインが試されたときに警告します。打ち間違いは成功により除かれます。",
    acts=frozenset({Act.SIGN_IN_FAILED, Act.SIGN_IN}),
    judge=_judge_spraying,
    parameters=(
        Parameter("ids_an_hour", "同じ場所から1時間に試されたID", "個", up_to(sources.KEPT)),
        Parameter("ids_a_day", "同じ場所から24時間に試されたID", "個", up_to(sources.KEPT)),
        Parameter("ids_an_hour_everywhere", "全体で1時間に試されたID", "個", up_to(sources.KEPT)),
        Parameter("ids_per_sign_in", "成功した人数に対する倍数", "倍", FACTOR),
    ),
)
