"""Where detection keeps what it has learnt: one small JSON-able state per subject."""

from collections import OrderedDict
from typing import Any, Protocol

State = dict[str, Any]
VERSION = 3
"""The shape of the states, kept in each as ``v``. A state of another shape is begun anew."""
COMPACT = (",", ":")
"""The separators by which a state is kept as JSON: blanks would be an eighth of it."""
PASSING_KEPT = 20_000
_PASSING = ("address:", "device:")


class States(Protocol):
    """The states of ``person:<login_id>``, ``organisation:<name>``, ``address:<range>``, ``device:<id>``,
    ``peers:<kind>``; the address and the kind ``*`` stand for all.

    A state is of bounded size whatever happens: a person's under 8 KB as JSON. Lists, not tuples; string keys.
    """

    def get(self, subject: str) -> State | None:
        """The state last put, or None. The caller may change it, and then puts it."""

    def put(self, subject: str, state: State) -> None:
        """Keep the state."""


class MemoryStates:
    """States of one replay. Addresses and devices, which outsiders can invent without end, are kept newest first."""

    def __init__(self, passing_kept: int = PASSING_KEPT) -> None:
        self._lasting: dict[str, State] = {}
        self._passing: OrderedDict[str, State] = OrderedDict()
        self._passing_kept = passing_kept

    def __len__(self) -> int:
        return len(self._lasting) + len(self._passing)

    def get(self, subject: str) -> State | None:
        """The state itself, not a copy."""
        return (self._passing if subject.startswith(_PASSING) else self._lasting).get(subject)

    def put(self, subject: str, state: State) -> None:
        """Keep the state, and forget the passing one longest untouched where there are too many."""
        if not subject.startswith(_PASSING):
            self._lasting[subject] = state
            return
        self._passing[subject] = state
        self._passing.move_to_end(subject)
        if len(self._passing) > self._passing_kept:
            self._passing.popitem(last=False)
