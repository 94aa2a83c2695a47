"""From facts to stored rows: numbers, operators, history, and everything that follows from a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.register.certification import Certification
from models.register.derivation import serial_of
from models.register.facts import Facts, complete
from models.register.merge import history
from models.register.numbers import take_numbers
from models.register.operators import OperatorFacts, number_operators
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


def settle(
    session: Session, candidates: Sequence[Candidate], movements: Movements, now: datetime, file_id: int | None
) -> list[Change]:
    """Write what the candidates say, with the history of every changed item (M1)."""
    if not candidates:
        return []
    complete(
        session, {each.certification_id: each.before for each in candidates if each.certification_id and each.before}
    )
    for each in candidates:
        _carry_over(each)
    _settle_operators(session, candidates)
    numbers = iter(take_numbers(session, Certification, sum(each.certification_id is None for each in candidates)))
    changes = [Change(each.certification_id or next(numbers), each.before, each.after) for each in candidates]
    for change, each in zip(changes, candidates, strict=True):
        if change.before:
            stamp = {"certification_id": change.certification_id, "changed_at": now, "file_id": file_id}
            entries = (*history(change.before, change.after), *each.entries)
            changed = (entry for entry in entries if not (each.begins and entry["before"] is None))
            change.amendments = [{**entry, **stamp} for entry in changed]
    write(session, changes, movements, now)
    return changes


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


def _settle_operators(session: Session, candidates: Sequence[Candidate]) -> None:
    """Give each facility the number of its operator.

    Someone of the same name who moved, or whose address became known, keeps the number; another name is looked up.
    """
    asked: list[tuple[Facts, OperatorFacts, str]] = []
    for each in candidates:
        facts = operator_of(each.after.values)
        if each.before is None or _changed_hands(each.before, facts):
            asked.append((each.after, facts, facts.identity))
    numbers = number_operators(session, {identity: facts for _, facts, identity in asked})
    for after, _, identity in asked:
        after.values["operator_id"] = numbers[identity]


def _changed_hands(before: Facts, after: OperatorFacts) -> bool:
    if before.values["operator_id"] is None:
        return True
    former = operator_of(before.values)
    return former != after and (former.kind, former.folded_name) != (after.kind, after.folded_name)
