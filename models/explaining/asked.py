"""What somebody typed to ask why, and whom, which facility and which item they meant by it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.account import Account
from models.catalogue.catalogue import catalogue
from models.catalogue.item import Item
from models.errors import NotFound
from models.explaining.subject import MOST_CHOICES, Subject, find_organisations, find_people
from models.explaining.why import Explanation, Question, check_may_explain, check_may_explain_rows, explain
from models.organisations.kinds import OrganisationKind
from models.organisations.organisation import Organisation
from models.training.rule import TrainingRule

Found = TypeVar("Found")
NOBODY = "だれについて調べるかを、人、組織、組織の種類のどれかで指定してください。"
TOO_MANY = f"該当するものが{MOST_CHOICES}件を超えています。ことばを増やしてください。"


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields as typed; each may be empty. Of person, organisation and kind the first that is filled counts.

    ``begun``: another page's link says what it is about, and whom it is about is still to be chosen.
    """

    person: str = ""
    organisation: str = ""
    kind: str = ""
    facility: str = ""
    item: str = ""
    begun: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the form is still empty."""
        return not (self.person or self.organisation or self.kind or self.facility or self.item)


@dataclass(slots=True)
class Answered:
    """What came of it: an explanation, or candidates to choose among, or problems by field."""

    explanation: Explanation | None = None
    people: Sequence[Account] = ()
    organisations: Sequence[Organisation] = ()
    items: Sequence[Item] = ()
    problems: dict[str, str] = field(default_factory=dict)


def answer(session: Session, asker: Viewer, asked: Asked, rule: TrainingRule, now: datetime) -> Answered:
    """The explanation, if the fields name one person, organisation or kind and at most one item.

    Raises ``Forbidden`` when somebody who reads no certifications names a facility.
    """
    check_may_explain(asker)
    if asked.facility:
        check_may_explain_rows(asker)
    answered = Answered()
    if asked.nothing:
        return answered
    if asked.begun:
        _item(asked, answered)
        return answered
    subject, item = _subject(session, asked, answered), _item(asked, answered)
    if subject is None or answered.problems or (asked.item and item is None):
        return answered
    try:
        answered.explanation = explain(session, asker, Question(subject, asked.facility, item), rule, now)
    except NotFound:
        answered.problems["facility"] = "この設備IDの設備は、見つかりませんでした。"
    return answered


def find_items(words: str) -> Sequence[Item]:
    """The item with this number, key or label, else those whose label holds the words."""
    typed = unicodedata.normalize("NFKC", words).strip()
    items = catalogue().items
    exact = [one for one in items if typed.casefold() in {one.code.casefold(), one.key} or words == one.label]
    return exact or [one for one in items if typed in unicodedata.normalize("NFKC", one.label)]


def item_named(key: str) -> Item:
    """The item with this key. Raises ``NotFound``."""
    found = catalogue().by_key.get(key)
    if found is None:
        raise NotFound
    return found


def _subject(session: Session, asked: Asked, answered: Answered) -> Subject | None:
    if asked.person:
        answered.people = people = _some(find_people(session, asked.person), "person", answered)
        return Subject.of_account(people[0]) if len(people) == 1 else None
    if asked.organisation:
        found = _some(find_organisations(session, asked.organisation), "organisation", answered)
        answered.organisations = found
        return Subject.of_organisation(found[0]) if len(found) == 1 else None
    if asked.kind in set(OrganisationKind):
        return Subject(OrganisationKind(asked.kind))
    answered.problems["person"] = NOBODY
    return None


def _item(asked: Asked, answered: Answered) -> Item | None:
    if not asked.item:
        return None
    answered.items = items = _some(find_items(asked.item), "item", answered)
    return items[0] if len(items) == 1 else None


def _some(found: Sequence[Found], name: str, answered: Answered) -> Sequence[Found]:
    """The candidates; none, or too many to choose among, is a problem of the field."""
    if not found:
        answered.problems[name] = "該当するものが見つかりませんでした。"
    if len(found) > MOST_CHOICES:
        answered.problems[name] = TOO_MANY
    return found[:MOST_CHOICES]
