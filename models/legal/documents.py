"""The terms of use and the privacy policy: dated, shown on every page and kept in every version (M14).

Versions are shipped as files and published on the running system (``published_texts``), and read alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from sqlalchemy.orm import Session

from models.legal.dated import DamagedText, NoSuchText, dated_files, digest, in_force, merged, read_dated, sentences
from models.legal.published_texts import PublishedText, content_of, published

FOLDER = Path(__file__).parent


class DocumentName(StrEnum):
    """The documents there are; the value is the folder their shipped versions lie in, and their name in the table."""

    TERMS = "terms"
    PRIVACY = "privacy"

    @property
    def label(self) -> str:
        """The document's name in Japanese."""
        return _LABELS[self]


_LABELS = {DocumentName.TERMS: "利用規約", DocumentName.PRIVACY: "プライバシーポリシー"}


@dataclass(frozen=True, slots=True)
class Names:
    """The deployment's own names, from its settings: they stand where the words have a placeholder for them."""

    operator_name: str
    contact: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "operator_name", self.operator_name.strip())
        object.__setattr__(self, "contact", self.contact.strip())
        if not self.operator_name or not self.contact:
            raise DamagedText("the documents need the name of the system's owner and a contact")


PLACEHOLDERS = ("operator_name", "contact")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph (項) and its numbered clauses (号, often none).

    Number 1 is not written when it is the article's only paragraph.
    """

    number: int
    text: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article (条), such as 第5条（一般送配電事業者による利用）."""

    number: int
    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def label(self) -> str:
        """The article's name in Japanese: 第5条."""
        return f"第{self.number}条"

    @property
    def anchor(self) -> str:
        """A name for links to this article within its page."""
        return f"article-{self.number}"


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """One version of one document, with the deployment's own names filled in (or as it is written, without any).

    ``sha256`` names the words as shown: see ``words_digest``.
    """

    name: DocumentName
    title: str
    version: date
    articles: tuple[Article, ...]
    changes: tuple[str, ...]
    sha256: str = field(init=False)

    @property
    def effective_on(self) -> date:
        """The day this version comes into force."""
        return self.version

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", words_digest(self.title, self.articles))


def words_digest(title: str, articles: Sequence[Article]) -> str:
    """The digest (``models.legal.dated.digest``) of ``[title, [[number, heading, [[text, [clause, …]], …]], …]]``."""
    words = [
        [article.number, article.heading, [[part.text, list(part.clauses)] for part in article.paragraphs]]
        for article in articles
    ]
    return digest([title, words])


def current_terms(session: Session, on: date, names: Names) -> LegalDocument:
    """The terms of use in force on this day in Japan."""
    return in_force(versions(session, DocumentName.TERMS, names), on)


def current_privacy(session: Session, on: date, names: Names) -> LegalDocument:
    """The privacy policy in force on this day in Japan."""
    return in_force(versions(session, DocumentName.PRIVACY, names), on)


def versions(
    session: Session, name: DocumentName, names: Names | None, *, folder: Path = FOLDER
) -> tuple[LegalDocument, ...]:
    """Every version of a document, oldest first, those not yet in force included; without ``names`` as written."""
    kept = [_published(session, name, known, names) for known in published(session, [name])]
    return merged(shipped(name, names, folder=folder), kept)


def shipped(name: DocumentName, names: Names | None, *, folder: Path = FOLDER) -> tuple[LegalDocument, ...]:
    """Every version that the product ships, oldest first."""
    return _read_all(folder, name, names)


@cache
def _read_all(folder: Path, name: DocumentName, names: Names | None) -> tuple[LegalDocument, ...]:
    documents = tuple(_read_file(path, name, names) for path in dated_files(folder / name))
    if not documents:
        raise NoSuchText(f"no version of the {name} document is kept")
    return documents


def _read_file(path: Path, name: DocumentName, names: Names | None) -> LegalDocument:
    where = f"{name}/{path.name}"
    values = read_dated(path)
    if values.get("effective_on") != values["version"]:
        raise DamagedText(f"{where}: a version comes into force on its own date")
    changes = sentences(values.get("changes"), f"{where}: changes")
    return _read(name, values, values["version"], changes, names, where)


_kept: dict[tuple[PublishedText, Names | None], LegalDocument] = {}


def _published(session: Session, name: DocumentName, known: PublishedText, names: Names | None) -> LegalDocument:
    """A version from the table; the key names its words, so that it is read once for as long as the process lives."""
    if (known, names) not in _kept:
        values, where = content_of(session, known), f"{name}, {known.version.isoformat()}"
        written = _read(name, values, known.version, known.changes, None, where)
        if written.sha256 != known.sha256:
            raise DamagedText(f"{where}: the words are not those that were published")
        _kept[known, None] = written
        _kept[known, names] = _read(name, values, known.version, known.changes, names, where)
    return _kept[known, names]


def _read(
    name: DocumentName,
    values: Mapping[str, Any],
    version: date,
    changes: tuple[str, ...],
    names: Names | None,
    where: str,
) -> LegalDocument:
    articles = tuple(_article(entry, where, names) for entry in values.get("articles", []))
    if not articles or [article.number for article in articles] != list(range(1, len(articles) + 1)):
        raise DamagedText(f"{where}: the articles are not numbered from 1 without a gap")
    title = _filled(values.get("title"), where, names)
    return LegalDocument(name=name, title=title, version=version, articles=articles, changes=changes)


def _article(entry: Mapping[str, Any], where: str, names: Names | None) -> Article:
    paragraphs = tuple(
        Paragraph(
            number=number,
            text=_filled(part.get("text"), where, names),
            clauses=tuple(
                _filled(clause, where, names)
                for clause in sentences(part.get("clauses"), f"{where}: clauses", optional=True)
            ),
        )
        for number, part in enumerate(entry.get("paragraphs", []), start=1)
    )
    if not paragraphs:
        raise DamagedText(f"{where}: an article has no paragraph")
    return Article(int(entry["number"]), _filled(entry.get("heading"), where, names), paragraphs)


def _filled(text: object, where: str, names: Names | None) -> str:
    """The text with the deployment's names in it; a name that is not known is damage, never shown."""
    if not isinstance(text, str) or not text.strip():
        raise DamagedText(f"{where}: a text is missing")
    if not can_be_filled(text):
        raise DamagedText(f"{where}: unknown placeholder")
    if names is None:
        return text
    return Template(text).substitute(operator_name=names.operator_name, contact=names.contact)


def can_be_filled(text: str) -> bool:
    """Whether every placeholder in the text is one of ``PLACEHOLDERS``; ``$$`` is a dollar sign."""
    template = Template(text)
    return template.is_valid() and set(template.get_identifiers()) <= set(PLACEHOLDERS)
