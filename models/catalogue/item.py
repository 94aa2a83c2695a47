"""One viewing item: what it is called, what it holds, where it is stored."""

from dataclasses import dataclass
from enum import StrEnum

from models.organisations.kinds import OrganisationKind


class ItemType(StrEnum):
    """What a value of an item is. A ``…_list`` holds several of the plain kind."""

    STRING = "string"
    TEXT = "text"
    CODE = "code"
    ENUM = "enum"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MONTH = "month"
    DATETIME = "datetime"
    FILE = "file"
    DATE_RANGE = "date_range"
    STRING_LIST = "string_list"
    ENUM_LIST = "enum_list"
    CODE_LIST = "code_list"
    DECIMAL_LIST = "decimal_list"
    INTEGER_LIST = "integer_list"
    DATE_LIST = "date_list"
    DATETIME_LIST = "datetime_list"

    @property
    def numeric(self) -> bool:
        """Whether values are numbers, shown right-aligned."""
        return self in {ItemType.INTEGER, ItemType.DECIMAL}


class Store(StrEnum):
    """Where an item's value lives."""

    COLUMN = "column"
    DOCUMENT = "document"
    SITE = "site"


class PersonalData(StrEnum):
    """Whether a value is personal data: always, never, or when the operator is a natural person."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the catalogue.

    ``code`` is the reviewers' number (I01-001), ``key`` the stable name in addresses, files and tests. ``scale`` is
    the number of digits after the point of a decimal. ``internal`` items are never shown to certified operators.
    """

    code: str
    key: str
    section: str
    label: str
    label_en: str
    applies_to: str
    type: ItemType
    unit: str
    personal: PersonalData
    internal: bool
    store: Store
    scale: int
    choices: tuple[str, ...]
    searchable: bool
    sortable: bool
    filterable: bool

    def __hash__(self) -> int:
        # Every page looks items up thousands of times, and no two items share a key.
        return hash(self.key)

    @property
    def short_label(self) -> str:
        """The label without the explanation in brackets at its end, for heads of tables and fields of forms."""
        return self.label.partition("（")[0] or self.label


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the register, in the register's own order."""

    number: str
    label: str
    label_en: str


def can_be_granted(item: Item, attribute: OrganisationKind) -> bool:
    """Whether any ground will do: internal items are never shown to certified operators (policy §3)."""
    return not (item.internal and attribute is OrganisationKind.CERTIFIED_OPERATOR)
