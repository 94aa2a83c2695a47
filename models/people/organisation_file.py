"""Registering and changing organisations by a file: what each line would come to, shown first (dry run)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.errors import DomainError
from models.organisations.kinds import OrganisationKind, kinds_in_use
from models.organisations.organisation import Organisation
from models.organisations.registration import (
    OrganisationDetails,
    check_details,
    differences,
    find_by_name,
)  # fmt: skip
from models.organisations.units import Unit
from models.people.uploaded_table import OUTCOME, SENTENCE, UploadedTable

COLUMNS = ("種類", "名称", "閲覧範囲", "法令", "部門", "メールのドメイン")
READS = {"閲覧する": True, "閲覧しない": False}


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One line: the organisation it names, and what it would come to.

    ``outcome`` is new, scope (a change that takes two persons: all a line can say of an organisation decides rows or
    where links go), unchanged or refused; ``sentence`` says more. ``taken_in`` is said of a file that was taken in:
    the outcome is then what became of the line at that moment.
    """

    number: str
    name: str
    outcome: str
    sentence: str
    wanted: OrganisationDetails | None = None
    organisation_id: int | None = None
    taken_in: bool = False

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return (_BECAME if self.taken_in else _OUTCOMES)[self.outcome]


_OUTCOMES = {
    "new": "新規（承認が必要）",
    "scope": "変更（承認が必要）",
    "unchanged": "変更なし",
    "refused": "取り込めない",
}
_BECAME = {
    "new": "新規（提案した）",
    "scope": "変更（提案した）",
    "unchanged": "変更なし",
    "refused": "取り込まなかった",
}


def lines_of(session: Session, table: UploadedTable) -> list[OrganisationLine]:
    """What each line would come to, by the database of this moment; of a file taken in, what became of it."""
    names = [row["名称"] for row in table.rows]
    return [_kept_line(row) if OUTCOME in row else _line(session, row, names) for row in table.rows]


def _kept_line(row: Mapping[str, str]) -> OrganisationLine:
    return OrganisationLine(row["行"], row["名称"], row[OUTCOME], row[SENTENCE], taken_in=True)


def _line(session: Session, row: Mapping[str, str], names: Sequence[str]) -> OrganisationLine:
    number, name = row["行"], row["名称"]
    try:
        wanted = details_of(row)
        check_details(wanted)
        present = find_by_name(session, name)
        _check_fits(wanted, present, names)
    except DomainError as error:
        return OrganisationLine(number, name, "refused", error.reason)
    if present is None:
        return OrganisationLine(number, name, "new", wanted.kind.label, wanted)
    changes = differences(OrganisationDetails.of(present), wanted)
    sentence = "、".join(f"{label}：{was or '―'} → {becomes or '―'}" for label, was, becomes in changes)
    return OrganisationLine(number, name, "scope" if changes else "unchanged", sentence, wanted, present.id)


def _check_fits(wanted: OrganisationDetails, present: Organisation | None, names: Sequence[str]) -> None:
    if names.count(wanted.name) > 1:
        raise DomainError("同じ名称の行が、ほかにもあります。")
    if present is not None and present.kind is not wanted.kind:
        raise DomainError("登録されている組織と、種類が違います。")


def details_of(row: Mapping[str, str]) -> OrganisationDetails:
    """What a line states. Raises ``DomainError``."""
    kind = _kinds().get(row["種類"])
    if kind is None:
        raise DomainError(f"種類「{row['種類'][:40]}」は知られていません。")
    return OrganisationDetails(
        kind=kind,
        name=row["名称"],
        scope_code=row["閲覧範囲"] or None,
        laws=_listed(row["法令"]),
        units=tuple(map(_unit, _listed(row["部門"]))),
        mail_domains=tuple(one.lower() for one in _listed(row["メールのドメイン"])),
    )


def _kinds() -> Mapping[str, OrganisationKind]:
    """The kinds in use, by the name people know them by and by their code."""
    kinds = kinds_in_use()
    return {one.label: one for one in kinds} | {one.value: one for one in kinds}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(",", "、").split("、") if part.strip())


def _unit(text: str) -> Unit:
    name, _, reads = text.rstrip("）").partition("（")
    if reads not in READS:
        raise DomainError("部門は「送配電部（閲覧する）、小売部（閲覧しない）」の形で書いてください。")
    return Unit(name, READS[reads])
