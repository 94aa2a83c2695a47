"""What a person has seen, page by page: the same list and the same total, whichever page states it (M11)."""

import random
from collections import Counter
from datetime import timedelta

from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.auditing.person_reading import SeenBy, every_facility_seen, facilities_seen
from models.certifications.viewing_record import Watched
from models.list_cursor import ListCursor
from models.lists import ListPage
from models.organisations.kinds import OrganisationKind
from tests.factories.viewers import viewer_of

PERSON = Actor(account_id=7, login_id="hanako")
FACILITIES, ACTS, MOST, SIZE = 40, 60, 6, 7


def looked(session: Session) -> tuple[Watched, dict[int, list[int]]]:
    """Acts of one person, and of another beside them; which acts showed each facility, worked out by hand."""
    draw, shown = random.Random(1), dict[int, list[int]]()
    for _ in range(ACTS):
        keys = draw.sample(range(1, FACILITIES + 1), draw.randrange(MOST))
        details = {"asked": {}, "total": len(keys), "items": []}
        event = Event(EventName.CERTIFICATIONS_LISTED, PERSON, certifications=keys, details=details)
        number = record(session, event)
        record(session, Event(EventName.CERTIFICATIONS_LISTED, Actor(8), certifications=(1, 99), details=details))
        for key in keys:
            shown.setdefault(key, []).append(number)
    today = clock.today()
    return Watched(7, today - timedelta(days=1), today), shown


def ask(session: Session, watched: Watched, cursor: ListCursor | None = None) -> ListPage[SeenBy]:
    return facilities_seen(session, viewer_of(session, OrganisationKind.AUDITOR), watched, SIZE, cursor)


def test_pages_there_and_back_are_the_list_added_up_by_hand(session: Session) -> None:
    watched, shown = looked(session)
    expected = sorted(shown, key=lambda key: (shown[key][-1], key), reverse=True)
    pages = [ask(session, watched)]
    while pages[-1].following is not None:
        pages.append(ask(session, watched, pages[-1].following))
    assert [one.key for page in pages for one in page.rows] == expected
    assert {one.key: one.times for page in pages for one in page.rows} == Counter({k: len(v) for k, v in shown.items()})
    assert {page.total for page in pages} == {len(expected)}
    assert len(pages) > 2
    back = ask(session, watched, pages[-1].preceding)
    assert (back.rows, back.total) == (pages[-2].rows, len(expected))
    whole = every_facility_seen(session, viewer_of(session, OrganisationKind.AUDITOR), watched)
    assert [one.key for one in whole] == expected


def test_an_outdated_cursor_shows_no_rows_and_still_the_total(session: Session) -> None:
    watched, shown = looked(session)
    beyond = ask(session, watched, ListCursor(0, 1))
    assert (beyond.rows, beyond.total) == ([], len(shown))
    assert ask(session, Watched(9, watched.first_day, watched.last_day)).total == 0
