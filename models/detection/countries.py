"""The country of an address, from a file the deployer provides.

Two forms are read: CSV with ``start,end,country`` (addresses and ISO 3166-1 alpha-2; gzip by the ending ``.gz``), and
MaxMind's ``.mmdb`` where the library ``maxminddb`` is installed. A public address in no range of a file is in no known
country: ``ELSEWHERE``, which counts as not Japan. A private, shared or documentation address is nowhere: it is the
office's own network.
"""

import csv
import gzip
from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from models.detection.addresses import Address, normalised
from models.errors import DomainError

SHIPPED_COUNTRIES = Path(__file__).parent / "data" / "japan.csv.gz"
"""The ranges of Japan alone: whatever else is public lies elsewhere."""
SHIPPED_AS_OF = date(2026, 6, 1)
"""The day of the database it was taken from."""
ELSEWHERE = "ZZ"
"""A country nobody knows (ISO 3166 leaves ZZ to its users)."""


class WrongCountryFile(DomainError):
    """The file names no countries; the reason says where it fails."""


class Countries:
    """Ranges of addresses and their countries, in ``start`` order; ranges do not overlap."""

    def __init__(self, ranges: Iterable[tuple[Address, Address, str]]) -> None:
        self._ranges: dict[int, list[tuple[int, int, str]]] = {4: [], 6: []}
        for start, end, country in ranges:
            self._ranges[start.version].append((int(start), int(end), country))
        for rows in self._ranges.values():
            rows.sort()
        self._starts = {version: [row[0] for row in rows] for version, rows in self._ranges.items()}
        self.of = lru_cache(maxsize=65_536)(self._of)

    def __len__(self) -> int:
        return sum(map(len, self._ranges.values()))

    def _of(self, text: str) -> str:
        """The country of an address as written; ``ELSEWHERE``, or empty for what is not public."""
        address = normalised(text)
        if address is None or not address.is_global:
            return ""
        rows, starts = self._ranges[address.version], self._starts[address.version]
        place = bisect_right(starts, int(address)) - 1
        if place >= 0 and rows[place][1] >= int(address):
            return rows[place][2]
        return ELSEWHERE


class MaxMindCountries:
    """A file in MaxMind's form."""

    def __init__(self, path: Path) -> None:
        try:
            self._reader: Any = import_module("maxminddb").open_database(str(path))
        except ImportError as error:
            raise WrongCountryFile(f"{path} を読むには maxminddb が必要です（pip install maxminddb）。") from error
        except (OSError, ValueError) as error:
            raise WrongCountryFile(f"{path} を国別の一覧として読めません: {error}") from error
        self.of = lru_cache(maxsize=65_536)(self._of)

    @property
    def as_of(self) -> date:
        """The day the file was built, as it says itself."""
        return datetime.fromtimestamp(self._reader.metadata().build_epoch, UTC).date()

    def _of(self, text: str) -> str:
        address = normalised(text)
        if address is None or not address.is_global:
            return ""
        try:
            found = self._reader.get(address) or {}
        except ValueError:  # an IPv6 address, and a file of IPv4 alone: no visitor brings detection down
            return ELSEWHERE
        nested = found.get("country")
        code = found.get("country_code") or (nested.get("iso_code") if isinstance(nested, dict) else nested)
        return str(code).upper() if code else ELSEWHERE


def read_countries(path: Path) -> Countries | MaxMindCountries:
    """The countries in a file. Raises ``WrongCountryFile``, which names the line."""
    if path.suffix == ".mmdb":
        return MaxMindCountries(path)
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            return Countries(_rows(path, csv.DictReader(file)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WrongCountryFile(f"{path} を国別の一覧として読めません: {error}") from error


def as_of(path: Path) -> date:
    """Of which day a file is (UTC): the shipped one's and MaxMind's are known, of another it is the day of its writing.

    Raises ``WrongCountryFile``.
    """
    if path == SHIPPED_COUNTRIES:
        return SHIPPED_AS_OF
    if path.suffix == ".mmdb":
        return MaxMindCountries(path).as_of
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except OSError as error:
        raise WrongCountryFile(f"{path} を国別の一覧として読めません: {error}") from error


def _rows(path: Path, reader: "csv.DictReader[str]") -> Iterable[tuple[Address, Address, str]]:
    for row in reader:
        try:
            start, end = ip_address(row["start"]), ip_address(row["end"])
            country = row["country"].strip().upper()
            right = start.version == end.version and int(start) <= int(end) and len(country) == 2
        except (KeyError, ValueError, AttributeError):
            right = False
        if not right:
            raise WrongCountryFile(f"{path} の{reader.line_num}行目が「start,end,country」ではありません。")
        yield start, end, country
