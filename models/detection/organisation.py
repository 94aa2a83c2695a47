"""What is kept of one organisation: its address ranges, its days, and which people stand out today."""

from models.detection.habit import reference_of
from models.detection.hours import DAY
from models.detection.signal import Act, Signal
from models.detection.states import VERSION, State

KEPT_DAYS = 56
LEARNT_DAYS = 15
KEPT_RANGES = 200
KEPT_PEOPLE = 8
KEPT_UNUSUAL = 30
UNUSUAL = 3
OFFICE_PEOPLE = 3
NEW_FOR = 3 * DAY
KNOWN_AFTER = 14 * DAY
FIGURES = ("export_rows", "search_rows", "views", "unusual_exports", "unusual_searches", "unusual_views")


def new_organisation(moment: int, day: int) -> State:
    """An organisation never seen before."""
    return {
        "v": VERSION, "first": moment, "day": day, "today": [0] * len(FIGURES), "days": [],
        "own": [-1.0] * len(FIGURES), "ranges": {}, "vouched": {}, "begun": {},
        "unusual": {}, "episodes": {},
    }  # fmt: skip


def count(organisation: State, signal: Signal, day: int) -> None:
    """Add an act to the organisation's day."""
    if day > organisation["day"]:
        _close_day(organisation, day)
    today = organisation["today"]
    if signal.act is Act.EXPORT:
        today[0] += signal.rows
    elif signal.act is Act.SEARCH:
        today[1] += signal.rows
    elif signal.act is Act.VIEW:
        today[2] += 1


def _close_day(organisation: State, day: int) -> None:
    if any(organisation["today"]):
        organisation["days"].append([organisation["day"], *organisation["today"]])
        del organisation["days"][:-KEPT_DAYS]
    organisation.update(day=day, today=[0] * len(FIGURES), unusual={})
    if len(organisation["days"]) >= LEARNT_DAYS:
        columns = list(zip(*organisation["days"], strict=True))[1:]
        organisation["own"] = [reference_of(list(column)) for column in columns]


def note_unusual(organisation: State, place: int, login_id: str) -> int:
    """Somebody exported (place 0), listed (1) or viewed (2) much more today than they do; how many did, up to 30."""
    unusual = organisation["unusual"].setdefault(str(place), [])
    if login_id not in unusual and len(unusual) < KEPT_UNUSUAL:
        unusual.append(login_id)
        organisation["today"][UNUSUAL + place] = len(unusual)
    return len(unusual)


def arrive(organisation: State, range_: str, login_id: str, moment: int) -> list[object]:
    """Note that one of its people came from this range; its entry: [first, last, people, people on fresh devices]."""
    ranges = organisation["ranges"]
    entry: list[object] | None = ranges.get(range_)
    if entry is None:
        if len(ranges) >= KEPT_RANGES:
            oldest = min(ranges, key=lambda one: ranges[one][1])
            del ranges[oldest]
            for kept in ("vouched", "begun"):
                organisation.get(kept, {}).pop(oldest, None)
        entry = ranges[range_] = [moment, moment, [], []]
    entry[1] = moment
    _add(entry[2], login_id)
    return entry


def _add(people: object, login_id: str) -> None:
    if isinstance(people, list) and login_id not in people and len(people) < KEPT_PEOPLE:
        people.append(login_id)


def note_fresh(organisation: State, range_: str, login_id: str) -> list[str]:
    """Note that this person came to the range with a fresh device; all of whom that is known."""
    people: list[str] = organisation["ranges"][range_][3]
    _add(people, login_id)
    return people


def note_begun(organisation: State, range_: str, login_id: str, moment: int) -> int:
    """Note that this person began at the range with a new device; how many people of it did within a day.

    Kept beside the ranges, and forgotten with them. States from before it was kept have none yet.
    """
    begun: dict[str, int] = organisation.setdefault("begun", {}).setdefault(range_, {})
    for earlier in [one for one, at in begun.items() if moment - at >= DAY]:
        del begun[earlier]
    if login_id in begun or len(begun) < KEPT_PEOPLE:
        begun.setdefault(login_id, moment)
    return len(begun)


def vouch(organisation: State, range_: str, login_id: str) -> None:
    """Note that this person, known for long, came to the range with a device they have had for long.

    Kept beside the ranges, and forgotten with them. States from before it was kept have none yet.
    """
    people: list[str] = organisation.setdefault("vouched", {}).setdefault(range_, [])
    if login_id not in people and len(people) < OFFICE_PEOPLE:
        people.append(login_id)


def is_office(organisation: State, range_: str) -> bool:
    """Whether several of its people come from there on devices of their own.

    However many accounts somebody has got hold of, on devices new to them none of them vouches for a place.
    """
    return len(organisation.get("vouched", {}).get(range_, ())) >= OFFICE_PEOPLE


def has_habit(organisation: State, moment: int) -> bool:
    """Whether the organisation has been known long enough for its ranges to be known."""
    return bool(moment - organisation["first"] >= KNOWN_AFTER)


def is_new_range(organisation: State, range_: str, moment: int) -> bool:
    """Whether nobody of the organisation had come from there until three days ago."""
    entry = organisation["ranges"].get(range_)
    return has_habit(organisation, moment) and (entry is None or moment - entry[0] < NEW_FOR)
