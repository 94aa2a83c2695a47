"""Every event has words, and the document says what the lists say."""

from pathlib import Path

from models.audit.event_meanings import AREAS, MEANINGS
from models.audit.event_names import EventName
from models.audit.events_document import events_document

DOCUMENT = Path(__file__).parents[3] / "docs" / "audit-events.md"


def test_the_document_is_the_one_the_lists_make() -> None:
    """When this fails: ``flask audit document > docs/audit-events.md``."""
    assert DOCUMENT.read_text(encoding="utf-8") == events_document()


def test_every_event_has_a_label_of_its_own_and_a_sentence() -> None:
    assert MEANINGS.keys() == set(EventName)
    assert all(one.label and one.sentence.endswith("。") for one in MEANINGS.values())
    labels = [(name.partition(":")[0], one.label) for name, one in MEANINGS.items()]
    assert len(set(labels)) == len(labels)
    assert {name.partition(":")[0] for name in EventName} == AREAS.keys()
