"""Reading EVENTS.csv: acts of any system in one format, in order of time."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from models.detection.signal import Act, Signal
from models.errors import DomainError

if TYPE_CHECKING:
    from _csv import Reader

COLUMNS = (
    "at", "login_id", "organisation", "kind", "unit", "address", "device", "act", "facility_id", "rows", "country",
)  # fmt: skip
ROLE = "role"
"""A further column, read where it is there."""
NAMED_FAULTS = 20


class WrongEvents(DomainError):
    """The file is no event file, or a line is wrong and lines had to be right; the reason names the line."""


@dataclass(slots=True)
class Faults:
    """Lines left out: how many, and the first of them in words."""

    number: int = 0
    named: list[str] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        """Count one more."""
        self.number += 1
        if len(self.named) < NAMED_FAULTS:
            self.named.append(f"{line}行目: {reason}")


@dataclass(slots=True)
class EventReader:
    """Reads lines one by one, and remembers what it left out. ``strict``: the first wrong line raises ``WrongEvents``.

    A byte-order mark, CRLF, quotes, another order of columns and further columns are no faults, nor is it that ``role``
    is not among these. A line earlier than the one before it is one: detection knows only what came before.
    """

    lines: Iterable[str]
    strict: bool = False
    faults: Faults = field(default_factory=Faults)
    read: int = 0

    def __iter__(self) -> Iterator[Signal]:
        reader = csv.reader(self.lines)
        places = self._places(reader)
        latest: datetime | None = None
        for row in self._rows(reader):
            signal = _signal(row, places)
            if isinstance(signal, Signal) and latest is not None and signal.at < latest:
                signal = "前の行より古い日時です。"
            if isinstance(signal, str):
                self._fault(reader.line_num, signal)
                continue
            latest = signal.at
            self.read += 1
            yield signal

    def _rows(self, reader: "Reader") -> Iterator[list[str]]:
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                self._fault(reader.line_num, f"CSVとして読めません（{error}）。")
                continue
            if row is None:
                return
            if row:
                yield row

    def _places(self, reader: Iterator[list[str]]) -> list[int]:
        try:
            header = [name.strip().removeprefix("\ufeff").lower() for name in next(reader, [])]
        except csv.Error as error:
            raise WrongEvents(f"見出しの行を読めません: {error}") from error
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise WrongEvents(f"見出しに {', '.join(missing)} がありません。")
        return [header.index(name) for name in (*COLUMNS, *({ROLE} & set(header)))]

    def _fault(self, line: int, reason: str) -> None:
        if self.strict:
            raise WrongEvents(f"{line}行目: {reason}")
        self.faults.add(line, reason)


_ACTS = {act.value: act for act in Act}


def _signal(row: list[str], places: list[int]) -> Signal | str:
    """The act of a line, or what is wrong with it."""
    try:
        at, login_id, organisation, kind, unit, address, device, act, facility, rows, country, *role = (
            row[place].strip() for place in places
        )
    except IndexError:
        return "列が足りません。"
    known = _ACTS.get(act)
    if known is None:
        return f"act「{act[:40]}」という操作はありません。"
    if not login_id:
        return "login_id が空です。"
    if rows and not (rows.isascii() and rows.isdecimal() and len(rows) < 10):
        return f"rows「{rows[:40]}」が0以上の整数ではありません。"
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return f"at「{at[:40]}」が日時ではありません。"
    if moment.tzinfo is None:
        return f"at「{at[:40]}」に時差がありません。"
    return Signal(
        moment, login_id, organisation, kind, unit, address, device, known, facility, int(rows or 0), country,
        role="".join(role),
    )  # fmt: skip


def write_events(file: TextIO, signals: Iterable[Signal]) -> int:
    """EVENTS.csv; how many lines."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    number = 0
    for one in signals:
        number += 1
        writer.writerow(
            (
                one.at.isoformat(timespec="seconds"), one.login_id, one.organisation, one.kind, one.unit, one.address,
                one.device, one.act.value, one.facility_id, one.rows, one.country,
            )
        )  # fmt: skip
    return number
