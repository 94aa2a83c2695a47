"""The list of the looks at all facilities tells what the records of the single ones tell: the same looks, marks and
numbers, under every condition, page by page and as a file, whatever the server's clock did (B1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.audit.actor import Actor
from models.audit.event_details import DETAILS
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.legal.purposes import Purpose
from models.looking_back.acts import LookKind
from models.looking_back.looks import AT_THE_SERVER
from models.looking_back.numbers import look_numbers
from models.looking_back.own_looks import OwnLook, PageEdge, Question, read_every_look, read_looks
from models.looking_back.period import Period
from models.looking_back.record import read_whole
from models.organisations.kinds import OrganisationKind
from tests.factories.truth import Known, in_rows_of
from tests.models.accounts.people import BOX
from tests.proofs.conftest import Ground
from tests.proofs.scopes import Organisation

ACTS, A_PAGE = 60, 20
BEGUN, READ_AT = datetime(2026, 5, 7, 1, 0, tzinfo=UTC), datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
PERIODS = (
    Period(date(2026, 2, 20), date(2026, 5, 20)),
    Period(date(2026, 5, 9), date(2026, 5, 11)),
    Period(date(1900, 1, 1), date(2999, 12, 31)),
)
WRONG_BY = (timedelta(hours=-20), timedelta(days=-100), timedelta(days=-3), timedelta(days=2), timedelta(days=900))
"""By how much the server's clock was wrong for some acts."""
PLACES = {None: "", 1: "みほん組織", 2: "べつの電力", 3: "100%の町"}
SESSION = timedelta(hours=12)
"""No session lasts longer."""
SOME, MANY = 2, 7
"""So many facilities are shown by one act."""


class Trail:
    """Acts of several organisations on the register, at moments that a wrong clock sometimes gave."""

    def __init__(self, session: Session, keys: Sequence[int], chance: Random) -> None:
        self._session, self._keys, self._chance = session, keys, chance

    def write(self, wrong_by: Sequence[timedelta]) -> None:
        """All of them."""
        now, wrong, left = BEGUN, timedelta(0), 0
        for number in range(ACTS):
            if not left:
                wrong = timedelta(0) if wrong else self._chance.choice(wrong_by)
                left = self._chance.randint(1, 10)
            left -= 1
            now += self._chance.choice([timedelta(seconds=30), timedelta(minutes=20), timedelta(hours=4)])
            session = (now - BEGUN) // SESSION * len(PLACES) + self._chance.randrange(len(PLACES))
            self._act(number, now + wrong, session)

    def _act(self, number: int, at: datetime, session: int) -> None:
        place = self._chance.choice(list(PLACES))
        actor = Actor(7, organisation_id=place, organisation=PLACES[place], session=session)
        name = self._chance.choice(
            [
                EventName.CERTIFICATIONS_LISTED,
                *[EventName.CERTIFICATION_READ] * 3,
                EventName.CERTIFICATIONS_EXPORTED,
                EventName.EXPORT_MADE,
                EventName.VIEWING_RECORD_READ,
                EventName.CASE_READ,
                EventName.OWN_RECORD_READ,
            ]
        )
        file = f"file:20260511-{number:08}"
        if name is EventName.EXPORT_MADE:
            self._record(EventName.CERTIFICATIONS_EXPORTED, actor, at, file, 0)
            at, actor = at + timedelta(hours=self._chance.randint(1, 14)), Actor.worker()
        self._record(name, actor, at, file, self._chance.choice([SOME, MANY]))

    def _record(self, name: EventName, actor: Actor, at: datetime, file: str, shown: int) -> None:
        known: dict[str, Any] = {"items": ["operator_name"], "purpose": Purpose.PURCHASE.value}
        details = {one: known.get(one, "") for one in DETAILS[name]}
        keys = self._chance.sample(self._keys, k=min(shown, len(self._keys)))
        with time_machine.travel(at, tick=False):
            record(self._session, Event(name, actor, object=file, edition=1, certifications=keys, details=details))


@pytest.mark.parametrize("wrong_by", [[timedelta(0)], WRONG_BY], ids=["right-clock", "wrong-clock"])
@pytest.mark.parametrize("seed", range(2))
def test_the_list_tells_what_the_single_records_tell(
    own_ground: Ground, monkeypatch: pytest.MonkeyPatch, seed: int, wrong_by: Sequence[timedelta]
) -> None:
    monkeypatch.setattr("models.looking_back.own_looks.FIRST_STRETCH", 5)
    monkeypatch.setattr("models.looking_back.own_looks.WIDEST", 40)
    monkeypatch.setattr("models.looking_back.own_looks.AT_A_TIME", 7)
    chance, session = Random(seed), own_ground.session
    operator = Organisation(OrganisationKind.CERTIFIED_OPERATOR, "12"[seed])
    mine = [one for one in own_ground.known if in_rows_of(one, operator.kind, operator.code)]
    keys = [one.id for one in mine[:4]] + [one.id for one in own_ground.known if one not in mine][:3]
    Trail(session, keys, chance).write(wrong_by)
    viewer, right = own_ground.viewer(operator), wrong_by is not WRONG_BY

    def as_told(looks: Sequence[OwnLook]) -> Sequence[OwnLook]:
        """What stands out is made of what was before, which moments of a wrong clock do not say."""
        return looks if right else [replace(one, look=replace(one.look, marks=())) for one in looks]

    with time_machine.travel(READ_AT, tick=False):
        for period in PERIODS:
            in_records = _in_records(session, viewer, mine, period)
            assert in_records, "nothing is compared"
            for question, kept in _questions(period, in_records, marks=right):
                assert as_told(read_every_look(session, viewer, BOX, question)) == as_told(kept), question
                assert as_told(_by_pages(session, viewer, question)) == as_told(kept), question


def _in_records(session: Session, viewer: Viewer, mine: Sequence[Known], period: Period) -> list[OwnLook]:
    numbers, told = look_numbers(BOX), []
    for one in mine:
        whole = read_whole(session, viewer, BOX, one.values["facility_id"], period, "file")
        told += [((numbers.read(look.number), one.id), OwnLook(whole.facility_id, look)) for look in whole.looks]
    return [look for _place, look in sorted(told, key=lambda one: one[0], reverse=True)]


def _questions(period: Period, told: Sequence[OwnLook], *, marks: bool) -> Iterator[tuple[Question, list[OwnLook]]]:
    plain = Question(period)
    yield plain, list(told)
    yield replace(plain, others=True), [one for one in told if not one.look.own]
    for kind in LookKind:
        yield replace(plain, kind=kind), [one for one in told if one.look.kind is kind]
    for name in ("電力", "100%", "％", AT_THE_SERVER):
        yield replace(plain, organisation=name), [one for one in told if name in one.look.organisation]
    for facility_id in {one.facility_id for one in told}:
        yield replace(plain, facility_id=facility_id), [one for one in told if one.facility_id == facility_id]
    if marks:
        yield replace(plain, unusual=True), [one for one in told if one.look.marks]


def _by_pages(session: Session, viewer: Viewer, question: Question) -> list[OwnLook]:
    pages = [read_looks(session, viewer, BOX, question, A_PAGE)]
    while pages[-1].after:
        pages.append(read_looks(session, viewer, BOX, question, A_PAGE, PageEdge(pages[-1].after)))
    page = pages[-1]
    for expected in reversed(pages[:-1]):
        page = read_looks(session, viewer, BOX, question, A_PAGE, PageEdge(page.before, backwards=True))
        assert page.rows == expected.rows
    rows = [one for page in pages for one in page.rows]
    assert pages[0].total in (None, len(rows))
    return rows
