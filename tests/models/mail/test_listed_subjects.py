"""A list of letters tells nobody that their colleagues were written to about them."""

import inspect
import pkgutil
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock, mail
from models.administration.operation import letters
from models.lists import ask, list_page
from models.mail.letters import letter as make_letter
from models.mail.outbox import ABOUT_A_MATTER, Letter, OutboxLetter, queue_letter
from tests.models.accounts.people import BOX

REFERENCE = "C-2026-0012"


def written() -> Iterator[tuple[bool, Letter]]:
    """Every letter there is, and whether it names a matter by its reference."""
    values: dict[Any, Any] = {str: "x", int: 3, bool: True, datetime: clock.now(), date: clock.today()}
    known = {"to": "hanako@town.example", "reference": REFERENCE}
    for module in pkgutil.iter_modules(mail.__path__, f"{mail.__name__}."):
        for _name, write in inspect.getmembers(import_module(module.name), inspect.isfunction):
            signature = inspect.signature(write)
            if write.__module__ == module.name and "to" in signature.parameters and write is not make_letter:
                named = {key: known.get(key, values[one.annotation]) for key, one in signature.parameters.items()}
                yield "reference" in named, write(**named)


def test_every_letter_about_a_matter_is_listed_without_reference_and_severity(session: Session) -> None:
    every = list(written())
    assert [REFERENCE in one.subject for _about, one in every] == [about for about, _letter in every]
    assert sum(about for about, _letter in every) >= 15
    for _about, one in every:
        queue_letter(session, BOX, one, clock.now())
    shown = session.scalars(select(OutboxLetter.listed_subject).order_by(OutboxLetter.id)).all()
    assert shown == [ABOUT_A_MATTER if about else one.subject for about, one in every]


def test_letters_are_looked_for_by_what_is_shown_of_them(session: Session) -> None:
    for subject in (f"【一時停止】通常と異なる利用の検知（{REFERENCE}）", "研修の受講期限"):
        queue_letter(session, BOX, Letter("hanako@town.example", subject, "本文"), clock.now())

    def found(text: str) -> list[str]:
        return [one.listed_subject for one in list_page(session, letters(), ask(letters(), {"q": text})).rows]

    assert (found(REFERENCE), found("一時停止"), found("検知")) == ([], [], [])
    assert (found("対応する事項"), found("研修")) == ([ABOUT_A_MATTER], ["研修の受講期限"])
