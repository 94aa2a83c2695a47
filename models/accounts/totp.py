"""Time-based one-time codes (RFC 6238): keys, the picture a phone reads, and which step a code belongs to (M5)."""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import pyotp
import segno

STEP_SECONDS = 30
TOLERATED_STEPS = 1
DRIFT_STEPS = 40
DIGITS = 6
QUIET_ZONE = 4
ISSUER = "Saiene"
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−ー]+")


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as the path of an SVG: ``size`` modules a side, quiet zone included, and the dark ones in ``path``."""

    size: int
    path: str


def new_key() -> str:
    """A fresh key of 160 bits, base32."""
    return pyotp.random_base32(length=32)


def provisioning_uri(key: str, login_id: str) -> str:
    """What the QR code says, in the form authenticator apps share."""
    return pyotp.TOTP(key).provisioning_uri(name=login_id, issuer_name=ISSUER)


def qr_code(uri: str) -> QrCode:
    """The QR code to draw; never a micro QR, which phones do not read."""
    rows = segno.make(uri, micro=False, error="m").matrix_iter(border=QUIET_ZONE)
    dark: list[str] = []
    size = 0
    for size, row in enumerate(rows, 1):
        start = 0
        for is_dark, modules in groupby(row):
            length = len(list(modules))
            if is_dark:
                dark.append(f"M{start} {size - 1}h{length}v1h-{length}z")
            start += length
    return QrCode(size, "".join(dark))


def typed_key(key: str) -> str:
    """The key for typing by hand, in groups of four."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def clean_code(text: str) -> str:
    """The typed code as ASCII digits: full-width digits, spaces and hyphens are what people type."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:40]))


def current_step(now: datetime) -> int:
    """The number of the 30-second step at ``now``."""
    return int(now.timestamp()) // STEP_SECONDS


def matching_step(key: str, code: str, now: datetime) -> int | None:
    """The step, within one of now, whose code this is."""
    return _find(key, code, current_step(now), TOLERATED_STEPS)


def minutes_off(key: str, code: str, now: datetime) -> int | None:
    """How far the device's clock seems to be from ours when the code is right at another time, at most 20 minutes.

    Positive: the device is ahead. ``None``: no such time. Asked only while a device is being connected, where the
    key is on the person's own screen and a guess gains nothing.
    """
    middle = current_step(now)
    step = _find(key, code, middle, DRIFT_STEPS)
    if step is None:
        return None
    distance = step - middle
    return (abs(distance) + 1) // 2 * (1 if distance > 0 else -1)


def _find(key: str, code: str, middle: int, reach: int) -> int | None:
    code = clean_code(code)
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    totp = pyotp.TOTP(key)
    found = None
    for distance in range(reach, 0, -1):
        for step in (middle - distance, middle + distance):
            if hmac.compare_digest(totp.generate_otp(step), code):
                found = step
    return middle if hmac.compare_digest(totp.generate_otp(middle), code) else found
