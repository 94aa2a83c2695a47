"""What a person has seen, page by page: the same list and the same total, whichever page states it (M11)."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.actor import Actor
from models.audit.event_details import DETAILS
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.auditing.person_reading import ActsAddedUp, PersonReading, SeenBy, every_facility_seen, reading_of
from models.certifications.tracing.fate import FileFate
from models.certifications.viewing_record import Watched
from models.list_cursor import LARGEST_KEY, ListCursor
from models.organisations.kinds import OrganisationKind
from tests.factories.viewers import SOMEONE, viewer_of

E = EventName
ASKER = 9
PERSON = Actor(account_id=7, login_id="hanako")
FACILITIES, ACTS, MOST, SIZE = 40, 60, 6, 7
WATCHED = Watched(7, clock.today() - timedelta(days=1), clock.today() + timedelta(days=1))


@dataclass
class Shown:
    """The acts that showed each facility, those of them that are a file not taken whole, and every act by its name."""

    acts: dict[int, list[int]] = field(default_factory=dict)
    untaken: dict[int, int] = field(default_factory=dict)
    names: list[EventName] = field(default_factory=list)

    def add(self, name: EventName, number: int, keys: Sequence[int] = (), *, untaken: bool = False) -> None:
        self.names.append(name)
        for key in keys:
            self.acts.setdefault(key, []).append(number)
            self.untaken[key] = self.untaken.get(key, 0) + untaken

    @property
    def order(self) -> list[int]:
        return sorted(self.acts, key=lambda key: (self.acts[key][-1], key), reverse=True)

    @property
    def rows(self) -> list[tuple[int, int, int]]:
        return [(key, len(self.acts[key]), self.untaken[key]) for key in self.order]


@pytest.fixture(params=[1_000, ACTS // 3, 1])
def latest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All acts are the latest, or some of them, or one."""
    monkeypatch.setattr("models.auditing.person_facilities.LATEST", request.param)


def act(session: Session, name: EventName, keys: Sequence[int] = (), about: str = "", *, failed: bool = False) -> int:
    details = dict.fromkeys(DETAILS[name], "")
    outcome = Outcome.FAILED if failed else Outcome.DONE
    return record(session, Event(name, PERSON, outcome, about, certifications=keys, details=details))


def lived(session: Session) -> Shown:
    """Lists and files of one person, and another beside them; the answer worked out by hand."""
    draw, shown = random.Random(1), Shown()
    for turn in range(ACTS):
        keys = draw.sample(range(1, FACILITIES + 1), draw.randrange(MOST))
        if turn % 5:
            shown.add(E.CERTIFICATIONS_LISTED, act(session, E.CERTIFICATIONS_LISTED, keys), keys)
        else:
            export(session, shown, f"file:{turn}", keys, turn)
        details = dict.fromkeys(DETAILS[E.CERTIFICATIONS_LISTED], "")
        record(session, Event(E.CERTIFICATIONS_LISTED, Actor(8), certifications=(1, 99), details=details))
    return shown


def export(session: Session, shown: Shown, file: str, keys: Sequence[int], turn: int) -> None:
    """A file that is taken, one that breaks off, or one that a job makes and nobody fetches."""
    taken, made = not turn % 3, turn % 3 == 2
    ordered = act(session, E.CERTIFICATIONS_EXPORTED, () if made else keys, file)
    shown.add(E.CERTIFICATIONS_EXPORTED, ordered, () if made else keys, untaken=not taken)
    if made:
        shown.add(E.EXPORT_MADE, act(session, E.EXPORT_MADE, keys, file), keys, untaken=True)
    shown.add(E.EXPORT_ENDED, act(session, E.EXPORT_ENDED, (), file, failed=not taken and not made))


def asker(session: Session) -> Viewer:
    return viewer_of(session, OrganisationKind.AUDITOR, actor=replace(SOMEONE, account_id=ASKER, login_id="asker"))


def ask(session: Session, cursor: ListCursor | None = None, watched: Watched = WATCHED) -> PersonReading:
    return reading_of(session, asker(session), watched, SIZE, cursor)


def told(rows: Sequence[SeenBy]) -> list[tuple[int, int, int]]:
    return [(one.key, one.times, one.in_untaken) for one in rows]


