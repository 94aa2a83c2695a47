"""Signs of another hand: a new device, one used in turns with the old, a range new to the organisation (M12).

Each is harmless for most people, so as delivered they are watched and only add up (``combination``). Where they are
not, their mode makes an alarm of them.
"""

from collections.abc import Iterable

from models.detection import places
from models.detection.hours import DAY
from models.detection.look import Look
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import SIGNED_IN, Finding, Rule, Sign

_MODES = (
    "付属の動作「注視」では、弱い兆候として数えるだけです。"
    "「警告」にするとこれだけで知らせ、「警告と一時停止」にすると本人を停止します。"
)


def _judge_device(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    begun = look.person["devices"][look.person["device"]][0]
    if look.on_fresh_device and look.moment - begun < DAY:
        yield Finding("本人が使ったことのない端末から利用されました。")


def _judge_range(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    entry = look.organisation["ranges"].get(look.place.range)
    begun = look.person["ranges"][look.place.range][0]
    if look.moment - begun < DAY and look.at_new_range and entry and len(entry[2]) == 1:
        yield Finding(f"組織のだれも使ったことのないネットワーク {look.place.range} から利用されました。", begun=begun)


def _judge_beside(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    if look.person["beside"] == look.moment and places.is_settled(look.person, look.moment):
        yield Finding("新しい端末と前からの端末が、別々のネットワークから、4時間以内に行き来して使われました。")


NEW_DEVICE = Rule(
    code="new-device",
    label="新しい端末",
    sentence=f"本人が使ったことのない端末から利用されたことを見つけます。{_MODES}",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_device,
    sign=Sign.DEVICE,
)
NEW_RANGE = Rule(
    code="new-range",
    label="組織の知らないネットワーク",
    sentence=f"組織のだれも使ったことのないネットワークから利用されたことを見つけます。{_MODES}",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_range,
    sign=Sign.RANGE,
)
BESIDE = Rule(
    code="beside",
    label="端末の行き来",
    sentence=f"新しい端末と前からの端末が、別々のネットワークから4時間以内に行き来して使われたことを見つけます。{_MODES}",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_beside,
    sign=Sign.BESIDE,
)
