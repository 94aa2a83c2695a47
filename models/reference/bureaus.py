"""The nine bureaus that certify: the regional bureaus of economy, and Okinawa's general bureau.

The eighth character of a 設備ID names the bureau: its letter under FIT, its digit under FIP.
"""

from dataclasses import dataclass

from models.reference.tables import codes, rows


@dataclass(frozen=True, slots=True)
class Bureau:
    """One bureau, known by its letter (``A`` in Hokkaido … ``I`` in Okinawa)."""

    letter: str
    fip_digit: str
    name: str
    prefecture_codes: tuple[str, ...]


BUREAUS: dict[str, Bureau] = {
    row["letter"]: Bureau(row["letter"], row["fip_digit"], row["name"], codes(row["prefecture_codes"]))
    for row in rows("bureaus.csv")
}
# By the eighth character of a 設備ID, letter or digit.
BY_MARK: dict[str, Bureau] = BUREAUS | {bureau.fip_digit: bureau for bureau in BUREAUS.values()}
_BY_PREFECTURE: dict[str, Bureau] = {code: bureau for bureau in BUREAUS.values() for code in bureau.prefecture_codes}


def bureau(letter: str) -> Bureau | None:
    """The bureau with this letter, or None."""
    return BUREAUS.get(letter)


def bureau_of_prefecture(prefecture_code: str) -> Bureau | None:
    """The bureau in charge of a prefecture (``01``…``47``), or None."""
    return _BY_PREFECTURE.get(prefecture_code)
