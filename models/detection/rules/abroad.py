"""Use from abroad, and travel faster than anyone travels (M12)."""

from collections.abc import Iterable

from models.detection import organisation as organisations
from models.detection import peers, places
from models.detection.hours import HOUR, MINUTE
from models.detection.look import Look
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import SIGNED_IN, Allowed, Finding, Parameter, Rule

HOME = "JP"


def _judge_abroad(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    country = look.country
    if not country or country == HOME:
        return
    if look.looked_up and _file_errs(look):
        return
    yield Finding(f"日本国外（{country}）のアドレス {look.signal.address} から利用されました。")


def _file_errs(look: Look) -> bool:
    """The person has long worked there, colleagues come on devices of their own, or a fifth of all places seem abroad:
    the file does not fit."""
    if places.is_habitual(look.person, look.place.range, look.moment):
        return True
    office = organisations.is_office(look.organisation, look.place.range)
    return office or not peers.can_trust_look_ups(look.everyone)


def _judge_travel(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    country = look.country
    if not country or (look.looked_up and _file_errs(look)):
        return
    within = setting.thresholds["hours"] * HOUR
    for other, seen in look.person["seen_in"].items():
        apart = look.moment - seen
        if other != country and apart < within:
            yield Finding(f"{other}での利用から{apart // MINUTE}分後に、{country}から利用されました。")
            return


ABROAD = Rule(
    code="abroad",
    label="海外からの利用",
    sentence="日本国外のアドレスから利用されたときに警告します。国の記載がなければ国別の一覧で調べます。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_abroad,
)
IMPOSSIBLE_TRAVEL = Rule(
    code="impossible-travel",
    label="あり得ない移動",
    sentence="一つのアカウントが、移動できないほど短い時間のうちに二つの国から利用されたときに警告します。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_travel,
    parameters=(Parameter("hours", "移動に最低限かかる時間", "時間", Allowed(0.5, 24, whole=False)),),
)
