"""A catalogue as long as the largest the product is made for, and an edition over it that differs from cell to cell."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import Random

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import clock
from models.catalogue.catalogue import catalogue
from models.catalogue.files import FILES, ITEMS
from models.catalogue.grants import Grant, GrantsEdition, Ground
from models.catalogue.item import PersonalData, can_be_granted
from models.reviewing.cells import attributes
from models.reviewing.item_use import ItemUseCount
from models.words import SHIPPED

SIZE = 1_700
STATES = ("申請時", "変更認定時", "運転開始時", "定期報告時", "廃止時", "承継時", "補正後", "移行時")
REVIEWERS = ("第1回閲覧項目審査会", "第2回閲覧項目審査会", "新エネルギー課長", "制度管理係")
DUTIES = ("特定契約に基づく買取業務", "認定計画の審査及び監督", "関係法令の遵守状況の確認", "交付金の交付業務")
REASON = "名称だけでは契約の相手方を特定できないため"
GRANTED = 0.4


def lengthened(folder: Path, size: int = SIZE) -> Path:
    """The shipped catalogue in ``folder``, made ``size`` items long by others that differ in label, kind and key."""
    for name in FILES:
        shutil.copyfile(SHIPPED / name, folder / name)
    with (SHIPPED / ITEMS).open(encoding="utf-8", newline="") as file:
        items = list(csv.DictReader(file))
    items += _more(items, size - len(items))
    with (folder / ITEMS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(items[0]))
        writer.writeheader()
        writer.writerows(sorted(items, key=lambda item: item["section"]))
    return folder


def _more(items: list[dict[str, str]], number: int) -> Iterator[dict[str, str]]:
    documents = [item for item in items if item["store"] == "document"]
    for made, item in zip(range(number), cycle(documents), strict=False):
        round_number = made // len(documents)
        state = STATES[round_number % len(STATES)]
        yield {
            **item,
            "key": f"{item['key'][:50]}_in_{round_number}",
            "code": f"I{item['section']}-{round_number + 1}{item['code'][-3:]}",
            "label_ja": f"{item['label_ja']}（{state}）",
            "label_en": f"{item['label_en']} ({round_number})",
        }


def edition_of_many(session: Session, number: int, seed: int = 1) -> None:
    """An edition in force over the catalogue in use: grounds, reviewers, days and use vary from cell to cell."""
    chance, today = Random(seed), clock.today()
    cells = [
        (item, attribute)
        for item in catalogue().items
        for attribute in attributes()
        if can_be_granted(item, attribute) and chance.random() < GRANTED
    ]
    session.add(GrantsEdition(number=number, in_force_from=clock.now(), proposal=False, note="大きな項目一覧"))
    session.flush()
    session.execute(
        insert(Grant),
        [
            {
                "edition": number,
                "attribute": attribute.value,
                "item": item.key,
                "ground": chance.choice(list(Ground)).value,
                "reference": chance.choice(DUTIES),
                "reviewer": chance.choice(REVIEWERS),
                "reviewed_on": _day(chance, today),
                "review_due_on": today + timedelta(days=chance.randrange(400)),
                "less_will_not_do": "" if item.personal is PersonalData.NO else REASON,
            }
            for item, attribute in cells
        ],
    )
    used = [(item, attribute) for item, attribute in cells if chance.random() < 0.6]
    session.execute(
        insert(ItemUseCount),
        [
            {
                "attribute": attribute.value,
                "item": item.key,
                "people": chance.randrange(1, 400),
                "last_seen_at": clock.now() - timedelta(days=chance.randrange(80)),
            }
            for item, attribute in used
        ],
    )


def _day(chance: Random, today: date) -> date:
    return today - timedelta(days=7 * chance.randrange(1, 20))
