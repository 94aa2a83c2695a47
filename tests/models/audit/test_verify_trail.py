"""The auditor's verifier: whatever is done to a trail, it names the first bad event; on another machine, alone (B3)."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from models.audit import verify_trail
from models.audit.verify_trail import Broken, Checkpoints, Verifier
from tests.models.audit.chains import (
    START,
    Values,
    chained,
    edited,
    fields_of,
    hash_of,
    relinked,
    renumbered,
    trail,
    values_of,
)

LONG = 1_000
OTHER = {str: "x", int: 999_999, list: [77], dict: {"x": 1}}


def first_bad(lines: list[bytes], heads: dict[int, str] | None = None) -> int | None:
    """The number of the first bad event; None when all is right."""
    verifier = Verifier(Checkpoints(heads or {}))
    try:
        for raw in lines:
            verifier.take(raw)
        verifier.finish()
    except Broken as fault:
        return fault.number
    return None


def test_a_trail_as_it_was_written_is_intact() -> None:
    assert first_bad(trail(LONG)) is None


def test_every_field_changed_at_every_place_is_found_and_named() -> None:
    lines = trail(LONG)
    for place, raw in enumerate(lines):
        for field in fields_of(raw):
            value = json.loads(raw)["event"][field]
            changed = edited(raw, field, OTHER[type(value)])
            found = first_bad([*lines[:place][-1:], changed], {place: hash_of(lines[place - 1])} if place else None)
            if place > 1:  # the piece before it is vouched for by what was known of it
                found = first_bad_after(lines, place, changed)
            assert found is not None, (place, field)
            assert field == "number" or found == place + 1, (place, field, found)


def first_bad_after(lines: list[bytes], place: int, changed: bytes) -> int | None:
    """What is found in the changed line, going on from the one before it, whose head is known."""
    return first_bad([lines[place - 1], changed], {place - 1: hash_of(lines[place - 2])})


def test_every_field_changed_with_its_hash_made_anew_is_found_by_the_event_after_it() -> None:
    lines = trail(LONG)
    for place, raw in enumerate(lines[:-1]):
        known = {place: hash_of(lines[place - 1])} if place else None
        for field in fields_of(raw):
            changed = relinked(raw, field, OTHER[type(json.loads(raw)["event"][field])])
            found = first_bad([changed, lines[place + 1]], known)
            assert found is not None, (place, field)
            assert field == "number" or found == place + 2, (place, field, found)
    last = relinked(lines[-1], "login_id", "x")
    assert first_bad([lines[-2], last], {LONG - 2: hash_of(lines[-3]), LONG: hash_of(lines[-1])}) == LONG


@pytest.mark.parametrize("field", ["hash", "previous_hash"])
def test_a_changed_hash_is_found_at_every_place(field: str) -> None:
    lines = trail(60)
    for place, raw in enumerate(lines):
        parts = json.loads(raw)
        parts[field] = "f" * 64
        body = json.dumps(parts["event"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        changed = verify_line(parts["hash"], parts["previous_hash"], body)
        assert first_bad([*lines[:place], changed, *lines[place + 1 :]]) == place + 1


def verify_line(own: str, previous: str, body: bytes) -> bytes:
    return b'{"hash":"%b","previous_hash":"%b","event":%b}\n' % (own.encode(), previous.encode(), body)


def test_a_deleted_event_is_missed_at_every_place() -> None:
    lines = trail(200)
    for place in range(len(lines) - 1):
        assert first_bad([*lines[:place], *lines[place + 1 :]]) in {place + 1, place + 2}
    later = [renumbered(raw, number) for number, raw in enumerate(lines[51:], 51)]
    assert first_bad([*lines[:50], *later]) == 51, "closing the gap does not hide it"


def test_an_inserted_event_is_found_at_every_place() -> None:
    lines = trail(100)
    for place in range(len(lines)):
        previous = hash_of(lines[place - 1]) if place else "0" * 64
        [forged] = chained([values_of(place + 1) | {"login_id": "someone"}], previous)
        found = first_bad([*lines[:place], forged, *lines[place:]])
        assert found == place + 1, "the forged event is a link of its own: the true one no longer follows"
        later = [renumbered(raw, number) for number, raw in enumerate(lines[place:], place + 2)]
        assert first_bad([*lines[:place], forged, *later]) == place + 2


def test_events_that_changed_places_are_found_at_every_place() -> None:
    lines = trail(200)
    for place in range(len(lines) - 1):
        swapped = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
        assert first_bad(swapped) in {place + 1, place + 2}


def test_a_cut_tail_and_a_rebuilt_trail_are_found_by_a_checkpoint() -> None:
    lines = trail(100)
    known = {40: hash_of(lines[39]), 90: hash_of(lines[89])}
    assert first_bad(lines, known) is None
    for end in range(40, 90):
        assert first_bad(lines[:end], known) == end + 1
    rebuilt = chained(values_of(n) | ({"login_id": "someone"} if n == 50 else {}) for n in range(1, 101))
    assert first_bad(rebuilt) is None, "by itself a rebuilt trail is consistent"
    assert first_bad(rebuilt, known) == 90
    rolled_back = [*lines[:60], *chained((values_of(n) | {"unit": "x"} for n in range(61, 121)), hash_of(lines[59]))]
    assert first_bad(rolled_back, known) == 90


def test_a_purged_beginning_is_accepted_where_the_trail_or_a_checkpoint_vouches_for_it() -> None:
    lines = trail(50)
    gone = {"first": 1, "last": 20, "events": 20, "previous_hash": "0" * 64, "last_hash": hash_of(lines[19])}
    proof: Values = {**values_of(51), "name": "audit:trail:purge", "details": {**gone, "sha256": "0" * 64}}
    purged = [*lines[20:], *chained([proof], hash_of(lines[-1]))]
    assert first_bad(purged) is None
    assert first_bad(lines[20:]) == 21, "without the proof the beginning is missing"
    assert first_bad(lines[20:], {20: hash_of(lines[19])}) is None
    assert first_bad(purged[1:]) == 22, "one more than the proof says"
    assert first_bad([*lines, *chained([proof], hash_of(lines[-1]))]) is None, "the file that was kept joins again"


def test_a_clock_set_back_is_told_and_is_no_fault() -> None:
    verifier = Verifier()
    for raw in chained(values_of(n) | ({"at": START} if n == 3 else {}) for n in range(1, 6)):
        verifier.take(raw)
    assert verifier.clock_went_back == [3]


def body_line(body: bytes, previous: str) -> bytes:
    """A line whose hashes are right, whatever its body is."""
    return verify_line(verify_trail.link(previous, body), previous, body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"number":3}',
        b'{"number":3,"at":null,"name":"x","details":{}}',
        b'{"number":3.0,"at":"","name":"x","details":{}}',
        b'{"number":NaN,"at":"","name":"x","details":{}}',
        b'{"number":3,"at":"2026","name":"audit:trail:purge","details":{}}',
        b'{"number":3,"at":"x","name":"audit:trail:purge","details":{"last":9,"last_hash":""}}',
        b'{"number":3,"at":"2026","name":"audit:checkpoint:make","details":[]}',
        b'{"number":3,"deep":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_a_malformed_event_whose_hash_is_right_is_named_and_breaks_nothing(body: bytes) -> None:
    lines = trail(2)
    forged = body_line(body, hash_of(lines[-1]))
    verifier = Verifier(Checkpoints({2: hash_of(lines[-1])}, {1: "0" * 64}, {2: "2026-04-01T00:02:00+00:00"}))
    for raw in lines:
        verifier.take(raw)
    with pytest.raises(Broken) as fault:
        verifier.take(forged)
    assert fault.value.number == 3


def test_a_purge_of_what_was_not_a_year_old_is_told_by_a_checkpoint() -> None:
    lines = trail(50)
    gone = {"first": 1, "last": 20, "events": 20, "previous_hash": "0" * 64, "last_hash": hash_of(lines[19])}

    def fault(seen_until: int, days: int) -> int | None:
        at = START + timedelta(days=days)
        proof = {**values_of(51), "at": at, "name": "audit:trail:purge", "details": {**gone, "sha256": "0" * 64}}
        heads = {seen_until: hash_of(lines[seen_until - 1])}
        verifier = Verifier(Checkpoints(heads, {}, {seen_until: START.isoformat()}))
        try:
            for raw in [*lines[20:], *chained([proof], hash_of(lines[-1]))]:
                verifier.take(raw)
        except Broken as broken:
            return broken.number
        return None

    assert (fault(19, 364), fault(19, 365)) == (51, None)
    assert fault(20, 364) is None, "a checkpoint that knew them all cannot say how old they are"


@pytest.mark.parametrize("raw", [b"", b"{}\n", b"x\n", b'{"hash":"' + b"0" * 64 + b'"}\n', b'["event"]\n'])
def test_what_is_no_line_of_a_trail_is_a_fault(raw: bytes) -> None:
    assert first_bad([*trail(2), raw]) == 3


def test_the_file_runs_alone_and_answers_in_both_languages(tmp_path: Path) -> None:
    program = tmp_path / "verify_trail.py"
    program.write_bytes(Path(verify_trail.__file__).read_bytes())
    lines, out = trail(30), tmp_path / "trail.jsonl"

    def run(written: list[bytes], *options: str) -> tuple[int, str]:
        out.write_bytes(b"".join(written))
        command = [sys.executable, "-I", str(program), str(out), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})
        return done.returncode, done.stdout + done.stderr

    assert run(lines)[0] == 0
    assert run([])[0] == 1, "no event at all is no intact trail"
    assert "events up to 10 are not here" in run(lines[10:], "--former-head", f"10:{hash_of(lines[9])}")[1]
    assert run(lines, "--former-head", f"30:{hash_of(lines[-1])}")[0] == 0
    code, said = run([*lines[:10], edited(lines[10], "login_id", "x"), *lines[11:]])
    assert (code, "証跡 11 の内容が書き換えられています" in said, "NOT INTACT: event 11" in said) == (1, True, True)
    assert run(lines[:-1], "--former-head", f"30:{hash_of(lines[-1])}")[0] == 1
    assert run(lines[:-1], "--former-head", f"30:{hash_of(lines[-1])}", "--until", "2026-04-01")[0] == 2
    assert run([lines[3], lines[20]], "--selection")[0] == 0
    assert run([edited(lines[3], "unit", "x")], "--selection")[0] == 1
    assert run(lines, "--checkpoints", str(tmp_path / "none"))[0] == 2


def test_a_part_is_told_by_what_it_was_stated_to_begin_and_end_with(tmp_path: Path) -> None:
    lines, out = trail(100), tmp_path / "trail.jsonl"
    book = tmp_path / "checkpoints.jsonl"
    made = [checkpoint(1, 40, lines), checkpoint(2, 90, lines)]
    book.write_bytes(b"".join(made))
    expected = {
        "first": f"21:{hash_of(lines[20])}",
        "last": f"100:{hash_of(lines[99])}",
        "until": (START + timedelta(days=3)).isoformat(),
        "former-head": f"20:{hash_of(lines[19])}",
    }

    def verified(part: list[bytes], **changed: str) -> int:
        out.write_bytes(b"".join(part))
        options = [f"--{name}={value}" for name, value in {**expected, **changed}.items() if value]
        return verify_trail.main([str(out), "--checkpoints", str(book), *options])

    assert verified(lines[20:]) == 0
    assert verified(lines[20:60]) == verified(lines[20:95]) == verified(lines[40:]) == verified(lines[10:]) == 1
    another = chained((values_of(n) | {"unit": "x"} for n in range(99, 101)), hash_of(lines[97]))
    assert verified([*lines[20:98], *another]) == 1, "as long as stated, with another end"
    # The end that is there is stated: what was cut off before the part was made is told by the checkpoints of its time.
    cut = {"last": f"60:{hash_of(lines[59])}"}
    assert verified(lines[20:60], **cut) == verified(lines[20:60], **cut, until="") == 1
    assert verified(lines[20:60], **cut, until=(START + timedelta(days=2)).isoformat()) == 0, "the second came later"
    assert verified([], first="", last="") == 1
    assert verified([], first="", last="", until=(START + timedelta(days=1)).isoformat()) == 0, "there was nothing then"
    assert verified(lines[20:], until="2026-04-01T00:00:00") == 2, "it has to say where"


def checkpoint(day: int, covers: int, lines: list[bytes]) -> bytes:
    """The line of the checkpoint that was made on this day, the first or the second."""
    at = (START + timedelta(days=day)).isoformat()
    values = {"at": at, "clock_back": False, "covers": covers, "head": hash_of(lines[covers - 1]), "number": day}
    before = "0" * 64 if day == 1 else json.loads(checkpoint(1, 40, lines))["hash"]
    body = json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
    own = verify_trail.link(before, body)
    return b'{"hash":"%b","mac":"%b","previous":"%b","checkpoint":%b}\n' % (
        own.encode(),
        b"0" * 64,
        before.encode(),
        body,
    )
