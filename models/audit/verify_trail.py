"""証跡の検証（標準ライブラリだけで動きます）. Checks an exported audit trail with Python's standard library alone.

    python verify_trail.py trail.jsonl [next.jsonl …] [--checkpoints checkpoints.jsonl] [--key key.txt]
                           [--first NUMBER:HASH] [--last NUMBER:HASH] [--until MOMENT]
                           [--former-head NUMBER:HASH] [--selection]

What is checked, and all there is to know of the format:

1. A line of the trail is {"hash":H,"previous_hash":P,"event":E}. H is the SHA-256, in hexadecimal, of P, a line feed,
   and the bytes of E exactly as they stand. So nobody changes an event without changing its hash.
2. P is the H of the line before; of the very first event, 64 zeros. Events are numbered 1, 2, 3 … without a gap. So
   nobody adds, removes or moves an event without changing every hash after it.
3. Somebody with the whole database could work every hash out anew. Against that stand the checkpoints, one a day, kept
   outside the database: how many events there were (covers) and the hash of the last (head). A line is {"hash":H,
   "mac":M,"previous":P,"checkpoint":C}; H and P are made like those of events, and M is the HMAC-SHA-256 of the same
   bytes under a key that the database does not hold. --former-head is one checkpoint, typed off a printed page.
4. A trail may begin later than 1 where its beginning was purged. Then the event audit:trail:purge in it, or a
   checkpoint, states the number and the hash it goes on from. Nothing younger than a year is purged: a checkpoint that
   was made within the year before the purge, and did not know the last event of the piece yet, convicts it.

Several files are read as one, in the order given. --first and --last are the events they have to begin and to end with.
With --until the trail ends earlier on purpose: checkpoints made at that moment or later are left aside, and what those
before it saw has to be there. With --selection the lines are excerpts: only rule 1 is checked.
It stops at the first bad event and names it. Exit code: 0 intact, 1 not intact, 2 cannot be read.
"""

import argparse
import hashlib
import hmac
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

BEGINNING = "0" * 64
EVENT_LINE = re.compile(rb'\{"hash":"([0-9a-f]{64})","previous_hash":"([0-9a-f]{64})","event":(\{.*\})\}\n?')
CHECKPOINT_LINE = re.compile(
    rb'\{"hash":"([0-9a-f]{64})","mac":"([0-9a-f]{64})","previous":"([0-9a-f]{64})","checkpoint":(\{.*\})\}\n?'
)
LEAST_KEPT = timedelta(days=365)
PURGED, CHECKPOINT_MADE = "audit:trail:purge", "audit:checkpoint:make"


class Broken(Exception):
    """The first bad event, or checkpoint, in two languages. ``number`` is the event's; 0 when no event can be named."""

    def __init__(self, number: int, japanese: str, english: str) -> None:
        super().__init__(english)
        self.number, self.japanese, self.english = number, japanese, english


def link(previous: str, body: bytes) -> str:
    """The hash that joins ``body`` to what came before."""
    return hashlib.sha256(previous.encode() + b"\n" + body).hexdigest()


