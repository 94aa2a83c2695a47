"""Reading EVENTS.csv: acts of any system in one format, in order of time."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from models.detection.signal import Act, Signal
from models.errors import DomainError

COLUMNS = (
    "at", "login_id", "organisation", "kind", "unit", "address", "device", "act", "facility_id", "rows", "country",
)  # fmt: skip
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

    A byte-order mark, CRLF, quotes, another order of columns and further columns are no faults. A line earlier than the
    one before it is one: detection knows only what came before.
    """

    lines: Iterable[str]
    strict: bool = False
    faults: Faults = field(default_factory=Faults)
    read: int = 0

    def __iter__(self) -> Iterator[Signal]:
        reader = csv.reader(self.lines)
        places = self._places(reader)
        latest: datetime | None = None
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._fault(reader.line_num, f"CSVとして読めません（{error}）。")
                continue
            if not row:
                continue
            try:
                signal = _signal(row, places)
                if latest is not None and signal.at < latest:
                    raise _WrongLine("前の行より古い日時です。")
            except _WrongLine as error:
                self._fault(reader.line_num, str(error))
                continue
            latest = signal.at
            self.read += 1
            yield signal

    def _places(self, reader: "Iterator[list[str]]") -> list[int]:
        try:
            header = [name.strip().removeprefix("\ufeff").lower() for name in next(reader, [])]
        except csv.Error as error:
            raise WrongEvents(f"見出しの行を読めません: {error}") from error
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise WrongEvents(f"見出しに {', '.join(missing)} がありません。")
        return [header.index(name) for name in COLUMNS]

    def _fault(self, line: int, reason: str) -> None:
        if self.strict:
            raise WrongEvents(f"{line}行目: {reason}")
        self.faults.add(line, reason)


class _WrongLine(ValueError):
    """A line that is no act."""


_ACTS = {act.value: act for act in Act}


def _signal(row: list[str], places: list[int]) -> Signal:
    try:
        at, login_id, organisation, kind, unit, address, device, act, facility, rows, country = (
            row[place].strip() for place in places
        )
    except IndexError:
        raise _WrongLine("列が足りません。") from None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise _WrongLine(f"at「{at[:40]}」が日時ではありません。") from None
    if moment.tzinfo is None:
        raise _WrongLine(f"at「{at[:40]}」に時差がありません。")
    known = _ACTS.get(act)
    if known is None:
        raise _WrongLine(f"act「{act[:40]}」という操作はありません。")
    if not login_id:
        raise _WrongLine("login_id が空です。")
    try:
        number = int(rows or 0)
    except ValueError:
        raise _WrongLine(f"rows「{rows[:40]}」が整数ではありません。") from None
    if number < 0:
        raise _WrongLine(f"rows「{rows[:40]}」が負の数です。")
    return Signal(moment, login_id, organisation, kind, unit, address, device, known, facility, number, country)
