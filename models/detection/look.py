"""All that a rule may know at one act."""

from dataclasses import dataclass

from models.detection import organisation as organisations
from models.detection import peers as all_peers
from models.detection import places
from models.detection.addresses import Place
from models.detection.hours import is_turn_of_month
from models.detection.measures import Measure
from models.detection.signal import Signal
from models.detection.states import State

_BUSY_BY = {
    Measure.VIEWS: 1, Measure.FACILITIES: 1, Measure.VIEWS_IN_TEN_MINUTES: 1, Measure.WEEK_VIEWS: 1,
    Measure.DIRECT: 1, Measure.SEQUENTIAL: 1, Measure.AGAIN: 1, Measure.SEARCH_ROWS: 2, Measure.WEEK_SEARCH_ROWS: 2,
    Measure.MONTH_SEARCH_ROWS: 2, Measure.EXPORT_ROWS: 3, Measure.EXPORT_FILES: 3, Measure.FILES_IN_TEN_MINUTES: 3,
    Measure.ROWS_IN_TEN_MINUTES: 3, Measure.ROWS_IN_AN_HOUR: 3, Measure.WEEK_EXPORT_ROWS: 3,
    Measure.WEEK_EXPORT_FILES: 3, Measure.MONTH_EXPORT_ROWS: 3, Measure.DIFFERENT: 3,
}  # fmt: skip
_FIRST_WEEKS = 1.5
_FIRST_TURN_OF_MONTH = 2.5
"""While peers have not been seen through a month, busier days are expected than those seen."""
_MONTH_SEEN = 40
_FEW = 600.0


@dataclass(slots=True)
class Look:
    """One signed-in act, with what is known of its person, organisation, peers, device and range up to it.

    ``country`` is upper case, empty where nobody knows; ``looked_up`` says that it was found by the address. ``moved``:
    the device, the range, the country or the day differs from the person's act before.
    """

    signal: Signal
    moment: int
    day: int
    place: Place
    country: str
    looked_up: bool
    person: State
    organisation: State
    peers: State
    everyone: State
    device: State
    sources: tuple[State, ...]
    moved: bool = False

    def high(self, measure: Measure) -> float:
        """The figure that of a thousand days of peers two exceed; -1 while unknown."""
        return self._of_peers("high", measure)

    def upper(self, measure: Measure) -> float:
        """The figure that of a hundred days of peers two exceed; -1 while unknown."""
        return self._of_peers("upper", measure)

    def _of_peers(self, name: str, measure: Measure) -> float:
        own_kind: float = self.peers[name][measure]
        if own_kind < 0 or self.peers["weight"] < _FEW:
            return max(own_kind, float(self.everyone[name][measure]))
        return own_kind

    def lift(self, measure: Measure) -> float:
        """By how much today is busier for everybody: seen in the others' day, or expected in the first weeks."""
        expected = 1.0
        if self.peers["days"] < _MONTH_SEEN:
            expected = _FIRST_TURN_OF_MONTH if is_turn_of_month(self.day) else _FIRST_WEEKS
        return max(expected, all_peers.lift(self.peers, self.person, _BUSY_BY.get(measure, 0)))

    @property
    def on_fresh_device(self) -> bool:
        """Whether the person, known for long, uses a device they have not had for long."""
        return places.is_settled(self.person, self.moment) and places.is_fresh(
            self.person, self.person["device"], self.moment
        )

    @property
    def on_own_device(self) -> bool:
        """Whether the person, known for long, uses a device they have had for long; no device is nobody's."""
        device = self.person["device"]
        settled = bool(device) and places.is_settled(self.person, self.moment)
        return settled and not places.is_fresh(self.person, device, self.moment)

    @property
    def at_new_range(self) -> bool:
        """Whether nobody of the organisation came from this range until lately."""
        return organisations.is_new_range(self.organisation, self.place.range, self.moment)
