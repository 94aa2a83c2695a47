"""One search over people and organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.account import Account
from models.lists import ListQuestion, contains, list_page
from models.organisations.organisation import Organisation
from models.people.organisations_reading import organisations_of
from models.people.reading import visible_accounts

MOST = 50
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """The first people and organisations, and whether there are more of each."""

    people: Sequence[Account]
    organisations: Sequence[Organisation]
    more_people: bool
    more_organisations: bool


def find(session: Session, viewer: Viewer, words: str) -> Found:
    """Whose name, ID, address or department holds the words, and which organisation's name does."""
    person = contains(Account.person_name, Account.login_id, Account.email, Account.department, Organisation.name)
    chosen = visible_accounts(viewer).where(person(words)).order_by(Account.person_name, Account.id).limit(MOST + 1)
    people = session.scalars(chosen).all()
    listed = list_page(
        session, organisations_of(viewer), ListQuestion({"q": words}, "name", descending=False, size=MOST)
    )
    return Found(people[:MOST], listed.rows, len(people) > MOST, listed.total > MOST)