def check(session: Session, shown: Shown) -> None:
    """Every page there and back, and the file, are the list worked out by hand."""
    pages = [ask(session).page]
    while pages[-1].following is not None:
        pages.append(ask(session, pages[-1].following).page)
    assert [row for page in pages for row in told(page.rows)] == shown.rows
    assert {page.total for page in pages} == {len(shown.acts)}
    assert len(pages) > 2
    for before, after in zip(pages[-2::-1], pages[:0:-1], strict=True):
        back = ask(session, after.preceding).page
        assert (back.rows, back.total) == (before.rows, len(shown.acts))
    assert back.preceding is None
    assert told(list(every_facility_seen(session, asker(session), WATCHED)[1])) == shown.rows


def added_up(acts: Sequence[ActsAddedUp]) -> dict[str, int]:
    return {one.name: one.times for one in acts}


@pytest.mark.usefixtures("latest")
def test_pages_there_and_back_are_the_list_added_up_by_hand(session: Session) -> None:
    shown = lived(session)
    check(session, shown)
    reading = ask(session)
    assert added_up(reading.acts) == {name.value: shown.names.count(name) for name in set(shown.names)}


def test_files_that_were_not_taken_whole_are_told_with_how_far_they_came(session: Session) -> None:
    lived(session)
    files = ask(session).files
    turns = [turn for turn in range(0, ACTS, 5) if turn % 3]
    fates = {1: FileFate.BROKEN_OFF, 2: FileFate.NOT_FETCHED}
    assert files.count == ACTS // 5
    assert [(one.number, one.fate) for one in files.untaken] == [(str(one), fates[one % 3]) for one in reversed(turns)]
    assert dict(files.fates) == {fate: sum(one % 3 == rest for one in turns) for rest, fate in fates.items()}
    assert ask(session, watched=replace(WATCHED, account_id=8)).files.count == 0


def test_a_file_that_is_taken_after_the_days_asked_about_is_taken(session: Session) -> None:
    act(session, E.CERTIFICATIONS_EXPORTED, (), "file:1")
    act(session, E.EXPORT_MADE, (1, 2), "file:1")
    act(session, E.EXPORT_ENDED, (), "file:1")
    before = ask(session)
    assert ([one.fate for one in before.files.untaken], told(before.page.rows)) == (
        [FileFate.NOT_FETCHED],
        [(2, 1, 1), (1, 1, 1)],
    )
    with pytest.MonkeyPatch.context() as patch:
        later = clock.now() + timedelta(days=3)
        patch.setattr(clock, "now", lambda: later)
        act(session, E.EXPORT_FETCHED, (), "file:1")
        act(session, E.EXPORT_FETCH_ENDED, (), "file:1")
    after = ask(session)
    assert (after.files.count, after.files.untaken, told(after.page.rows)) == (1, [], [(2, 1, 0), (1, 1, 0)])
    assert E.EXPORT_FETCHED.value not in added_up(after.acts)


@pytest.mark.usefixtures("latest")
def test_what_is_withheld_from_the_asker_is_in_no_part_of_the_answer(session: Session) -> None:
    shown = lived(session)
    for turn in range(3):
        keys, about = (50 + turn, 1), f"account:{ASKER}"
        act(session, E.VIEWING_RECORD_READ, keys, about)
        listed = act(session, E.CERTIFICATIONS_LISTED, (2, 3))
        shown.add(E.CERTIFICATIONS_LISTED, listed, (2, 3))
    check(session, shown)
    acts = added_up(ask(session).acts)
    assert acts == {name.value: shown.names.count(name) for name in set(shown.names)}
    others = viewer_of(session, OrganisationKind.AUDITOR, actor=replace(SOMEONE, account_id=ASKER + 1))
    everything = reading_of(session, others, WATCHED, SIZE)
    assert added_up(everything.acts)[E.VIEWING_RECORD_READ.value] == 3
    assert everything.page.total == len(shown.acts) + 3


@pytest.mark.usefixtures("latest")
def test_an_outdated_cursor_shows_no_rows_and_still_the_total(session: Session) -> None:
    shown = lived(session)
    beyond = ask(session, ListCursor(0, 1)).page
    assert (beyond.rows, beyond.total) == ([], len(shown.acts))
    before = ask(session, ListCursor(LARGEST_KEY, 1, backwards=True)).page
    assert (before.rows, before.total) == ([], len(shown.acts))
    assert ask(session, watched=replace(WATCHED, account_id=9)).page.total == 0