@dataclass
class Checkpoints:
    """What is known from outside the database: heads, and when they were last and first seen, by the number of events
    covered; checkpoints by their number."""

    heads: dict[int, str] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)
    moments: dict[int, str] = field(default_factory=dict)
    first_seen: dict[int, str] = field(default_factory=dict)

    def read(self, lines: Iterable[bytes], key: bytes | None = None) -> None:
        """Take the lines of a file; raises ``Broken`` at the first that does not follow or is not of the ``key``."""
        previous, number, covers = BEGINNING, 0, 0
        for raw in lines:
            own, mac, before, body, values = self._parts(raw, number + 1)
            if (
                own != link(before, body)
                or (number and before != previous)
                or (values["number"] == 1) != (before == BEGINNING)
            ):
                raise _bad_checkpoint(number + 1, "前の照合点とつながりません", "does not follow the one before")
            if key is not None and not hmac.compare_digest(
                mac, hmac.new(key, before.encode() + b"\n" + body, hashlib.sha256).hexdigest()
            ):
                raise _bad_checkpoint(values["number"], "鍵と合いません", "was not made with this key")
            if number and values["number"] != number + 1:
                raise _bad_checkpoint(number + 1, "ありません", "is missing")
            if values["covers"] < covers:
                raise _bad_checkpoint(values["number"], "件数が減っています", "covers fewer events than the one before")
            previous, number, covers = own, values["number"], values["covers"]
            self.heads[covers], self.hashes[number], self.moments[covers] = values["head"], own, values["at"]
            self.first_seen.setdefault(covers, values["at"])

    def not_there_at(self, number: int) -> str:
        """When a checkpoint last saw a trail that did not reach event ``number`` yet; empty when none did."""
        before = [covers for covers in self.moments if covers < number]
        return self.moments[max(before)] if before else ""

    def seen_beyond(self, number: int, until: datetime | None) -> int:
        """How many events were known before ``until`` (ever, without one), if more than ``number``; otherwise 0."""
        beyond = [covers for covers in self.heads if covers > number]
        if until is not None:  # a head without a moment is one that somebody knew and typed: it counts
            beyond = [one for one in beyond if one not in self.first_seen or moment(self.first_seen[one]) < until]
        return max(beyond, default=0)

    @staticmethod
    def _parts(raw: bytes, expected: int) -> tuple[str, str, str, bytes, dict[str, Any]]:
        found = CHECKPOINT_LINE.fullmatch(raw)
        if found is None:
            raise _bad_checkpoint(expected, "読めません", "cannot be read")
        own, mac, before = (found[place].decode() for place in (1, 2, 3))
        values = _values(found[4])
        kinds = {"number": int, "covers": int, "head": str, "at": str}
        if values is None or any(type(values.get(name)) is not kind for name, kind in kinds.items()):
            raise _bad_checkpoint(expected, "読めません", "cannot be read")
        try:
            moment(values["at"])
        except ValueError as error:
            raise _bad_checkpoint(expected, "読めません", "cannot be read") from error
        return own, mac, before, found[4], values


def _bad_checkpoint(number: int, japanese: str, english: str) -> Broken:
    return Broken(0, f"照合点 {number} が{japanese}。", f"checkpoint {number} {english}")


