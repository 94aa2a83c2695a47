"""Weak signs of another hand: a new device, one used in turns with the old, a range new to the organisation (M12)."""

from collections.abc import Iterable

from models.detection import places
from models.detection.look import Look
from models.detection.rulebook import Mode, RuleSetting
from models.detection.rules.rule import SIGNED_IN, Finding, Rule, Sign

_NO_ALARM = (Mode.OFF, Mode.WATCH)


def _judge_device(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    if look.on_fresh_device and look.moment - look.person["devices"][look.person["device"]][0] < 86_400:
        yield Finding("本人が使ったことのない端末から利用されました。", strong=False)


def _judge_range(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    entry = look.organisation["ranges"].get(look.place.range)
    new_to_person = look.moment - look.person["ranges"][look.place.range][0] < 86_400
    if new_to_person and look.at_new_range and entry and len(entry[2]) == 1:
        yield Finding(f"組織のだれも使ったことのないネットワーク {look.place.range} から利用されました。", strong=False)


def _judge_beside(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    if look.person["beside"] == look.moment and places.is_settled(look.person, look.moment):
        yield Finding(
            "新しい端末と前からの端末が、別々のネットワークから、4時間以内に行き来して使われました。", strong=False
        )


NEW_DEVICE = Rule(
    code="new-device",
    label="新しい端末",
    sentence="本人が使ったことのない端末からの利用を、弱い兆候として数えます。これだけでは警告しません。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_device,
    sign=Sign.DEVICE,
    modes=_NO_ALARM,
)
NEW_RANGE = Rule(
    code="new-range",
    label="組織の知らないネットワーク",
    sentence="組織のだれも使ったことのないネットワークからの利用を、弱い兆候として数えます。これだけでは警告しません。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_range,
    sign=Sign.RANGE,
    modes=_NO_ALARM,
)
BESIDE = Rule(
    code="beside",
    label="端末の行き来",
    sentence="新しい端末と前からの端末が、別々のネットワークから4時間以内に行き来して使われたことを、弱い兆候として数えます。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_beside,
    sign=Sign.BESIDE,
    modes=_NO_ALARM,
)
