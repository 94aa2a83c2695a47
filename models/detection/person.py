"""What is kept of one person, and how an act changes it. Under 8 KB as JSON, however much they do."""

from collections.abc import Sequence

from models.detection import hyperloglog
from models.detection.hours import DAY, HOUR, MINUTE, is_day_off, is_night
from models.detection.measures import COUNT, SUMS, SUMS_OF, Measure
from models.detection.signal import Act, Signal
from models.detection.states import VERSION, State

SKETCH = 1 << 11
KEPT_FACILITIES = 20
SEARCH_LEADS = HOUR // 2
BESIDE = 3
KEPT_FAILURES = 24
SILENCE = 45 * DAY
"""From then on an absence is remembered."""
_WINDOW = 10


def new_person(moment: int, day: int) -> State:
    """Someone never seen before."""
    return {
        "v": VERSION, "first": moment, "seen": 0, "silent": 0, "woke": 0, "day": day, "today": [0] * COUNT,
        "held": {}, "bins": [0, 0, 0, 0], "sketch": 0, "number": 0, "days": [], "exports": [], "own": [-1.0] * COUNT,
        "sums": [0] * len(SUMS), "minutes": [], "hour": 0, "facilities": {}, "searched": 0, "devices": {}, "ranges": {},
        "device": "", "range": "", "placed": 0, "overlaps": [], "beside": 0, "country": "", "seen_in": {},
        "failed": [], "pressed": {}, "episodes": {}, "signs": {}, "alarmed": 0, "gravity": "",
        "different": hyperloglog.new_count(),
    }  # fmt: skip


def note_silence(person: State, moment: int) -> None:
    """Remember how long nobody was there, and since when somebody is again."""
    if person["seen"] and moment - person["seen"] >= SILENCE:
        person.update(silent=moment - person["seen"], woke=moment)


def count(person: State, signal: Signal, moment: int) -> None:
    """Add a signed-in act to the figures of the day."""
    today = person["today"]
    today[Measure.ACTS] += 1
    night = is_night(moment)
    if night:
        today[Measure.NIGHT] += 1
    if night or is_day_off(person["day"]):
        today[Measure.ODD] += 1
    act = signal.act
    if act is Act.VIEW:
        _count_view(person, today, signal.facility_id, moment)
        _count_neighbour(person, today, signal.facility_id)
        _count_different(person, today, signal.facilities or (signal.facility_id,), 1)
    elif act is Act.SEARCH:
        if signal.rows:  # a page of numbers, or a list of nothing, leads to no facility
            person["searched"] = moment
        today[Measure.SEARCH_ROWS] += signal.rows
        _count_different(person, today, signal.facilities, signal.rows)
    elif act is Act.EXPORT:
        today[Measure.EXPORT_ROWS] += signal.rows
        today[Measure.EXPORT_FILES] += 1
        _count_different(person, today, signal.facilities, signal.rows)
    elif act is Act.DENIED:
        today[Measure.DENIED] += 1
        _count_neighbour(person, today, signal.facility_id)
    else:
        return
    if signal.rows:
        _count_short(person, today, signal, moment)
        if night:
            today[Measure.NIGHT_ROWS] += signal.rows
    for place in SUMS_OF.get(act, ()):
        total, of, _ = SUMS[place]
        today[total] = person["sums"][place] + today[of]


def _count_view(person: State, today: list[int], facility: str, moment: int) -> None:
    today[Measure.VIEWS] += 1
    direct = moment - person["searched"] > SEARCH_LEADS
    today[Measure.DIRECT] += direct
    mark = 1 << hash_of(facility) % SKETCH
    if person["sketch"] & mark:
        today[Measure.AGAIN] += direct
    else:
        person["sketch"] |= mark
        today[Measure.FACILITIES] += 1
    _count_again(person, today, facility)


def _count_different(person: State, today: list[int], known: Sequence[int | str], rows: int) -> None:
    """An estimate, but never more than the rows of the day were, nor fewer than those of one act."""
    if not known:
        hyperloglog.add_unknown(person["different"], rows)
        today[Measure.DIFFERENT] += rows
        return
    hyperloglog.add(person["different"], known)
    most = today[Measure.SEARCH_ROWS] + today[Measure.EXPORT_ROWS] + today[Measure.VIEWS]
    today[Measure.DIFFERENT] = min(round(person["different"]["number"]), most)


def hash_of(text: str) -> int:
    """A small number for a text, the same in every process."""
    number = 5381
    for character in text:
        number = (number * 33 + ord(character)) & 0xFFFFFFFF
    return number ^ number >> 15


def _count_again(person: State, today: list[int], facility: str) -> None:
    """Remember how often, and on how many days, this one was viewed; those longest untouched are forgotten."""
    facilities, day, facility = person["facilities"], person["day"], facility[:20]
    entry = facilities.pop(facility, None)
    if entry is None or day - entry[0] >= 28:
        if len(facilities) >= KEPT_FACILITIES:
            del facilities[next((one for one in facilities if facilities[one][2] == 1), next(iter(facilities)))]
        entry = [day, day, 1, 0]
    elif entry[1] != day:
        entry[1:] = [day, entry[2] + 1, 0]
    facilities[facility] = entry
    entry[3] += 1
    today[Measure.REPEAT] = max(today[Measure.REPEAT], entry[3])
    today[Measure.REVISIT] = max(today[Measure.REVISIT], entry[2])


def _count_neighbour(person: State, today: list[int], facility: str) -> None:
    number = number_of(facility)
    if number and 0 < abs(number - person["number"]) <= BESIDE:
        today[Measure.SEQUENTIAL] += 1
    person["number"] = number


def number_of(facility: str) -> int:
    """The serial in a 設備ID; of any other id its digits; 0 where there are none."""
    serial = facility[1:7] if len(facility) == 10 else facility
    if not serial.isdecimal():
        serial = "".join(filter(str.isdecimal, serial))
    return int(serial[-9:] or 0)


def _count_short(person: State, today: list[int], signal: Signal, moment: int) -> None:
    """The ten minutes and the hour that end with this act, in whole minutes."""
    minutes, minute = person["minutes"], moment // MINUTE
    while minutes and minutes[0][0] <= minute - 60:
        person["hour"] -= minutes.pop(0)[1]
    if not minutes or minutes[-1][0] != minute:
        minutes.append([minute, 0, 0, 0])
    last = minutes[-1]
    last[1] += signal.rows
    last[2] += signal.act is Act.EXPORT
    last[3] += signal.act is Act.VIEW
    person["hour"] += signal.rows
    rows = files = views = 0
    for at, some_rows, some_files, some_views in reversed(minutes):
        if at <= minute - _WINDOW:
            break
        rows += some_rows
        files += some_files
        views += some_views
    _raise(today, Measure.ROWS_IN_TEN_MINUTES, rows)
    _raise(today, Measure.FILES_IN_TEN_MINUTES, files)
    _raise(today, Measure.VIEWS_IN_TEN_MINUTES, views)
    _raise(today, Measure.ROWS_IN_AN_HOUR, person["hour"])


def press(person: State, measure: Measure, day: int, *, within: int) -> int:
    """Note that the figure was beyond the usual today; on how many of the last so many days it was."""
    before = person["pressed"].get(str(int(measure)), [])
    days = [one for one in before if day - within < one < day] + [day]
    person["pressed"][str(int(measure))] = days
    return len(days)


def _raise(today: list[int], measure: Measure, figure: int) -> None:
    today[measure] = max(today[measure], figure)
