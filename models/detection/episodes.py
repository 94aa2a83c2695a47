"""Once, not N times: what lasts is one episode."""

from models.detection.hours import DAY
from models.detection.states import State

LONGEST = 30 * DAY
"""What lasts for longer is said again: somebody may have forgotten it."""


def begins(episodes: State, name: str, moment: int, cool_down: int) -> bool:
    """Whether this is a new episode of what is called ``name``; a running one is drawn out to this moment."""
    if is_running(episodes, name, moment, cool_down):
        episodes[name][1] = moment
        return False
    for other in [one for one, (_, last) in episodes.items() if moment - last > LONGEST]:
        del episodes[other]
    episodes[name] = [moment, moment]
    return True


def is_running(episodes: State, name: str, moment: int, cool_down: int) -> bool:
    """Whether an episode of that name goes on."""
    entry = episodes.get(name)
    return entry is not None and moment - entry[1] < cool_down and moment - entry[0] < LONGEST
