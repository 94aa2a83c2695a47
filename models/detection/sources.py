"""What is kept of the sign-ins from one address range, and from everywhere (``*``)."""

from models.detection.hours import DAY, HOUR
from models.detection.person import hash_of
from models.detection.states import VERSION, State

EVERYWHERE = "*"
KEPT = 120
KEPT_TARGETS = 8


def new_source() -> State:
    """A range nobody ever signed in from."""
    return {"v": VERSION, "failed": {}, "good": {}, "targets": {}, "hammered": {}, "episodes": {}, "sprayed": 0}


def note_failure(source: State, login_id: str, organisation: str, moment: int) -> None:
    """Somebody tried an ID and failed. Who has signed in from there within a day only mistyped."""
    name = str(hash_of(login_id))
    _forget(source, moment)
    if name in source["good"]:
        return
    source["failed"][name] = moment
    targets = source["targets"]
    if organisation and (organisation in targets or len(targets) < KEPT_TARGETS):
        targets[organisation] = targets.get(organisation, 0) + 1


def note_success(source: State, login_id: str, moment: int) -> None:
    """Somebody signed in: their failures were mistyped words."""
    name = str(hash_of(login_id))
    source["failed"].pop(name, None)
    source["good"].pop(name, None)
    if len(source["good"]) >= KEPT:
        del source["good"][next(iter(source["good"]))]
    source["good"][name] = moment


def note_hammered(source: State, login_id: str, moment: int) -> int:
    """Note that somebody failed at this ID again and again; at how many IDs within a day, itself included."""
    hammered = source["hammered"]
    hammered.pop(str(hash_of(login_id)), None)
    while hammered and (next(iter(hammered.values())) <= moment - DAY or len(hammered) >= KEPT):
        del hammered[next(iter(hammered))]
    hammered[str(hash_of(login_id))] = moment
    return len(hammered)


def _forget(source: State, moment: int) -> None:
    for entries in (source["failed"], source["good"]):
        while entries and (next(iter(entries.values())) <= moment - DAY or len(entries) >= KEPT):
            del entries[next(iter(entries))]
    if not source["failed"]:
        source["targets"] = {}


def tried_within(source: State, moment: int, seconds: int = HOUR) -> int:
    """How many IDs were tried in vain, and by nobody successfully, in the last so many seconds."""
    return sum(at > moment - seconds for at in source["failed"].values())


def signed_in_within(source: State, moment: int, seconds: int = HOUR) -> int:
    """How many people signed in from there in the last so many seconds."""
    return sum(at > moment - seconds for at in source["good"].values())