def moment(text: str) -> datetime:
    """A moment with its time zone. Raises ``ValueError`` when it is none."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text} has no time zone / 時差がありません（例 2026-04-01T00:00:00+09:00）")
    return found


class Verifier:
    """Takes the events in their order, and says at the end whether anything is missing."""

    def __init__(self, known: Checkpoints | None = None) -> None:
        self.known = known or Checkpoints()
        self.first = self.last = self.count = 0
        self.first_hash = self.head = self.goes_on_from = BEGINNING
        self.clock_went_back: list[int] = []
        self._joins: tuple[int, str] | None = None
        self._at = ""

    def take(self, raw: bytes) -> None:
        """Check the next event; raises ``Broken``."""
        own, previous, body, event = parts_of(raw, self.last + 1)
        number = event["number"]
        if self.count == 0:
            self.first_hash = own
            self._begin(number, previous)
        elif number > self.last + 1:
            missing = self.last + 1
            raise Broken(
                missing,
                f"証跡 {missing} から {number - 1} までがありません（削除又は入替え）。",
                f"events {missing} to {number - 1} are missing here (deleted or moved)",
            )
        elif number <= self.last:
            raise Broken(
                number,
                f"証跡 {self.last} の後に {number} があります（挿入又は入替え）。",
                f"event {number} stands after {self.last} (inserted or moved)",
            )
        elif previous != self.head:
            raise Broken(
                number,
                f"証跡 {number} が、前の証跡とつながりません（前に挿入、削除又は書換えがあります）。",
                f"event {number} does not follow the one before (something was inserted, deleted or rewritten)",
            )
        if own != link(previous, body):
            raise Broken(
                number,
                f"証跡 {number} の内容が書き換えられています。",
                f"event {number} was changed after it was written",
            )
        self.last, self.head = number, own
        self.count += 1
        try:
            self._compare(event)
        except (KeyError, TypeError, ValueError) as error:
            raise Broken(
                number,
                f"証跡 {number} に、あるべき項目がありません。",
                f"event {number} lacks what an event of its name states",
            ) from error

    def _begin(self, number: int, previous: str) -> None:
        self.first, self.goes_on_from = number, previous
        if number == 1 and previous == BEGINNING:
            return
        if number <= 1:
            raise Broken(number, "証跡の始まりが正しくありません。", "the trail does not begin as it must")
        self._joins = (number - 1, previous)
        self._joined(number - 1, self.known.heads.get(number - 1))

    def _joined(self, last: int, head: str | None) -> None:
        """The trail is stated to have had ``head`` at event ``last``: settles the beginning if it joins there."""
        if self._joins == (last, head):
            self._joins = None

    def _compare(self, event: dict[str, Any]) -> None:
        number, details = event["number"], event["details"]
        if event["at"] < self._at:
            self.clock_went_back.append(number)
        self._at = event["at"]
        expected = self.known.heads.get(number)
        if expected is not None and expected != self.head:
            raise Broken(
                number,
                f"証跡 {number} までが、外部に控えた照合点と違います（巻戻し又は全体の作り直し）。",
                f"the trail up to event {number} is not the one the checkpoint saw (rolled back or rebuilt)",
            )
        if event["name"] == PURGED:
            self._check_old(number, details["last"], event["at"])
            self._joined(details["last"], details["last_hash"])
        if event["name"] == CHECKPOINT_MADE and self.known.hashes:
            checkpoint = details["checkpoint"]
            if self.known.hashes.get(checkpoint, details["hash"]) != details["hash"]:
                raise _bad_checkpoint(checkpoint, "証跡の記録と違います", "is not the one the trail speaks of")
            if checkpoint > max(self.known.hashes):
                raise _bad_checkpoint(checkpoint, "控えにありません", "is missing from the file")

    def _check_old(self, number: int, last: int, purged_at: str) -> None:
        """Raise ``Broken`` when a checkpoint shows that what was purged then had not been kept for a year."""
        seen = self.known.not_there_at(last)
        if seen and timedelta() < datetime.fromisoformat(purged_at) - datetime.fromisoformat(seen) < LEAST_KEPT:
            raise Broken(
                number,
                f"証跡 {number} による廃棄は、1年たたない証跡（{last} まで）を消しています。",
                f"the purge of event {number} took events (up to {last}) that were not a year old",
            )

    def finish(self, until: datetime | None = None) -> None:
        """After the last event; raises ``Broken`` when the beginning is missing, or an end that was known by then."""
        seen = self.known.seen_beyond(self.last, until)
        if seen:
            raise Broken(
                self.last + 1,
                f"証跡 {self.last + 1} 以降がありません。照合点は {seen} 件を確認しています（末尾の切捨て）。",
                f"the tail is cut off after event {self.last}: a checkpoint saw {seen} events",
            )
        if self._joins is not None:
            raise Broken(
                self.first,
                f"証跡 {self.first} より前がなく、廃棄の記録とも照合点とも合いません。",
                f"what came before event {self.first} is missing, and neither a purge nor a checkpoint vouches for it",
            )

    def check_ends(self, first: tuple[int, str] | None, last: tuple[int, str] | None) -> None:
        """Raise ``Broken`` unless the events begin and end with these numbers and hashes, where they are stated."""
        if first is not None and first != (self.first, self.first_hash):
            raise Broken(
                first[0],
                f"証跡は {first[0]} から始まるはずですが、その証跡から始まっていません（先頭の切捨て又は差替え）。",
                f"the trail does not begin with event {first[0]} as stated (its beginning is cut off, or another's)",
            )
        if last is not None and last != (self.last, self.head):
            raise Broken(
                min(self.last + 1, last[0]),
                f"証跡は {last[0]} で終わるはずですが、{self.last} で終わり、示された末尾と合いません"
                "（末尾の切捨て又は差替え）。",
                f"the trail does not end with event {last[0]} as stated, but with {self.last} (its end is cut off, or "
                "another's)",
            )


def parts_of(raw: bytes, expected: int = 0) -> tuple[str, str, bytes, dict[str, Any]]:
    """Hash, previous hash, the event's bytes and the event of a line; raises ``Broken``."""
    found = EVENT_LINE.fullmatch(raw)
    event = _values(found[3]) if found is not None else None
    if found is not None and event is not None and type(event.get("number")) is int:
        return found[1].decode(), found[2].decode(), found[3], event
    raise Broken(expected, f"証跡 {expected} の行を読めません。", f"the line of event {expected} cannot be read")


def _values(body: bytes) -> dict[str, Any] | None:
    """The JSON object in these bytes; None for what is none, or nested too deep to be one of ours."""
    try:
        values = json.loads(body.decode())  # as text it is read faster than as bytes
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def check_selection(lines: Iterable[bytes]) -> int:
    """Check every line by itself; how many there are. Raises ``Broken``."""
    count = 0
    for count, raw in enumerate(lines, 1):  # noqa: B007  # the count is the answer
        own, previous, body, event = parts_of(raw)
        if own != link(previous, body):
            number = event["number"]
            raise Broken(number, f"証跡 {number} の内容が書き換えられています。", f"event {number} was changed")
    return count


