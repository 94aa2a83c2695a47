"""How far a file came, told from its events: sent at once, or made by a job and fetched (B1, B4)."""

import pytest
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_details import DETAILS
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.certifications.tracing.fate import FileFate, stories_of

E, DONE, FAILED = EventName, Outcome.DONE, Outcome.FAILED
ORDERED, MADE = (E.CERTIFICATIONS_EXPORTED, DONE), (E.EXPORT_MADE, DONE)
FETCHED = (E.EXPORT_FETCHED, DONE)
Step = tuple[EventName, Outcome]


def happened(session: Session, file: str, *steps: Step) -> None:
    """The events of one file, in their order."""
    for name, outcome in steps:
        details = dict.fromkeys(DETAILS[name], "") | ({"file_number": file} if "file_number" in DETAILS[name] else {})
        record(session, Event(name, Actor.worker(), outcome, f"file:{file}", details=details))


@pytest.mark.parametrize(
    ("steps", "fate"),
    [
        ((ORDERED, (E.EXPORT_ENDED, DONE)), FileFate.TAKEN),
        ((ORDERED, (E.EXPORT_ENDED, FAILED)), FileFate.BROKEN_OFF),
        ((ORDERED,), FileFate.UNENDED),
        ((ORDERED, MADE), FileFate.NOT_FETCHED),
        ((ORDERED, MADE, (E.EXPORT_ENDED, FAILED)), FileFate.NOT_FETCHED),
        ((ORDERED, MADE, (E.EXPORT_ENDED, DONE)), FileFate.NOT_FETCHED),
        ((ORDERED, MADE, (E.EXPORT_ENDED, DONE), (E.EXPORT_FILE_REMOVED, DONE)), FileFate.NOT_FETCHED),
        ((ORDERED, MADE, (E.EXPORT_ENDED, DONE), FETCHED), FileFate.UNENDED),
        ((ORDERED, MADE, (E.EXPORT_ENDED, DONE), FETCHED, (E.EXPORT_FETCH_ENDED, FAILED)), FileFate.BROKEN_OFF),
        ((ORDERED, MADE, (E.EXPORT_ENDED, DONE), FETCHED, (E.EXPORT_FETCH_ENDED, DONE)), FileFate.TAKEN),
        (
            (ORDERED, MADE, (E.EXPORT_ENDED, DONE), FETCHED, (E.EXPORT_FETCH_ENDED, FAILED), FETCHED),
            FileFate.UNENDED,
        ),
        (
            (
                *(ORDERED, MADE, (E.EXPORT_ENDED, DONE), FETCHED, (E.EXPORT_FETCH_ENDED, FAILED)),
                *(FETCHED, (E.EXPORT_FETCH_ENDED, DONE)),
            ),
            FileFate.TAKEN,
        ),
        ((MADE, (E.EXPORT_ENDED, DONE), FETCHED, (E.EXPORT_FETCH_ENDED, DONE)), FileFate.TAKEN),
    ],
    ids=str,
)
def test_what_became_of_a_file(session: Session, steps: tuple[Step, ...], fate: FileFate) -> None:
    happened(session, "one", *steps)
    happened(session, "other", ORDERED)
    story = stories_of(session, {"file:one"})
    assert {name: one.fate for name, one in story.items()} == {"file:one": fate}
    assert bool(story["file:one"].ordered) == (ORDERED in steps)


def test_files_are_looked_up_many_at_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.certifications.tracing.fate.BATCH", 2)
    for number in range(5):
        happened(session, str(number), ORDERED, (E.EXPORT_ENDED, DONE if number % 2 else FAILED))
    found = stories_of(session, {f"file:{number}" for number in range(5)})
    assert [found[f"file:{number}"].fate for number in range(5)] == [
        FileFate.BROKEN_OFF,
        FileFate.TAKEN,
        FileFate.BROKEN_OFF,
        FileFate.TAKEN,
        FileFate.BROKEN_OFF,
    ]
