"""What people ask of a register, and what attackers ask: hidden items, foreign rows, guessed words."""

from random import Random
from urllib.parse import urlencode

from models.catalogue.catalogue import catalogue
from models.catalogue.choices import choices
from models.catalogue.item import Store
from models.certifications.filters import RANGED
from tests.visibility.worlds import SECRETS

Question = dict[str, list[str]]


def questions(count: int, seed: int) -> list[Question]:
    """So many different questions; the same for the same seed."""
    chance = Random(seed)
    return [_question(chance) for _ in range(count)]


def address(question: Question) -> str:
    """The search page's address for a question."""
    return "/certifications?" + urlencode(question, doseq=True)


def _question(chance: Random) -> Question:
    items = catalogue().items
    asked: Question = {"size": [chance.choice(["20", "100"])]}
    if chance.random() < 0.5:
        asked["q"] = [
            " ".join(chance.choice(["", "-"]) + word for word in chance.sample(SECRETS, chance.randrange(1, 3)))
        ]
    if chance.random() < 0.5:
        asked["sort"] = [chance.choice(["", "-"]) + chance.choice([item.key for item in items if item.sortable])]
    if chance.random() < 0.6:
        asked["columns"] = chance.sample(
            [item.key for item in items if item.store is not Store.SITE], chance.randrange(1, 12)
        )
    if chance.random() < 0.4:
        item = chance.choice([item for item in items if item.filterable and item.type in RANGED])
        values = {"date": "2015-06-01", "month": "2015-06"}
        asked[item.key + chance.choice(["_from", "_to"])] = [values.get(item.type.value, "50")]
    if chance.random() < 0.3:
        item = chance.choice([item for item in items if item.filterable and choices(item)])
        asked[item.key] = [chance.choice([value for value, _name in choices(item)])]
    if chance.random() < 0.2:
        asked["prefecture"] = [chance.choice(["22", "19", "13", "47", "01"])]
    if chance.random() < 0.1:
        asked["changed_since"] = [chance.choice(["2024-03-29", "2024-03-30", "2024-03-29T12:00"])]
    if chance.random() < 0.2:
        asked[chance.choice([item.key for item in items if item.searchable])] = [chance.choice(SECRETS)]
    return asked
