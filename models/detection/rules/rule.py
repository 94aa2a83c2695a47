"""What a rule is: a code, words, the acts it looks at, and one pure function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.rulebook import RuleSetting
from models.detection.signal import Act

SIGNED_IN = frozenset(Act) - {Act.SIGN_IN_FAILED}


class Sign(StrEnum):
    """What a weak sign speaks of. Signs of one sort count once when they are added up."""

    VOLUME = "volume"
    HOURS = "hours"
    DEVICE = "device"
    RANGE = "range"
    SILENCE = "silence"
    BESIDE = "beside"
    GUESSING = "guessing"
    REFUSED = "refused"
    CURIOSITY = "curiosity"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. ``strong`` is an alarm of the rule's mode, otherwise a weak sign.

    ``about`` is the login ID, where it is not the one who acted; ``organisation`` likewise; ``about`` may be empty.
    ``measure`` and ``allowed`` say which figure exceeded what. ``apart``: it is said whatever else was raised, of the
    same rule too.
    """

    reason: str
    strong: bool = True
    about: str | None = None
    organisation: str | None = None
    measure: Measure | None = None
    allowed: float = 0.0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold of a rule, in words, with its unit."""

    name: str
    label: str
    unit: str


Judge = Callable[[Look, RuleSetting], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``judge`` is asked at each of ``acts``, after the act has been counted.

    With ``when_moved``, only at those whose device, range, country or day differs from the person's act before.
    """

    code: str
    label: str
    sentence: str
    acts: frozenset[Act]
    judge: Judge
    sign: Sign | None = None
    parameters: tuple[Parameter, ...] = ()
    measures: tuple[Measure, ...] = ()
    when_moved: bool = False
