"""The register as somebody else would see it: read-only, recorded, and granting nothing (B2, M9, M10).

Invented certifications for everyone to whom visibility is explained. Real ones only for those who read the register
themselves, through the door, as a viewer whose rows and items are what both they and the other have: a preview shows
nobody a value or a row that was not theirs before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models.access import door
from models.access.row_scope import RowScope, common_rows, row_scope
from models.access.viewer import Viewer
from models.access.visible_items import VisibleItems, narrow, visible_items
from models.accounts.account import Role
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.certifications.criteria import read_criteria
from models.certifications.detail import LONGEST_ASKED, Detail, SectionValues, detail_of
from models.certifications.identity import find_in_scope
from models.certifications.search import ResultPage, page_of
from models.errors import NotFound
from models.explaining.samples import SAMPLES, sample_detail
from models.explaining.subject import Subject
from models.explaining.why import check_may_explain, check_may_explain_rows
from models.words import words

ROWS_ON_A_PAGE = "20"
UNSEEN = "（表示されます。あなたの属性では値を見られません）"
"""What stands for a value that the previewed see and the asker does not."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Who is previewed: their items, and the asker narrowed to what both may see. ``rows`` are the previewed's own."""

    subject: Subject
    items: VisibleItems
    rows: RowScope
    viewer: Viewer

    @property
    def columns(self) -> Sequence[Item]:
        """The columns their list begins with."""
        return self.items.all_of(words().columns)

    @property
    def sites_unseen(self) -> bool:
        """Whether they see the parcels' addresses and the asker does not."""
        return "parcel_addresses" in self.items and "parcel_addresses" not in self.viewer.items

    def unseen(self, section: str) -> Sequence[Item]:
        """The items of a section that they see and the asker does not."""
        return [item for item in self.items.by_section.get(section, ()) if item.key not in self.viewer.items]


def preview_of(session: Session, asker: Viewer, subject: Subject, now: datetime) -> Preview:
    """The preview of a kind or an organisation. Raises ``Forbidden`` for somebody to whom nothing is explained."""
    check_may_explain(asker)
    items = visible_items(session, subject.kind, now)
    rows = subject.scope if subject.scope is not None else row_scope(subject.kind, None)
    both = narrow(
        catalogue(), frozenset(items.by_key.keys() & asker.items.by_key.keys()), items.edition, items.proposal
    )
    viewer = replace(
        asker,
        kind=subject.kind,
        role=Role.MEMBER,
        permissions=frozenset(),
        scope=common_rows(asker.scope, rows),
        items=both,
    )
    return Preview(subject, items, rows, viewer)


def sample_list(session: Session, asker: Viewer, preview: Preview) -> Sequence[Detail]:
    """The invented certifications as their list would show them; recorded."""
    _record_sample(session, asker, preview, "samples")
    return [sample_detail(preview.items, number) for number in range(1, SAMPLES + 1)]


def sample_record(session: Session, asker: Viewer, preview: Preview, number: int) -> Detail:
    """One of them in full; recorded. Raises ``NotFound``."""
    if not 1 <= number <= SAMPLES:
        raise NotFound
    _record_sample(session, asker, preview, f"sample:{number}")
    return sample_detail(preview.items, number)


def real_list(session: Session, asker: Viewer, preview: Preview, edges: Mapping[str, str]) -> ResultPage:
    """A page of their list, as far as the asker may see it; recorded as a preview. ``edges`` are the cursors asked for.

    Raises ``Forbidden`` for somebody who reads no certifications themselves.
    """
    check_may_explain_rows(asker)
    asked = {"size": [ROWS_ON_A_PAGE], **{name: [value] for name, value in edges.items()}}
    criteria = read_criteria(asked, preview.viewer.items)
    with door.reading(session, preview.viewer) as register:
        page = page_of(register, criteria)
        register.note(
            EventName.PREVIEW_LISTED,
            certifications=[row.id for row in page.rows],
            object=preview.subject.object,
            details={
                "as": preview.subject.name,
                "total": page.total,
                "items": [item.key for item in criteria.columns],
            },
        )
    return page


def real_record(session: Session, asker: Viewer, preview: Preview, facility_id: str) -> Detail:
    """One certification as they would see it, as far as the asker may; recorded as a preview.

    ``withheld`` of each section is the previewed's. Raises ``Forbidden`` like the list, ``NotFound`` when it is not in
    the rows of both.
    """
    check_may_explain_rows(asker)
    detail = None
    asked = {"facility_id": [facility_id[:LONGEST_ASKED]]}
    details = {"as": preview.subject.name, "asked": asked}
    with door.reading(session, preview.viewer) as register:
        found = find_in_scope(register, facility_id)
        if found is None:
            name, details = EventName.PREVIEW_READ, {**details, "items": []}
            register.note(name, object="facility:absent", outcome=Outcome.REFUSED, details=details)
        else:
            detail = detail_of(register, found.id, found.facility_id, facility_id)
            register.note(
                EventName.PREVIEW_READ,
                certifications=[found.id],
                object=f"facility:{found.facility_id}",
                details={**details, "items": detail.shown},
            )
    if detail is None:
        raise NotFound
    return _as_theirs(detail, preview.items)


def _as_theirs(detail: Detail, items: VisibleItems) -> Detail:
    sections = tuple(_withheld_from_them(section, items) for section in detail.sections)
    return replace(detail, sections=sections, sites_withheld="parcel_addresses" not in items)


def _withheld_from_them(section: SectionValues, items: VisibleItems) -> SectionValues:
    return replace(section, withheld=items.withheld.get(section.section.number, 0))


def _record_sample(session: Session, asker: Viewer, preview: Preview, what: str) -> None:
    event = Event(
        EventName.SAMPLE_PREVIEWED,
        asker.actor,
        object=f"{preview.subject.object}:{what}",
        edition=preview.items.edition,
        details={"as": preview.subject.name},
    )
    record(session, event)
