"""What somebody is told of their own: why this certification is in their rows, and which items are withheld (B2, M9).

Labels and numbers of items are public; a withheld value is never touched, and a fact is told only to somebody who may
see the items it rests on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access import door
from models.access.row_reasons import visible_facts
from models.access.scope_in_words import rule_in_words, scope_in_words
from models.access.viewer import Viewer
from models.audit.event_names import EventName, Outcome
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Ground
from models.catalogue.item import Item, Section
from models.certifications.detail import LONGEST_ASKED
from models.certifications.identity import find_in_scope
from models.errors import NotFound
from models.explaining.visible import reasons
from models.organisations.kinds import OrganisationKind

GROUNDS = tuple(ground.label for ground in Ground)


@dataclass(frozen=True, slots=True)
class WithheldSection:
    """A section of the register: how many of its items are visible, and those that are not."""

    section: Section
    visible: int
    withheld: Sequence[Item]


@dataclass(frozen=True, slots=True)
class OwnVisibility:
    """Why the reader sees this certification, and what of it is withheld from their attribute."""

    facility_id: str
    kind: OrganisationKind
    scope: str
    rule: str
    reasons: Sequence[str]
    sections: Sequence[WithheldSection]
    edition: int
    proposal: bool


def own_visibility(session: Session, viewer: Viewer, facility_id: str) -> OwnVisibility:
    """What the reader may know. Raises ``NotFound`` exactly where the certification itself would be; recorded."""
    found_reasons: Sequence[str] = ()
    present = None
    with door.reading(session, viewer) as register:
        asked = {"facility_id": [facility_id[:LONGEST_ASKED]]}
        found = find_in_scope(register, facility_id)
        if found is None:
            name = EventName.CERTIFICATION_ABSENT
            register.note(name, object="facility:absent", outcome=Outcome.REFUSED, details={"asked": asked})
        else:
            present, facts = found.facility_id, visible_facts(register, found.id)
            found_reasons = tuple(reasons(viewer.scope & facts.keys(), facts))
            details = {"asked": asked, "about": f"account:{viewer.account_id}", "item": ""}
            register.note(
                EventName.ROW_EXPLAINED, certifications=[found.id], object=f"facility:{present}", details=details
            )
    if present is None:
        raise NotFound
    return OwnVisibility(
        facility_id=present,
        kind=viewer.kind,
        scope=scope_in_words(viewer.scope),
        rule=rule_in_words(viewer.kind),
        reasons=found_reasons,
        sections=_sections(viewer),
        edition=viewer.items.edition,
        proposal=viewer.items.proposal,
    )


def _sections(viewer: Viewer) -> Sequence[WithheldSection]:
    by_section: dict[str, list[Item]] = {}
    for item in catalogue().items:
        by_section.setdefault(item.section, []).append(item)
    return [_section(section, by_section.get(section.number, []), viewer) for section in catalogue().sections]


def _section(section: Section, items: Sequence[Item], viewer: Viewer) -> WithheldSection:
    withheld = tuple(item for item in items if item.key not in viewer.items)
    return WithheldSection(section, len(items) - len(withheld), withheld)
