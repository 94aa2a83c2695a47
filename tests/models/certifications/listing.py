"""Walking a listing the way a person does: page by page, there and back, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.certifications.criteria import SearchCriteria, read_criteria
from models.certifications.cursor import Cursor, read_cursor
from models.certifications.search import ResultPage, Row, search

MOST_PAGES = 200


@dataclass(frozen=True)
class Walk:
    """Every page of a listing, first to last."""

    pages: tuple[ResultPage, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for page in self.pages for row in page.rows]

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.rows]


def ask(viewer: Viewer, **parameters: str | Sequence[str]) -> SearchCriteria:
    """Criteria as an address states them; all of it has to be understood."""
    criteria = read_criteria(
        {name: [value] if isinstance(value, str) else list(value) for name, value in parameters.items()}, viewer.items
    )
    assert not criteria.problems
    assert not criteria.ignored
    return criteria


def walk(session: Session, viewer: Viewer, criteria: SearchCriteria) -> Walk:
    """All pages, each reached by the link the one before it shows."""
    pages = [search(session, viewer, replace(criteria, cursor=None))]
    while (following := pages[-1].following) is not None:
        assert len(pages) < MOST_PAGES
        pages.append(search(session, viewer, replace(criteria, cursor=by_link(following, criteria))))
    return Walk(tuple(pages))


def walk_back(session: Session, viewer: Viewer, last: ResultPage) -> list[ResultPage]:
    """The pages before the last one, reached backwards, in reading order."""
    pages: list[ResultPage] = [last]
    while (preceding := pages[0].preceding) is not None:
        assert len(pages) < MOST_PAGES
        criteria = replace(last.criteria, cursor=by_link(preceding, last.criteria))
        pages.insert(0, search(session, viewer, criteria))
    return pages[:-1]


def by_link(cursor: Cursor, criteria: SearchCriteria) -> Cursor:
    """The cursor as it comes back from the address."""
    name, value = cursor.parameter()
    given: dict[str, Any] = {"after": "", "before": "", name: value}
    read = read_cursor(given["after"], given["before"], criteria.sort.item, dated=True)
    assert read == cursor
    return cursor if read is None else read
