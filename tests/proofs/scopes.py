"""Whose eyes: every kind of organisation, with the scopes it may have and those it must not."""

from dataclasses import dataclass

from models.organisations.kinds import OrganisationKind

K = OrganisationKind
WRONG = (None, "", " ", "%", "_", "unknown", "99999", "０１", "c\0")
"""Codes of no kind: nothing stated, nothing seen."""


@dataclass(frozen=True)
class Organisation:
    """A kind with what limits its rows."""

    kind: OrganisationKind
    code: str | None = None
    laws: tuple[str, ...] = ()


def organisations(kind: OrganisationKind) -> list[Organisation]:
    """The organisations of a kind that see something, or all or nothing, of the entangled register."""
    return [*_OWN.get(kind, [Organisation(kind)]), *(Organisation(kind, code) for code in WRONG)]


def _of(kind: OrganisationKind, *codes: str) -> list[Organisation]:
    return [Organisation(kind, code) for code in codes]


_OWN = {
    K.GRID_OPERATOR: _of(K.GRID_OPERATOR, *("tokyo", "chubu", "tohoku", "okinawa") * 3),
    K.BUREAU: _of(K.BUREAU, *("C", "E", "I", "F") * 3),
    # A prefecture, a city, a designated city, a ward of it, a ward that shares a facility with another.
    K.LOCAL_GOVERNMENT: _of(
        K.LOCAL_GOVERNMENT, *("22", "14", "22210", "14100", "14101", "14103", "27140", "40100") * 2
    ),
    K.MINISTRY: [
        Organisation(K.MINISTRY, laws=laws) for laws in ((), ("11",), ("03", "11"), ("99",), ("",), ("11", "")) * 2
    ],
    K.CERTIFIED_OPERATOR: _of(K.CERTIFIED_OPERATOR, *("1", "2", "3", "5", "8", "01", "1 or 1=1") * 2),
}
