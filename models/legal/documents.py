"""The terms of use and the privacy policy: dated files, shown on every page and kept in every version (M14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from models.legal.dated import DamagedText, NoSuchText, dated_files, digest, in_force, read_dated, sentences

FOLDER = Path(__file__).parent


class DocumentName(StrEnum):
    """The documents there are; the value is the folder their versions lie in."""

    TERMS = "terms"
    PRIVACY = "privacy"


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
    """One version of one document, with the deployment's own name and contact filled in.

    ``sha256`` names the words as shown: the digest (``models.legal.dated.digest``) of
    ``[title, [[number, heading, [[text, [clause, …]], …]], …]]``.
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
        articles = [
            [article.number, article.heading, [[part.text, list(part.clauses)] for part in article.paragraphs]]
            for article in self.articles
        ]
        object.__setattr__(self, "sha256", digest([self.title, articles]))


def current_terms(on: date, *, operator_name: str, contact: str, folder: Path = FOLDER) -> LegalDocument:
    """The terms of use in force on this day in Japan. The two names are those of the deployment's settings."""
    return in_force(versions(DocumentName.TERMS, operator_name=operator_name, contact=contact, folder=folder), on)


def current_privacy(on: date, *, operator_name: str, contact: str, folder: Path = FOLDER) -> LegalDocument:
    """The privacy policy in force on this day in Japan."""
    return in_force(versions(DocumentName.PRIVACY, operator_name=operator_name, contact=contact, folder=folder), on)


def published(
    name: DocumentName, on: date, *, operator_name: str, contact: str, folder: Path = FOLDER
) -> tuple[LegalDocument, ...]:
    """Every version that has come into force by this day, oldest first: the last one is in force."""
    every = versions(name, operator_name=operator_name, contact=contact, folder=folder)
    return tuple(document for document in every if document.version <= on)


def versions(
    name: DocumentName, *, operator_name: str, contact: str, folder: Path = FOLDER
) -> tuple[LegalDocument, ...]:
    """Every version of a document, oldest first, those not yet in force included."""
    return _read_all(folder, name, operator_name.strip(), contact.strip())


@cache
def _read_all(folder: Path, name: DocumentName, operator_name: str, contact: str) -> tuple[LegalDocument, ...]:
    if not operator_name or not contact:
        raise DamagedText("the documents need the name of the system's owner and a contact")
    names = {"operator_name": operator_name, "contact": contact}
    documents = tuple(_read(path, name, names) for path in dated_files(folder / name))
    if not documents:
        raise NoSuchText(f"no version of the {name} document is kept")
    return documents


def _read(path: Path, name: DocumentName, names: Mapping[str, str]) -> LegalDocument:
    where = f"{name}/{path.name}"
    values = read_dated(path)
    if values.get("effective_on") != values["version"]:
        raise DamagedText(f"{where}: a version comes into force on its own date")
    articles = tuple(_article(entry, where, names) for entry in values.get("articles", []))
    if not articles or [article.number for article in articles] != list(range(1, len(articles) + 1)):
        raise DamagedText(f"{where}: the articles are not numbered from 1 without a gap")
    return LegalDocument(
        name=name,
        title=_filled(values.get("title"), where, names),
        version=values["version"],
        articles=articles,
        changes=sentences(values.get("changes"), f"{where}: changes"),
    )


def _article(entry: Mapping[str, Any], where: str, names: Mapping[str, str]) -> Article:
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


def _filled(text: object, where: str, names: Mapping[str, str]) -> str:
    """The text with the deployment's names in it; a name that is not known is damage, never shown."""
    if not isinstance(text, str) or not text.strip():
        raise DamagedText(f"{where}: a text is missing")
    try:
        return Template(text).substitute(names)
    except (KeyError, ValueError) as error:
        raise DamagedText(f"{where}: unknown placeholder: {error}") from error
