"""States from before different facilities were counted are lengthened when they are read: habits outlast an upgrade.

Which facilities a day has shown is not known any more, so each of its rows stands for another one.
"""

from itertools import zip_longest

from models.detection import hyperloglog
from models.detection.measures import COUNT, Measure
from models.detection.states import VERSION, State

_TWICE = 4
"""So many quarter octaves further up."""


def lengthened(subject: str, state: State) -> State:
    """The subject's state with the figure; one of another shape as it is."""
    if state["v"] == VERSION and subject.startswith("person:") and len(state["today"]) < COUNT:
        _lengthen_person(state)
    elif state["v"] == VERSION and subject.startswith("peers:") and len(state["past"]) < COUNT:
        _lengthen_peers(state)
    return state


def _lengthen_person(person: State) -> None:
    """What is usual is worked out as the person's next day begins."""
    for figures in (person["today"], *([person["answered"]["figures"]] if "answered" in person else [])):
        figures.append(_rows(figures))
    person["days"] = [[day, *figures, _rows(figures)] for day, *figures in person["days"]]
    person["exports"] = [[day, rows, *figures, rows] for day, rows, *figures in person["exports"]]
    person["own"].append(-1.0)
    person["different"] = hyperloglog.new_count()
    hyperloglog.add_unknown(person["different"], person["today"][Measure.DIFFERENT])


def _rows(figures: list[int]) -> int:
    return figures[Measure.SEARCH_ROWS] + figures[Measure.EXPORT_ROWS] + figures[Measure.FACILITIES]


def _lengthen_peers(peers: State) -> None:
    """Whoever came beyond some figure had half of it in lists or half of it in files."""
    halves = (peers["past"][Measure.SEARCH_ROWS], peers["past"][Measure.EXPORT_ROWS])
    weights = [round(sum(both), 3) for both in zip_longest(*halves, fillvalue=0.0)]
    peers["past"].append([0.0] * _TWICE + weights)
    peers["high"].append(-1.0)
    peers["upper"].append(-1.0)
