"""Attributes and grounds: what a catalogue calls those who see, and why they may (M9, M18).

Their names are data. What they do is not: which rows an attribute has, and what a ground asks for, are rules of the
product with proofs of their own, and a catalogue chooses among them.
"""

from dataclasses import dataclass

from models.catalogue.grants import Ground
from models.organisations.kinds import OrganisationKind


@dataclass(frozen=True, slots=True)
class Attribute:
    """One user attribute (利用者属性).

    ``code`` is its name in the catalogue's files, ``rows`` the rule that decides its rows and the name under which the
    database keeps it. ``short_label`` stands at the head of a column; ``duty`` is the duty its grants usually name.
    """

    code: str
    label: str
    label_en: str
    short_label: str
    rows: OrganisationKind
    duty: str


@dataclass(frozen=True, slots=True)
class GroundWords:
    """What a catalogue calls one of the two grounds; ``names`` says what a grant on it has to name (業務, 条文)."""

    code: str
    label: str
    label_en: str
    test: Ground
    names: str


@dataclass(frozen=True, slots=True)
class ProposedGrant:
    """One line of the grants a new deployment begins with. ``attribute`` and ``ground`` are the catalogue's codes."""

    item: str
    attribute: str
    ground: str
    reference: str
    note: str
    less_will_not_do: str
