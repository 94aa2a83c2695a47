"""The closed set of organisation kinds (policy: who sees which rows)."""

from enum import StrEnum

from models.words import SHIPPED, words, words_of


class OrganisationKind(StrEnum):
    """A user attribute (利用者属性): grants name it, and row scope is decided by it (M2, M10)."""

    OWNER = "owner"
    BUREAU = "bureau"
    APPLICATION_AGENT = "application_agent"
    OCCTO = "occto"
    GRID_OPERATOR = "grid_operator"
    LOCAL_GOVERNMENT = "local_government"
    MINISTRY = "ministry"
    CERTIFIED_OPERATOR = "certified_operator"
    CONTRACTOR = "contractor"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The kind's name in Japanese: the catalogue's, where it names one."""
        return words().kinds.get(self.value) or words_of(SHIPPED).kinds[self.value]


OFFICES = frozenset({OrganisationKind.OWNER, OrganisationKind.CONTRACTOR, OrganisationKind.AUDITOR})
"""Without these no register can be run: they exist whatever its catalogue names."""
WITHOUT_ROWS = frozenset({OrganisationKind.CONTRACTOR, OrganisationKind.AUDITOR})
"""Whoever reads no record, whatever the organisation: they have no items either."""


def kinds_in_use() -> tuple[OrganisationKind, ...]:
    """The kinds an organisation can be of: those the catalogue in use names, in its order, and the offices (M18)."""
    named = tuple(map(OrganisationKind, words().kinds))
    return (*named, *(kind for kind in OrganisationKind if kind in OFFICES and kind not in named))


class Standing(StrEnum):
    """Whether an organisation's people may use the register (M16)."""

    ACTIVE = "active"
    BARRED = "barred"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The standing in words."""
        return _STANDINGS[self]


_STANDINGS = {Standing.ACTIVE: "利用中", Standing.BARRED: "利用停止", Standing.CLOSED: "登録終了"}
