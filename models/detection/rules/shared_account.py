"""One account used by several people: two places at once, and more devices than one person has (M12, February 2023)."""

from collections.abc import Iterable

from models.detection import places
from models.detection.hours import DAY
from models.detection.look import Look
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import SIGNED_IN, Finding, Parameter, Rule, Sign, up_to


def _judge_two_places(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    person, moment = look.person, look.moment
    if not person["overlaps"]:
        return
    settled = places.is_settled(person, moment)
    needed = setting.thresholds["overlaps" if settled else "overlaps_of_newcomers"]
    overlaps = places.overlaps_within(person, moment, fresh=True, elsewhere=True)
    if overlaps >= needed:
        yield Finding(
            f"二つの端末が、別々のネットワークから45分以内に交互に使われることが、24時間に{overlaps}回ありました。"
        )


def _judge_devices(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    person, moment, limits = look.person, look.moment, setting.thresholds
    settled = places.is_settled(person, moment)
    for days, most in ((1, limits["new_devices_a_day"]), (7, limits["new_devices_a_week"])):
        fresh = places.fresh_devices_within(person, moment, days * DAY)
        if settled and fresh >= most:
            yield Finding(f"{days}日間に{fresh}台の新しい端末から利用されました。")
            return
    if not person["overlaps"]:
        return
    overlaps = places.overlaps_within(person, moment, fresh=True, elsewhere=False)
    devices = places.devices_within(person, moment, DAY)
    most = limits["devices_a_day" if settled else "devices_a_day_of_newcomers"]
    if (devices >= most and overlaps >= limits["overlaps_of_many"]) or (
        settled and overlaps >= limits["overlaps_of_two"]
    ):
        yield Finding(f"1日に{devices}台の端末が使われ、45分以内に交互に使われることが24時間に{overlaps}回ありました。")


TWO_PLACES = Rule(
    code="two-places",
    label="同時に二か所からの利用",
    sentence="一つのアカウントの新しい端末と前からの端末が、別々のネットワークから交互に使われたときに警告します。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_two_places,
    sign=Sign.RANGE,
    parameters=(
        Parameter("overlaps", "24時間に交互に使われた回数", "回", up_to(places.KEPT_OVERLAPS)),
        Parameter("overlaps_of_newcomers", "利用開始から14日までの人の同じ回数", "回", up_to(places.KEPT_OVERLAPS)),
    ),
)
SHARED_ACCOUNT = Rule(
    code="shared-account",
    label="アカウントの共用",
    sentence="一人では使わない数の端末から、または新しい端末と前からの端末が入れ替わりながら使われたときに警告します。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_devices,
    sign=Sign.DEVICE,
    parameters=(
        Parameter("new_devices_a_day", "24時間の新しい端末", "台", up_to(places.KEPT_DEVICES)),
        Parameter("new_devices_a_week", "7日間の新しい端末", "台", up_to(places.KEPT_DEVICES)),
        Parameter("devices_a_day", "24時間の端末", "台", up_to(places.KEPT_DEVICES)),
        Parameter(
            "devices_a_day_of_newcomers", "利用開始から14日までの人の24時間の端末", "台", up_to(places.KEPT_DEVICES)
        ),
        Parameter("overlaps_of_many", "端末が多いとき、24時間に交互に使われた回数", "回", up_to(places.KEPT_OVERLAPS)),
        Parameter("overlaps_of_two", "端末が2台でも、24時間に交互に使われた回数", "回", up_to(places.KEPT_OVERLAPS)),
    ),
)
