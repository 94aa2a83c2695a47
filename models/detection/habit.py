"""What is usual for one person: robust figures of their own past days."""

from models.detection import hyperloglog
from models.detection.measures import COUNT, OF_EXPORTS, REMEMBERED_DAYS, SUMS, Measure
from models.detection.states import State

KEPT_DAYS = 30
"""Days of use kept of each person: six weeks of work, so that the last turn of the month is among them."""
KEPT_EXPORT_DAYS = 8
"""Days with an export kept beside them: whoever exports once a month has a habit of it too."""
EXPORTS_BEFORE = 28
"""Only export days longer ago are compared with, so that what drips day after day does not become habit."""
HELD_DAYS = 30
LEARNT_DAYS = 10
"""Days of use from which a person's habit counts."""
_MAD_TO_DEVIATION = 1.4826
_DEVIATIONS = 3
_NOT_LEARNT = -1.0


def reference_of(values: list[int]) -> float:
    """The upper end of what is usual among the values.

    The second largest, so that one exceptional day does not raise it, or the median and three deviations by the median
    absolute deviation, where that is more.
    """
    ordered = sorted(values)
    second = ordered[-2] if len(ordered) > 1 else ordered[-1]
    middle = ordered[len(ordered) // 2]
    if not middle:
        return float(second)
    spread = sorted(abs(value - middle) for value in ordered)[len(ordered) // 2]
    return max(float(second), middle + _DEVIATIONS * _MAD_TO_DEVIATION * spread)


def hold_down(person: State, measure: Measure, allowed: int, day: int) -> None:
    """An alarm was raised for a figure beyond ``allowed``: until somebody answers, no more than that becomes habit.

    As long as the alarm would go on being raised, and for 30 days after: misuse must not become habit by lasting.
    """
    held: State = person.setdefault("held", {})
    held.setdefault(str(int(measure)), [allowed, day])[1] = day


def held_down(person: State) -> set[int]:
    """The figures that are held down."""
    return {int(measure) for measure in person.get("held", ())}


def close_day(person: State, day: int) -> list[int] | None:
    """Put the person's last day of use to the others and begin ``day``; the figures of the closed one, if any."""
    closed: list[int] | None = None
    held: State = person.setdefault("held", {})
    if person["today"][0]:
        closed = list(person["today"])
        for measure, (allowed, _) in held.items():
            closed[int(measure)] = min(closed[int(measure)], allowed)
        person["days"].append([person["day"], *closed])
        del person["days"][:-KEPT_DAYS]
        if closed[Measure.EXPORT_ROWS]:
            person["exports"].append([person["day"], *(closed[measure] for measure in OF_EXPORTS)])
            del person["exports"][:-KEPT_EXPORT_DAYS]
    person["held"] = {measure: entry for measure, entry in held.items() if day - entry[1] < HELD_DAYS}
    person.update(day=day, today=[0] * COUNT, bins=[0, 0, 0, 0], sketch=0, number=0, different=hyperloglog.new_count())
    _add_up(person, day)
    _learn(person, day)
    return closed


def _add_up(person: State, day: int) -> None:
    sums = []
    for _, of, length in SUMS:
        sums.append(sum(row[1 + of] for row in person["days"] if row[0] > day - length))
    person["sums"] = sums


def _learn(person: State, day: int) -> None:
    """Work out the references; -1 where there are too few days to say."""
    days = person["days"]
    if len(days) < LEARNT_DAYS:
        person["own"] = [_NOT_LEARNT] * COUNT
        return
    columns = list(zip(*days, strict=True))[1:]
    own = [reference_of(list(column)) if any(column) else 0.0 for column in columns]
    for measure, window in REMEMBERED_DAYS.items():
        before = [row[1 + measure] for row in days if row[0] <= day - window]
        own[measure] = reference_of(before) if len(before) >= LEARNT_DAYS // 2 else _NOT_LEARNT
    for measure, figure in _of_export_days(person, day).items():
        own[measure] = max(own[measure], figure)
    person["own"] = own


def _of_export_days(person: State, day: int) -> dict[Measure, float]:
    """The second largest figure of the export days kept, so that one exceptional day does not raise it; of one or two
    the larger.
    """
    rows = [figures for exported, *figures in person["exports"] if exported <= day - EXPORTS_BEFORE]
    columns = [sorted(column) for column in zip(*rows, strict=True)]
    return {
        measure: float(column[-2] if len(column) > 2 else column[-1])
        for measure, column in zip(OF_EXPORTS, columns, strict=False)
    }
