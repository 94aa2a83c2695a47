"""What a rule is: a code, words, the acts it looks at, and one pure function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.detection.look import Look
from models.detection.measures import Measure
from models.detection.rulebook import BOUND_NAMES, RuleSetting
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
    ``measure`` and ``allowed`` say which figure exceeded what, ``begun`` when what was found first appeared, where that
    is neither a figure nor a device. ``apart``: it is said whatever else was raised, of the same rule too.
    """

    reason: str
    strong: bool = True
    about: str | None = None
    organisation: str | None = None
    measure: Measure | None = None
    allowed: float = 0.0
    begun: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which figures make sense: beyond what detection remembers, a rule would never speak, and nobody would know."""

    least: float
    most: float
    whole: bool = True

    def why_not(self, figure: float) -> str:
        """Why the figure is not allowed; empty where it is."""
        if not self.least <= figure <= self.most:
            return f"{self.least:,.0f} 以上 {self.most:,.0f} 以下の数で入力してください。"
        return "整数で入力してください。" if self.whole and not float(figure).is_integer() else ""


FACTOR = Allowed(0, 10, whole=False)
"""Times something, or points: beyond ten nothing would ever be found, and to be silent a rule is switched off."""


def up_to(most: float) -> Allowed:
    """A whole number of which detection remembers no more."""
    return Allowed(1, most)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold of a rule, in words, with its unit."""

    name: str
    label: str
    unit: str
    allowed: Allowed


Judge = Callable[[Look, RuleSetting], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``judge`` is asked at each of ``acts``, after the act has been counted.

    With ``when_moved``, only at those whose device, range, country or day differs from the person's act before.
    ``bounds`` are the parts of a ``Bound`` it reads. ``contradiction`` says why figures, each of them allowed, make no
    sense together; empty where they do.
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
    bounds: tuple[str, ...] = BOUND_NAMES
    contradiction: Callable[[RuleSetting], str] = lambda _setting: ""
