"""The documents that can be published, each with its way from words to what is kept, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.consent import texts
from models.consent.texts import ITEM_CODES, ConsentItem, ConsentText, document_of, items_digest
from models.errors import NotFound
from models.legal import documents
from models.legal.documents import Article, DocumentName, LegalDocument, Paragraph, words_digest
from models.organisations.kinds import OrganisationKind
from models.publishing.words import Section, Words


@dataclass(frozen=True, slots=True)
class Version:
    """One published version, shipped or from the table, with its words as written."""

    version: date
    words: Words
    changes: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class TextDocument:
    """One of the twelve: the terms, the policy, and the six items of each kind of organisation.

    ``kind`` is the kind whose people are asked its six items, none for the terms and the policy, which concern all.
    """

    name: str
    title: str = ""
    kind: OrganisationKind | None = None

    @property
    def label(self) -> str:
        """What it is called: of the six items, by the kind's name in the register in use."""
        return f"同意事項（{self.kind.label}）" if self.kind else self.title

    @property
    def kinds(self) -> Sequence[OrganisationKind]:
        """Whose people are asked again when it changes."""
        return [self.kind] if self.kind else list(OrganisationKind)

    def versions(self, session: Session) -> Sequence[Version]:
        """Every published version, oldest first, those not yet in force included."""
        if self.kind:
            return [_of_items(text) for text in texts.versions(session, self.kind.value)]
        return [_of_document(one) for one in documents.versions(session, DocumentName(self.name), None)]

    def shipped(self) -> Sequence[Version]:
        """Every version that the product ships, oldest first."""
        if self.kind:
            return [_of_items(text) for text in texts.shipped(self.kind.value)]
        return [_of_document(one) for one in documents.shipped(DocumentName(self.name), None)]

    def words(self, content: Mapping[str, Any]) -> Words:
        """The words in what the table keeps, a draft's gaps included."""
        if self.kind:
            return Words("", tuple(_item_section(entry["heading"], entry["paragraphs"]) for entry in content["items"]))
        return Words(
            content["title"],
            tuple(
                Section(
                    entry["heading"],
                    tuple(
                        Paragraph(number, part["text"], tuple(part.get("clauses", ())))
                        for number, part in enumerate(entry["paragraphs"], start=1)
                    ),
                )
                for entry in content["articles"]
            ),
        )

    def content(self, words: Words) -> dict[str, Any]:
        """The words as the table keeps them, in the form of the shipped files."""
        if self.kind:
            return {
                "items": [
                    {"code": item.code, "heading": item.heading, "paragraphs": list(item.body)}
                    for item in _items(words)
                ]
            }
        articles = [
            {
                "number": article.number,
                "heading": article.heading,
                "paragraphs": [_paragraph(part) for part in article.paragraphs],
            }
            for article in _articles(words)
        ]
        return {"title": words.title, "articles": articles}

    def sha256(self, words: Words) -> str:
        """The digest of the words as written: that of the version they become."""
        return items_digest(_items(words)) if self.kind else words_digest(words.title, _articles(words))

    def section_label(self, number: int) -> str:
        """How a section is counted, from 1: 第5条, or 5."""
        return f"{number}." if self.kind else f"第{number}条"


TERMS = TextDocument(DocumentName.TERMS.value, DocumentName.TERMS.label)
PRIVACY = TextDocument(DocumentName.PRIVACY.value, DocumentName.PRIVACY.label)
ITEMS = tuple(TextDocument(document_of(kind.value), kind=kind) for kind in OrganisationKind)
DOCUMENTS: Mapping[str, TextDocument] = {one.name: one for one in (TERMS, PRIVACY, *ITEMS)}


def document_named(name: str) -> TextDocument:
    """The document of this name. Raises ``NotFound``."""
    found = DOCUMENTS.get(name)
    if found is None:
        raise NotFound
    return found


def _paragraph(part: Paragraph) -> dict[str, Any]:
    return {"text": part.text} | ({"clauses": list(part.clauses)} if part.clauses else {})


def _of_items(text: ConsentText) -> Version:
    sections = tuple(_item_section(item.heading, item.body) for item in text.items)
    return Version(text.version, Words("", sections), text.changes, text.sha256)


def _of_document(one: LegalDocument) -> Version:
    sections = tuple(Section(article.heading, article.paragraphs) for article in one.articles)
    return Version(one.version, Words(one.title, sections), one.changes, one.sha256)


def _item_section(heading: str, body: Sequence[str]) -> Section:
    return Section(heading, tuple(Paragraph(number, text) for number, text in enumerate(body, start=1)))


def _items(words: Words) -> list[ConsentItem]:
    # An item has no clauses: a line that looks like one is a paragraph of it.
    return [
        ConsentItem(code, section.heading, section.lines)
        for code, section in zip(ITEM_CODES, words.sections, strict=True)
    ]


def _articles(words: Words) -> list[Article]:
    return [Article(number, part.heading, part.paragraphs) for number, part in enumerate(words.sections, start=1)]
