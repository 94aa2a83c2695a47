"""Looking at proposals: the list, one of them, and what it would change, which is a reading of the register (M11)."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from models.access import door
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.catalogue.file_cells import neutral
from models.certifications.csv_file import BYTE_ORDER_MARK
from models.certifications.proposals.proposal import ImportProposal, ProposalKind, Stage, in_stage
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.register.certification import Certification
from models.register.report import ImportReport

SHOWN_REFUSALS = 50
_HEAD = ("シート", "行", "列", "理由")

Refusal = tuple[str, int, str | None, str]
"""Sheet (empty for CSV), row, column (None for the whole row), reason."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A certification that the file changes, with the labels of the items. ``known``: it can be opened by this ID."""

    facility_id: str
    labels: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would change, or has changed, as one viewer may see it.

    ``items`` are labels with the number of certifications. ``hidden_items`` is how many more there are that this viewer
    may not see. ``refusals`` are the first ``SHOWN_REFUSALS`` of ``refused``.
    """

    report: ImportReport
    items: tuple[tuple[str, int], ...]
    hidden_items: int
    changed: tuple[Touched, ...]
    vanished: tuple[Touched, ...]
    refused: int
    refusals: tuple[Refusal, ...]


def proposals(now: datetime) -> ListSpec[ImportProposal]:
    """Everybody's imports, newest first; a stage is asked for as the clock has it at ``now``."""
    chosen = select(ImportProposal).options(joinedload(ImportProposal.proposer), joinedload(ImportProposal.confirmer))
    kinds, stages = ([(one.value, one.label) for one in choices] for choices in (ProposalKind, Stage))
    return ListSpec(
        chosen,
        ImportProposal.id,
        {"at": ImportProposal.id},
        (
            ListFilter("stage", "状態", partial(in_stage, now), stages),
            ListFilter("kind", "種類", equals(ImportProposal.kind_code), kinds),
            ListFilter("name", "ファイル名", contains(ImportProposal.file_name)),
            ListFilter("person", "登録又は取込みを行った人の氏名", _by_somebody),
        ),
        descending=True,
    )


def _by_somebody(text: str) -> ColumnElement[bool]:
    people = select(Account.id).where(contains(Account.person_name)(text))
    return or_(ImportProposal.proposed_by.in_(people), ImportProposal.confirmed_by.in_(people))


def find(session: Session, number: int) -> ImportProposal:
    """One proposal as it stands now. Raises ``NotFound``."""
    chosen = select(ImportProposal).where(ImportProposal.id == number)
    found = session.scalar(chosen.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def difference_of(session: Session, viewer: Viewer, proposal: ImportProposal) -> Difference | None:
    """What the file would change, or has changed; None until that is known. Recorded with the certifications named."""
    report = proposal.told
    if report is None:
        return None
    named = [*(facility_id for facility_id, _ in report.preview), *report.vanished_preview]
    with door.reading(session, viewer) as register:
        wanted = select(Certification.id, Certification.facility_id).where(
            Certification.facility_id.in_(named), register.in_scope()
        )
        numbers = {facility_id: number for number, facility_id in register.execute(wanted)}
        register.note(
            EventName.IMPORT_READ,
            certifications=list(numbers.values()),
            object=f"import:{proposal.id}",
            details={"part": "difference"},
        )

    def touched(facility_id: str, keys: Iterable[str] = ()) -> Touched:
        return Touched(
            facility_id, tuple(item.label for item in viewer.items.all_of(tuple(keys))), facility_id in numbers
        )

    counts = report.changed_items.most_common()
    return Difference(
        report=report,
        items=tuple((viewer.items.by_key[key].label, count) for key, count in counts if key in viewer.items),
        hidden_items=sum(key not in viewer.items for key, _ in counts),
        changed=tuple(touched(facility_id, keys) for facility_id, keys in report.preview),
        vanished=tuple(touched(facility_id) for facility_id in report.vanished_preview),
        refused=proposal.refused,
        refusals=tuple(_refusals(proposal)[:SHOWN_REFUSALS]),
    )


def refusals_as_csv(session: Session, viewer: Viewer, proposal: ImportProposal) -> bytes:
    """Every refused row with its reason, to be corrected in the source (UTF-8 with a byte order mark). Recorded."""
    with door.reading(session, viewer) as register:
        register.note(EventName.IMPORT_READ, object=f"import:{proposal.id}", details={"part": "refusals"})
    buffer = io.StringIO(BYTE_ORDER_MARK, newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    writer.writerow(_HEAD)
    for sheet, row, column, reason in _refusals(proposal):
        writer.writerow([neutral(sheet), row, neutral(column or ""), neutral(reason)])
    return buffer.getvalue().encode()


def _refusals(proposal: ImportProposal) -> list[Refusal]:
    return [(sheet, row, column, reason) for sheet, row, column, reason in proposal.refusals]
