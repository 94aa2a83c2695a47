"""The ten general electricity transmission and distribution companies (一般送配電事業者) and their supply areas."""

from dataclasses import dataclass

from models.reference.tables import codes, rows


@dataclass(frozen=True, slots=True)
class GridOperator:
    """One company. ``code`` names its supply area, ``established`` the month of legal separation, if there was one.

    ``same_person_as_retailer``: grid and retail are units of one legal person, so its users need a unit as well.
    """

    code: str
    area_name: str
    company: str
    group: str
    established: str | None
    prefecture_codes: tuple[str, ...]
    same_person_as_retailer: bool


def _read(row: dict[str, str]) -> GridOperator:
    return GridOperator(
        code=row["code"],
        area_name=row["area_name"],
        company=row["company"],
        group=row["group"],
        established=row["established"] or None,
        prefecture_codes=codes(row["prefecture_codes"]),
        same_person_as_retailer=row["same_person_as_retailer"] == "yes",
    )


GRID_OPERATORS: dict[str, GridOperator] = {row["code"]: _read(row) for row in rows("grid_operators.csv")}


def grid_operator(code: str) -> GridOperator | None:
    """The company of a supply area (``hokkaido``…``okinawa``), or None."""
    return GRID_OPERATORS.get(code)
