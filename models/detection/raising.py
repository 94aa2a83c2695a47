"""From what the rules find to what is raised: modes, weak signs, cool-downs, and one alarm for one matter."""

from collections.abc import Iterator

from models.detection.alert import Alert, Severity
from models.detection.episodes import begins, is_running
from models.detection.habit import hold_down
from models.detection.hours import DAY
from models.detection.look import Look
from models.detection.measures import REMEMBERED_DAYS
from models.detection.rulebook import Mode, RuleBook, RuleSetting
from models.detection.rules import COMBINATION, RULES
from models.detection.rules.rule import Finding, Rule
from models.detection.signal import Act
from models.detection.states import State

ONE_MATTER = DAY
"""What other rules find of a person within a day of an alarm belongs to it, unless it is graver."""
AS_MUCH_AGAIN = 2
"""More than so many times what was answered is another matter."""


class Raising:
    """The rules in force, asked one after another."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules
        self._in_force: dict[tuple[str, str, Act, bool], list[tuple[Rule, RuleSetting]]] = {}

    def raise_all(self, look: Look) -> list[Alert]:
        """Every alert that this act raises."""
        alerts: list[Alert] = []
        _forget_signs(look.person, look.moment)
        signs = len(look.person["signs"])
        for rule, setting in self._of(look.signal.kind, look.signal.role, look.signal.act, look.moved):
            for found in rule.judge(look, setting):
                alerts.extend(_raise(look, rule, setting, found))
        if len(look.person["signs"]) > signs:
            alerts.extend(self._add_up(look))
        return alerts

    def _of(self, kind: str, role: str, act: Act, moved: bool) -> list[tuple[Rule, RuleSetting]]:
        found = self._in_force.get((kind, role, act, moved))
        if found is None:
            asked = [rule for rule in RULES if act in rule.acts and (moved or not rule.when_moved)]
            settings = [(rule, self._rules.setting(rule.code, kind, role)) for rule in asked]
            found = [(rule, setting) for rule, setting in settings if setting.mode is not Mode.OFF]
            self._in_force[kind, role, act, moved] = found
        return found

    def _add_up(self, look: Look) -> Iterator[Alert]:
        setting = self._rules.setting(COMBINATION.code, look.signal.kind, look.signal.role)
        if setting.mode is not Mode.OFF and look.signal.act in COMBINATION.acts:
            for found in COMBINATION.judge(look, setting):
                yield from _raise(look, COMBINATION, setting, found)


def _raise(look: Look, rule: Rule, setting: RuleSetting, found: Finding) -> Iterator[Alert]:
    severity = _severity(look, setting, found)
    about = look.signal.login_id if found.about is None else found.about
    organisation = look.signal.organisation if found.organisation is None else found.organisation
    person = look.person if about == look.signal.login_id else None
    if person:
        _remember(person, look, rule, found, is_alarm=severity.is_alarm)
    belongs = bool(person and severity.is_alarm and not found.apart and _belongs(person, look.moment, severity))
    episodes, name = _episode(look, rule, found, severity, about or organisation)
    cool_down = setting.cool_down
    if belongs and not is_running(episodes, name, look.moment, cool_down):
        # What belongs to another rule's alarm opens no episode of its own: when that matter is over, it is an alarm.
        name, cool_down = f"{rule.code}:m", ONE_MATTER
    if not begins(episodes, name, look.moment, cool_down):
        if person is None or not _is_met_anew(look, found, episodes[name][0]):
            return
        episodes[name] = [look.moment, look.moment]
    if belongs:
        severity = Severity.WATCH
    elif person and severity.is_alarm and look.signal.act is not Act.SIGN_IN_FAILED:
        # Failures begin no matter that others could belong to: anybody could hide somebody's use behind them.
        person.update(alarmed=look.moment, gravity=severity.value)
    yield Alert(look.signal.at, rule.code, severity, about, organisation, found.reason)


def _severity(look: Look, setting: RuleSetting, found: Finding) -> Severity:
    """How grave it is: anybody can fail in somebody's name, so that stops nobody."""
    severity = setting.mode.severity if found.strong else Severity.WATCH
    failed = look.signal.act is Act.SIGN_IN_FAILED
    return Severity.ALERT if failed and severity is Severity.STOP else severity


def _remember(person: State, look: Look, rule: Rule, found: Finding, *, is_alarm: bool) -> None:
    """Note a weak sign, to be added up; and the figure of an alarm, which is no habit, however long it lasts."""
    if rule.sign and not is_alarm:
        person["signs"].setdefault(rule.sign.value, look.moment)
    if is_alarm and found.measure is not None:
        hold_down(person, found.measure, int(found.allowed), look.day)


def _episode(look: Look, rule: Rule, found: Finding, severity: Severity, whose: str) -> tuple[State, str]:
    """Where the episode is kept, and its name there: of the person who acted, of the organisation, of everybody."""
    name = f"{rule.code}:{severity.value[0]}" + (":apart" if found.apart else "")
    if found.about is None or found.about == look.signal.login_id:
        return look.person["episodes"], name
    everywhere = found.about == "" and look.sources
    kept: State = look.sources[-1]["episodes"] if everywhere else look.organisation["episodes"]
    return kept, name + f":{whose}"[:60]


def _is_met_anew(look: Look, found: Finding, began: int) -> bool:
    """Whether the condition of an episode that somebody has answered (``Detector.answered``) is met by what came after.

    What was answered is not raised again at the next click. A figure has to grow to more than as much again, or to be
    that of another day: a file that was stopped counts although it was not taken, and its second try is no new matter.
    Where no figure speaks, it takes a device or a country that was not there at the answer, or what the finding names.
    """
    answered = look.person.get("answered")
    if answered is None or began > answered["seen"]:
        return False
    if found.measure is None:
        device = look.person["devices"].get(look.person["device"])
        is_new = device is not None and device[0] > answered["seen"]
        return is_new or look.country not in answered["countries"] or found.begun > answered["seen"]
    if look.day - answered["day"] >= REMEMBERED_DAYS.get(found.measure, 1):
        return True
    return bool(look.person["today"][found.measure] > AS_MUCH_AGAIN * answered["figures"][found.measure])


def _forget_signs(person: State, moment: int) -> None:
    """Signs are kept for a day; the first of its sort is what counts."""
    for old in [one for one, at in person["signs"].items() if at <= moment - DAY]:
        del person["signs"][old]


def _belongs(person: State, moment: int, severity: Severity) -> bool:
    """Whether an alarm adds nothing to another one of the last day."""
    graver = severity is Severity.STOP and person["gravity"] != Severity.STOP
    return bool(person["alarmed"] and moment - person["alarmed"] < ONE_MATTER and not graver)
