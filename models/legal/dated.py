"""Dated texts: reading the files they are shipped in, choosing the one in force, and the digest that names words."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar


class Dated(Protocol):
    """A text that comes into force at the start of the day of its version."""

    @property
    def version(self) -> date: ...


DatedText = TypeVar("DatedText", bound=Dated)


class NoSuchText(LookupError):
    """No text of that name, version or day exists: a fault of the caller or the deployment, not of a person."""


class DamagedText(ValueError):
    """A text file that must not be shown, because it lacks something a reader is promised."""


def dated_files(folder: Path) -> tuple[Path, ...]:
    """The text files of a folder, oldest first. Their names are ISO dates, so the order of names is that of time."""
    if not folder.is_dir():
        raise NoSuchText(f"no texts are kept in {folder.name!r}")
    return tuple(sorted(folder.glob("*.toml")))


def read_dated(path: Path) -> dict[str, Any]:
    """The values of a text file, whose ``version`` is the date in its name."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DamagedText(f"{path.parent.name}/{path.name}: {error}") from error
    version = values.get("version")
    if not isinstance(version, date) or version.isoformat() != path.stem:
        raise DamagedText(f"{path.parent.name}/{path.name}: the version is not the date in the file's name")
    return values


def sentences(value: object, where: str, *, optional: bool = False) -> tuple[str, ...]:
    """A list of texts as a tuple; raises ``DamagedText`` for anything else, and for an empty text or list."""
    if value is None and optional:
        return ()
    if not isinstance(value, list) or not value or not all(isinstance(text, str) and text.strip() for text in value):
        raise DamagedText(f"{where}: expected a list of texts")
    return tuple(value)


def in_force(texts: Sequence[DatedText], on: date) -> DatedText:
    """The newest text whose version is not after the day ``on`` (a calendar day in Japan)."""
    begun = [text for text in texts if text.version <= on]
    if not begun:
        raise NoSuchText(f"no text is in force on {on.isoformat()}")
    return max(begun, key=lambda text: text.version)


def of_version(texts: Sequence[DatedText], version: date) -> DatedText:
    """The text of exactly this version, in force or not."""
    for text in texts:
        if text.version == version:
            return text
    raise NoSuchText(f"there is no version {version.isoformat()}")


def merged(shipped: Sequence[DatedText], published: Sequence[DatedText]) -> tuple[DatedText, ...]:
    """Shipped and published versions in one order, oldest first. Of two with one date, the published one counts.

    It was agreed to here; a file of its date can only have come later, with an upgrade.
    """
    by_date = {text.version: text for text in (*shipped, *published)}
    return tuple(by_date[version] for version in sorted(by_date))


def newest_version(shipped: Sequence[Dated], published: date | None, on: date) -> date:
    """The version in force on a day, of the shipped ones and the newest ``published`` one that has begun by then."""
    begun = [text.version for text in shipped if text.version <= on]
    if published is not None:
        begun.append(published)
    if not begun:
        raise NoSuchText(f"no text is in force on {on.isoformat()}")
    return max(begun)


def digest(content: object) -> str:
    """SHA-256, in hexadecimal, of the content as JSON: UTF-8, no escapes, no spaces.

    Anyone can compute it again with a standard library: ``json.dumps(content, ensure_ascii=False,
    separators=(",", ":"))``. JSON keeps the borders between texts, so moving a sentence to the next paragraph shows.
    """
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
