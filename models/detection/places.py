"""From which devices and address ranges a person works: what is new, and what is used at the same time elsewhere."""

from typing import Any

from models.detection.hours import DAY, HOUR, MINUTE
from models.detection.states import State

KEPT_DEVICES = 10
KEPT_RANGES = 12
KEPT_OVERLAPS = 12
RETURN_WITHIN = 45 * MINUTE
BESIDE_WITHIN = 4 * HOUR
FRESH = 14 * DAY
HABITUAL_DAYS = 4


def arrive(person: State, device: str, range_: str, moment: int, day: int) -> bool:
    """Note where an act came from; whether anything but the time is different from the act before.

    A device's entry is [first, last, days, last day, last range, acts]; a range's [first, last, days, last day].
    An overlap is [moment, whether one of the two devices is fresh, whether they are at different ranges]: the person's
    acts came from one device, then another, then the first again, each within 45 minutes. ``beside`` is when that last
    happened within four hours, with a fresh device elsewhere: two people at work in one name need not hurry.
    """
    known = person["devices"].get(device)
    if device == person["device"] and range_ == person["range"] and day == person["placed"]:
        known[1] = moment
        known[5] += 1
        return False
    before = person["devices"].get(person["device"])
    if known and before and before is not known:
        _note_overlap(person, known, before, range_, moment)
    _enter(person["devices"], device, moment, day, KEPT_DEVICES)[4:] = [range_, (known[5] if known else 0) + 1]
    _enter(person["ranges"], range_, moment, day, KEPT_RANGES)
    person.update(device=device, range=range_, placed=day)
    return True


def _note_overlap(person: State, known: list[Any], before: list[Any], range_: str, moment: int) -> None:
    gap = moment - min(known[1], before[1])
    fresh = moment - max(known[0], before[0]) < FRESH
    if fresh and gap <= BESIDE_WITHIN and before[4] != range_:
        person["beside"] = moment
    if gap > RETURN_WITHIN:
        return
    person["overlaps"].append([moment, fresh, before[4] != range_])
    del person["overlaps"][:-KEPT_OVERLAPS]


def _enter(entries: State, name: str, moment: int, day: int, kept: int) -> list[Any]:
    entry: list[Any] | None = entries.get(name)
    if entry is None:
        if len(entries) >= kept:
            del entries[min(entries, key=lambda one: entries[one][1])]
        entry = entries[name] = [moment, moment, 1, day, 0, 0]
    elif entry[3] != day:
        entry[2] += 1
        entry[3] = day
    entry[1] = moment
    return entry


def is_fresh(person: State, device: str, moment: int) -> bool:
    """Whether the person has used the device for less than 14 days."""
    return bool(moment - person["devices"][device][0] < FRESH)


def is_habitual(person: State, range_: str, moment: int) -> bool:
    """Whether the person has come from the range on several days, and for longer than anything stays fresh."""
    first, _last, days = person["ranges"][range_][:3]
    return bool(days >= HABITUAL_DAYS and moment - first >= FRESH)


def is_settled(person: State, moment: int) -> bool:
    """Whether the person has been known for longer than it takes a device to be no longer fresh."""
    return bool(moment - person["first"] >= FRESH)


def devices_within(person: State, moment: int, seconds: int) -> int:
    """How many devices the person used in the last so many seconds."""
    return sum(entry[1] > moment - seconds for entry in person["devices"].values())


def fresh_devices_within(person: State, moment: int, seconds: int) -> int:
    """How many devices the person used for the first time in the last so many seconds."""
    return sum(entry[0] > moment - seconds for entry in person["devices"].values())


def overlaps_within(person: State, moment: int, *, fresh: bool, elsewhere: bool, seconds: int = DAY) -> int:
    """How many overlaps of the last so many seconds are of the given sort; False leaves open which."""
    return sum(
        at > moment - seconds and (not fresh or one_fresh) and (not elsewhere or apart)
        for at, one_fresh, apart in person["overlaps"]
    )
