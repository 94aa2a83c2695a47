"""Operators: some own one facility, a few own hundreds, as in the published registers."""

from dataclasses import dataclass
from random import Random

from models.demonstration.generator.chance import one_of
from models.demonstration.generator.companies import company
from models.demonstration.generator.people import Name, person
from models.demonstration.generator.places import Place, address, place_of

TELEPHONES = ("0000-00-0000", "000-000-0000", "00-0000-0000")
"""The forms of real numbers with the digits of none."""

NEW_COMPANY_SHARE = 0.42
NEW_PERSON_SHARE = 0.8
_HEADQUARTERS = tuple(place_of(code) for code in ("13101", "13103", "13104", "27127", "23106", "14104"))
_HEADQUARTERS_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Operator:
    """Who was certified. A natural person has no representative and publishes neither address nor telephone."""

    name: Name
    representative: Name | None
    address: str
    telephone: str

    @property
    def natural(self) -> bool:
        """Whether this is a natural person."""
        return self.representative is None


class Operators:
    """All operators so far. Whoever owns much gets more: that makes the long tail of large owners."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._companies: list[Operator] = []
        self._persons: list[Operator] = []

    def next(self, place: Place, *, natural: bool) -> Operator:
        """The operator of the next facility."""
        random = self._random
        known, new_share = (self._persons, NEW_PERSON_SHARE) if natural else (self._companies, NEW_COMPANY_SHARE)
        if known and random.random() >= new_share:
            found = one_of(random, known)
        else:
            found = self.newcomer(place, natural=natural)
        known.append(found)
        return found

    def newcomer(self, place: Place, *, natural: bool) -> Operator:
        """An operator who had no facility yet, and may get no other."""
        random = self._random
        name = person(random) if natural else company(random)
        if natural:
            return Operator(name, None, address(random, place), one_of(random, TELEPHONES))
        home = one_of(random, _HEADQUARTERS) if random.random() < _HEADQUARTERS_SHARE else place
        return Operator(name, person(random), address(random, home), one_of(random, TELEPHONES))
