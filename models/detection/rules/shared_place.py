"""Several accounts at one strange place: the same device, or the same range nobody knew (M12, February 2023)."""

from collections.abc import Iterable

from models.detection import organisation as organisations
from models.detection.hours import DAY
from models.detection.look import Look
from models.detection.rulebook import RuleSetting
from models.detection.rules.rule import SIGNED_IN, Allowed, Finding, Parameter, Rule, up_to
from models.detection.signal import Act

_ACCOUNTS = Allowed(2, organisations.KEPT_PEOPLE - 1)


def _judge_device(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    moment = look.moment
    recent = {
        login_id: of
        for login_id, (of, at) in look.device.get("logins", {}).items()
        if moment - at < setting.thresholds["days"] * DAY
    }
    if len(set(recent.values())) > 1:
        yield Finding(
            f"同じ端末から、{len(set(recent.values()))}つの組織のアカウント（{len(recent)}人分）にサインインされました。"
        )
    elif len(recent) >= setting.thresholds["accounts"] and _is_strange(look):
        yield Finding(
            f"組織のふだんのネットワークではない場所の同じ端末から、{len(recent)}人分のアカウントにサインインされました。"
        )


def _is_strange(look: Look) -> bool:
    """Whether the organisation, known for long, has come from there for less than 14 days."""
    entry = look.organisation["ranges"].get(look.place.range)
    first = entry[0] if entry else look.moment
    return organisations.has_habit(look.organisation, look.moment) and look.moment - first < organisations.KNOWN_AFTER


def _judge_range(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    person, moment = look.person, look.moment
    if not look.on_fresh_device or not _is_strange(look):
        return
    begun = person["devices"][person["device"]][0]
    if moment - begun < DAY:
        yield from _judge_together(look, setting)
    # Whoever got a new computer no longer uses the old one: only a device used on beside the fresh one counts.
    if any(entry[0] < begun < entry[1] and moment - entry[0] > 14 * DAY for entry in person["devices"].values()):
        yield from _judge_beside(look, setting)


def _judge_together(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    """One new computer at a new place is a laptop for home; several there within a day are somebody else's.

    Or a new branch: so it is said once, of the organisation, and it needs nobody at work at the own desk that day.
    """
    number = organisations.note_begun(look.organisation, look.place.range, look.signal.login_id, look.moment)
    if number == setting.thresholds["accounts"]:
        yield Finding(
            f"組織の知らないネットワーク {look.place.range} から、{number}人分のアカウントが、"
            "24時間のうちに新しい端末で使われはじめました。",
            about="",
        )


def _judge_beside(look: Look, setting: RuleSetting) -> Iterable[Finding]:
    people = organisations.note_fresh(look.organisation, look.place.range, look.signal.login_id)
    if len(people) < setting.thresholds["accounts"]:
        return
    whose = f"{len(people)}人分のアカウント"
    reason = (
        f"組織の知らないネットワーク {look.place.range} から、{whose}が、本人の端末と並んで別の端末で使われています。"
    )
    for login_id in people if len(people) == setting.thresholds["accounts"] else [look.signal.login_id]:
        yield Finding(reason, about=login_id)


SHARED_DEVICE = Rule(
    code="shared-device",
    label="一つの端末で複数のアカウント",
    sentence="一つの端末から、別々の組織のアカウント、またはふだんのネットワークの外で複数のアカウントが使われたときに警告します。",
    acts=frozenset({Act.SIGN_IN}),
    judge=_judge_device,
    parameters=(
        Parameter("days", "さかのぼる日数", "日", up_to(365)),
        Parameter("accounts", "同じ組織のアカウント", "人分", _ACCOUNTS),
    ),
)
STRANGE_RANGE = Rule(
    code="strange-range",
    label="見知らぬ場所に集まるアカウント",
    sentence="組織のだれも使っていなかったネットワークで、複数のアカウントが本人の端末と並んで別の端末から、または24時間のうちに新しい端末から使われたときに警告します。",
    acts=SIGNED_IN,
    when_moved=True,
    judge=_judge_range,
    parameters=(Parameter("accounts", "集まったアカウント", "人分", _ACCOUNTS),),
)