def main(arguments: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description="Checks an exported audit trail / 証跡を検証します")
    parser.add_argument("trail", nargs="+", help="the exported trail, oldest file first / 書き出した証跡")
    parser.add_argument("--checkpoints", help="the file of checkpoints / 照合点の控え")
    parser.add_argument("--key", help="a file with the key of the checkpoints / 照合点の鍵のファイル")
    parser.add_argument("--first", metavar="NUMBER:HASH", help="the first event / 最初の証跡の番号とハッシュ値")
    parser.add_argument("--last", metavar="NUMBER:HASH", help="the last event / 最後の証跡の番号とハッシュ値")
    parser.add_argument("--until", metavar="MOMENT", help="ends then, on purpose / この時刻までの証跡として検証する")
    parser.add_argument("--former-head", metavar="NUMBER:HASH", help="a head known before / 以前の件数とハッシュ値")
    parser.add_argument("--selection", action="store_true", help="lines are excerpts / 抜粋として検証する")
    options = parser.parse_args(arguments)
    try:
        return _selected(options.trail) if options.selection else _verified(options)
    except Broken as fault:
        print(f"異常があります: {fault.japanese}\nNOT INTACT: {fault.english}.")
        return 1
    except (OSError, ValueError) as error:
        print(f"読めません: {error}\nCANNOT BE READ: {error}", file=sys.stderr)
        return 2


def _verified(options: argparse.Namespace) -> int:
    known = Checkpoints()
    if options.key and not options.checkpoints:
        raise ValueError("--key needs --checkpoints / --key には --checkpoints が必要です")
    if options.checkpoints:
        key = None
        if options.key:
            with open(options.key, "rb") as file:
                key = file.read().strip()
        known.read(_lines([options.checkpoints]), key)
    former = _stated(options.former_head)
    if former is not None and known.heads.setdefault(*former) != former[1]:
        raise _bad_checkpoint(former[0], "以前の値と違います", "is not the one known from before")
    until = moment(options.until) if options.until else None
    verifier = Verifier(known)
    for raw in _lines(options.trail):
        verifier.take(raw)
    verifier.check_ends(_stated(options.first), _stated(options.last))
    if not verifier.count:
        if until is None:
            raise Broken(1, "証跡が1件もありません。", "there is no event at all")
        verifier.last = former[0] if former is not None else 0
    verifier.finish(until)
    _praise(verifier)
    return 0


def _stated(given: str | None) -> tuple[int, str] | None:
    """An event, or a head, as it is stated: its number and its hash."""
    if not given:
        return None
    number, _, own = given.partition(":")
    return int(number), own.strip().lower()


def _praise(verifier: Verifier) -> None:
    print(
        f"異常はありません: 証跡 {verifier.first}〜{verifier.last}（{verifier.count} 件）、"
        f"照合点 {len(verifier.known.heads)}。末尾 {verifier.head}"
    )
    print(f"INTACT: events {verifier.first} to {verifier.last}, {len(verifier.known.heads)} known heads compared.")
    if not verifier.known.heads:
        print("注意: 照合点がないため、末尾の切捨てと全体の作り直しは分かりません。")
        print("NOTE: without checkpoints a cut tail or a rebuilt trail cannot be noticed.")
    if verifier.first > 1:
        print(f"注意: 証跡 {verifier.first - 1} までは、ここにありません（以前の資料か廃棄の記録で確認）。")
        print(f"NOTE: events up to {verifier.first - 1} are not here: look for them in former files, or in a purge.")
    if verifier.clock_went_back:
        shown = ", ".join(map(str, verifier.clock_went_back[:10]))
        print(f"注意: 時計が戻った箇所があります（順序は正しいままです）: {shown}")
        print(f"NOTE: the clock went back before {len(verifier.clock_went_back)} events; their order stands: {shown}")


def _selected(paths: list[str]) -> int:
    count = check_selection(_lines(paths))
    print(f"抜粋 {count} 件は、それぞれのハッシュ値と合っています。前後のつながりは確かめていません。")
    print(f"EXCERPT: {count} events agree with their own hashes; that nothing is missing was not checked.")
    return 0


def _lines(paths: list[str]) -> Iterator[bytes]:
    for path in paths:
        with open(path, "rb") as file:
            yield from file


if __name__ == "__main__":
    sys.exit(main())
