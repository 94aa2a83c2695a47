"""Versions from the table: read beside the files, by their own words, never changed again (M14, M15)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.consent import asked, texts
from models.legal import documents
from models.legal.dated import DamagedText, digest
from models.legal.documents import DocumentName, Names
from models.legal.published_texts import newest_versions, published
from models.organisations.kinds import OrganisationKind
from models.publishing.documents import DOCUMENTS, TextDocument
from models.publishing.words import Section, Words, read_typed
from tests.factories.texts import publish
from tests.models.accounts.people import START, add_person

SHIPPED, NEW, LATER = date(2026, 4, 1), date(2026, 6, 1), date(2026, 7, 1)
NAMES = Names("再エネ庁（例）", "係")
TERMS = DocumentName.TERMS
every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


@pytest.fixture(autouse=True)
def clock_stands_still() -> Iterator[None]:
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def officer(session: Session) -> Account:
    return add_person(session, credentials=False)


def other_words(document: TextDocument, session: Session) -> Words:
    """The newest words with one paragraph more in the first section."""
    words = document.versions(session)[-1].words
    first = words.sections[0]
    paragraphs = read_typed(f"{first.typed}\n\n加えた文です。")
    return replace(words, sections=(Section(first.heading, paragraphs), *words.sections[1:]))


@every_document
def test_a_published_version_is_read_as_it_was_written(
    session: Session, officer: Account, document: TextDocument
) -> None:
    words = other_words(document, session)
    publish(session, officer, document.name, NEW, words=words, changes=("文を加えました。",))
    former, newest = document.versions(session)
    assert (former.version, newest.version) == (SHIPPED, NEW)
    assert [part.lines for part in newest.words.sections] == [part.lines for part in words.sections]
    assert newest.changes == ("文を加えました。",)
    assert newest.sha256 == document.sha256(words) != former.sha256


def test_the_deployments_names_stand_in_it_and_its_digest_names_the_words_as_shown(
    session: Session, officer: Account
) -> None:
    publish(
        session, officer, "terms", NEW, words=Words("規約", (Section("目的", read_typed("${operator_name}です。")),))
    )
    shown = documents.current_terms(session, NEW, NAMES)
    assert shown.articles[0].paragraphs[0].text == "再エネ庁（例）です。"
    assert shown.sha256 == digest(["規約", [[1, "目的", [["再エネ庁（例）です。", []]]]]])
    assert documents.current_terms(session, NEW, Names("別の庁", "係")).articles[0].paragraphs[0].text == "別の庁です。"
    assert documents.current_terms(session, date(2026, 5, 31), NAMES).version == SHIPPED


def test_a_version_is_in_force_from_its_day_whatever_is_older_stays_readable(
    session: Session, officer: Account
) -> None:
    before = texts.current_text(session, "bureau", SHIPPED)
    publish(session, officer, "consent:bureau", NEW)
    publish(session, officer, "consent:bureau", LATER)
    for day, version in ((date(2026, 5, 31), SHIPPED), (NEW, NEW), (date(2026, 6, 30), NEW), (LATER, LATER)):
        assert texts.current_text(session, "bureau", day).version == version
        assert asked.versions_asked(session, "bureau", day).items == version
        assert asked.texts_asked(session, day)[OrganisationKind.BUREAU][0].items == version
    assert texts.text_by_version(session, "bureau", SHIPPED) == before


def test_a_shipped_file_of_the_same_date_does_not_take_the_place_of_what_was_published(
    session: Session, officer: Account, tmp_path: Path
) -> None:
    (tmp_path / "terms").mkdir()
    (tmp_path / f"terms/{NEW}.toml").write_text(
        f'title = "届いた規約"\nversion = {NEW}\neffective_on = {NEW}\nchanges = ["改めました。"]\n'
        '[[articles]]\nnumber = 1\nheading = "目的"\n[[articles.paragraphs]]\ntext = "届いた文。"\n'
    )
    publish(session, officer, "terms", NEW)
    [found] = documents.versions(session, TERMS, NAMES, folder=tmp_path)
    assert found.title == "利用規約"


def test_a_draft_is_no_version(session: Session, officer: Account) -> None:
    publish(session, officer, "terms", NEW, draft=True)
    assert published(session, ["terms"]) == []
    assert newest_versions(session, ("terms", "privacy", "consent:bureau"), NEW) == {}
    assert len(documents.versions(session, TERMS, NAMES)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE text_versions SET changes = '[]'",
        "UPDATE text_versions SET published_at = NULL",
        "UPDATE text_versions SET revision = 2 WHERE document = 'terms'",
        "DELETE FROM text_versions",
    ],
)
def test_the_database_refuses_to_change_what_is_published(session: Session, officer: Account, statement: str) -> None:
    publish(session, officer, "terms", NEW)
    session.commit()
    with pytest.raises(DatabaseError, match="a published text is never changed"):
        session.execute(text(statement))
    session.rollback()
    assert [one.version for one in published(session, ["terms"])] == [NEW]


def test_words_that_are_not_those_published_are_never_shown(session: Session, officer: Account) -> None:
    publish(session, officer, "terms", NEW, words=other_words(DOCUMENTS["terms"], session), sha256="0" * 64)
    with pytest.raises(DamagedText):
        documents.versions(session, TERMS, NAMES)


def test_what_a_request_asks_is_one_statement_and_no_text(session: Session, officer: Account) -> None:
    publish(session, officer, "consent:bureau", NEW)
    publish(session, officer, "terms", LATER)
    statements: list[str] = []
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    found = asked.versions_asked(session, "bureau", LATER)
    assert (found.items, found.terms, found.privacy) == (NEW, LATER, SHIPPED)
    [statement] = statements
    assert "content" not in statement
