"""Codes and their steps."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import segno

from models.accounts import totp

NOW = datetime(2026, 5, 11, 1, 0, 10, tzinfo=UTC)
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(offset: int) -> str:
    return pyotp.TOTP(KEY).at(NOW, counter_offset=offset)


@pytest.mark.parametrize(("offset", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_accepted_one_step_around_now(offset: int, accepted: bool) -> None:
    step = totp.matching_step(KEY, code_at(offset), NOW)
    assert step == (totp.current_step(NOW) + offset if accepted else None)


@pytest.mark.parametrize("written", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "{1}－{2}", "{1}　{2}"])
@pytest.mark.parametrize("full_width", [False, True])
def test_a_code_may_be_typed_in_full_width_with_spaces_or_hyphens(written: str, full_width: bool) -> None:
    code = code_at(0)
    if full_width:
        code = code.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert totp.matching_step(KEY, written.format(code, code[:3], code[3:]), NOW) is not None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "①②③④⑤⑥x", "١٢٣٤٥٦x", "1" * 10_000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert totp.matching_step(KEY, typed, NOW) is None


@pytest.mark.parametrize(("minutes", "told"), [(0, 0), (3, 3), (-7, -7), (19, 19), (25, None)])
def test_the_distance_of_the_devices_clock_is_estimated(minutes: int, told: int | None) -> None:
    typed = pyotp.TOTP(KEY).at(NOW + timedelta(minutes=minutes))
    assert totp.minutes_off(KEY, typed, NOW) == told


def test_a_new_key_has_160_bits_and_is_shown_in_groups_of_four() -> None:
    key = totp.new_key()
    assert len(key) * 5 == 160
    groups = totp.typed_key(key).split(" ")
    assert [len(group) for group in groups] == [4] * 8
    assert "".join(groups) == key


def test_the_drawn_qr_code_is_the_one_a_phone_reads() -> None:
    uri = totp.provisioning_uri(KEY, "hanako.sato")
    drawn = totp.qr_code(uri)
    dark = set()
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path):
        dark |= {(int(row), int(column) + offset) for offset in range(int(length))}
    expected = [list(row) for row in segno.make(uri, micro=False, error="m").matrix_iter(border=4)]
    assert drawn.size == len(expected)
    assert dark == {(y, x) for y, row in enumerate(expected) for x, module in enumerate(row) if module}


def test_the_provisioning_uri_names_the_service_and_the_id() -> None:
    parsed = pyotp.parse_uri(totp.provisioning_uri(KEY, "hanako.sato"))
    assert (parsed.secret, parsed.name, parsed.issuer) == (KEY, "hanako.sato", totp.ISSUER)
