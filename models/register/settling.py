"""From facts to stored rows: numbers, operators, history, and everything that follows from a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.register.bulk import Directly, Stamp
from models.register.certification import Certification
from models.register.derivation import serial_of
from models.register.facts import Facts, complete
from models.register.merge import history
from models.register.numbers import Numbers, move_version
from models.register.operators import OperatorFacts, OperatorNumbers
from models.register.steps import Writer
from models.register.totals import Movements
from models.register.writing import Change, write


@dataclass(slots=True)
class Candidate:
    """A certification to be entered (no number yet, no facts before) or changed.

    ``laws`` are given when its document changes as well, and ``entries`` is then the history of the document's items.
    ``begins`` says that details are given for the first time: what was empty until then is filled, not changed.
    """

    certification_id: int | None
    before: Facts | None
    after: Facts
    laws: frozenset[str] | None = None
    entries: Sequence[Mapping[str, Any]] = ()
    begins: bool = False


class Settler:
    """One piece of work's way from candidates to rows, which ``writer`` takes. Its totals gather in ``movements``."""

    def __init__(self, session: Session, movements: Movements, writer: Writer) -> None:
        self._session = session
        self._movements = movements
        self._writer = writer
        self._numbers = Numbers(session)
        self._operators = OperatorNumbers(session, self._numbers, writer)

    def settle(self, candidates: Sequence[Candidate]) -> list[Change]:
        """Write what the candidates say, with the history of every changed item (M1)."""
        if not candidates:
            return []
        complete(
            self._session,
            {each.certification_id: each.before for each in candidates if each.certification_id and each.before},
        )
        for each in candidates:
            _carry_over(each)
        self._settle_operators(candidates)
        new = self._numbers.take(Certification, sum(each.certification_id is None for each in candidates))
        numbers = iter(new)
        changes = [
            Change(each.certification_id or next(numbers), each.before, each.after, _history(each))
            for each in candidates
        ]
        write(changes, self._movements, self._writer)
        return changes

    def _settle_operators(self, candidates: Sequence[Candidate]) -> None:
        """Give each facility the number of its operator.

        Someone of the same name who moved, or whose address became known, keeps the number; another name is looked up.
        """
        asked: list[tuple[Facts, OperatorFacts, str]] = []
        for each in candidates:
            facts = operator_of(each.after.values)
            if each.before is None or _changed_hands(each.before, facts):
                asked.append((each.after, facts, facts.identity))
        numbers = self._operators.of({identity: facts for _, facts, identity in asked})
        for after, _, identity in asked:
            after.values["operator_id"] = numbers[identity]


def settle(
    session: Session, candidates: Sequence[Candidate], movements: Movements, now: datetime, file_id: int | None
) -> list[Change]:
    """Settle candidates in the register itself, at once. Only for the one who has the turn."""
    if candidates:
        move_version(session)
    return Settler(session, movements, Directly(session, Stamp(now, file_id))).settle(candidates)


def _history(candidate: Candidate) -> Sequence[Mapping[str, Any]]:
    if candidate.before is None:
        return ()
    entries = (*history(candidate.before, candidate.after), *candidate.entries)
    return [entry for entry in entries if not (candidate.begins and entry["before"] is None)]


def operator_of(values: dict[str, Any]) -> OperatorFacts:
    """What is published about the operator."""
    return OperatorFacts(
        kind=values["operator_kind"],
        name=values["operator_name"] or "",
        address=values["operator_address"],
        serial=serial_of(values["facility_id"]),
    )


def _carry_over(candidate: Candidate) -> None:
    """What a row cannot say: former 設備ID and the laws, which only the items of the document tell."""
    before, after = candidate.before, candidate.after
    known = before.facility_ids if before else ()
    current: str = after.values["facility_id"]
    after.facility_ids = tuple(known) if current in known else (*known, current)
    if candidate.laws is not None:
        after.laws = candidate.laws
    else:
        after.laws = before.laws if before else frozenset()


def _changed_hands(before: Facts, after: OperatorFacts) -> bool:
    if before.values["operator_id"] is None:
        return True
    former = operator_of(before.values)
    return former != after and (former.kind, former.folded_name) != (after.kind, after.folded_name)
