"""The explanation and the register agree: whoever, whatever facility, whatever item (B2, M9, M10)."""

from dataclasses import dataclass
from random import Random

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.access.presence import viewer_of
from models.accounts.account import Account, Role
from models.accounts.sign_in_session import Rung
from models.audit.actor import Actor
from models.catalogue.catalogue import catalogue
from models.catalogue.first_edition import proposed_grants
from models.certifications import detail
from models.errors import NotFound
from models.explaining.readers import facility_readers
from models.explaining.subject import Subject
from models.explaining.why import Question, explain
from models.organisations.kinds import OrganisationKind
from models.training.rule import TrainingRule
from tests.access.people import new_account, signed_in
from tests.factories.truth import Known, everything, in_rows_of

K = OrganisationKind
ROUNDS = {"sqlite": 200, "postgresql": 50}
OFFICER = Actor(account_id=1, login_id="officer", organisation_id=1)
GRANTED = {(line["attribute"], line["item"]) for line in proposed_grants()}


@dataclass(frozen=True)
class Organisation:
    """What limits the rows of one."""

    kind: OrganisationKind
    code: str | None = None
    laws: tuple[str, ...] = ()


ORGANISATIONS = [
    *(Organisation(kind) for kind in OrganisationKind),
    *(Organisation(K.GRID_OPERATOR, code) for code in ("tokyo", "chubu", "tohoku", "unknown")),
    *(Organisation(K.BUREAU, code) for code in ("B", "C", "J")),
    *(Organisation(K.LOCAL_GOVERNMENT, code) for code in ("22", "14", "22210", "14100", "14101", "99999")),
    *(Organisation(K.CERTIFIED_OPERATOR, code) for code in ("1", "2", "999")),
    *(Organisation(K.MINISTRY, laws=laws) for laws in (("11",), ("03", "99"))),
]


def _person(session: Session, one: Organisation) -> Account:
    account = new_account(session, kind=one.kind)
    account.organisation.scope_code, account.organisation.laws = one.code, list(one.laws)
    signed_in(session, account, Rung.CONSENT)
    return account


@pytest.fixture
def known(stock: Session) -> list[Known]:
    return everything(stock)


@pytest.fixture
def officer(stock: Session, known: list[Known]) -> Account:
    return new_account(stock, kind=K.OWNER, role=Role.OWNER_OFFICER)


def test_the_verdict_is_what_the_register_shows(stock: Session, known: list[Known], officer: Account) -> None:
    chance = Random(20261128)
    people = {one: _person(stock, one) for one in ORGANISATIONS}
    asker = viewer_of(stock, officer, OFFICER, clock.now())
    verdicts = set()
    for _ in range(ROUNDS[stock.get_bind().dialect.name]):
        one, facility, item = chance.choice(ORGANISATIONS), chance.choice(known), chance.choice(catalogue().items)
        question = Question(Subject.of_account(people[one]), facility.values["facility_id"], item)
        told = explain(stock, asker, question, TrainingRule(), clock.now())
        rows = in_rows_of(facility, one.kind, one.code, one.laws)
        expected = rows and (one.kind.value, item.key) in GRANTED
        assert told.sees is expected, (one, facility.values["facility_id"], item.key, told.chain)
        if _filled(facility, item.key):
            assert (item.key in _shown(stock, people[one], facility)) is expected, (one, item.key)
        verdicts.add((told.sees, rows))
    assert verdicts == {(True, True), (False, True), (False, False)}


def _filled(facility: Known, key: str) -> bool:
    return facility.values.get(key, facility.items.get(key)) is not None


def _shown(session: Session, account: Account, facility: Known) -> list[str]:
    viewer = viewer_of(session, account, Actor(account_id=account.id), clock.now())
    try:
        return detail.read(session, viewer, facility.values["facility_id"]).shown
    except NotFound:
        return []


def test_who_has_a_facility_is_everybody_whose_rows_it_is_in_and_nobody_else(
    stock: Session, known: list[Known], officer: Account
) -> None:
    people = {one: _person(stock, one).organisation_id for one in ORGANISATIONS}
    asker = viewer_of(stock, officer, OFFICER, clock.now())
    for facility in known[:15]:
        readers = facility_readers(stock, asker, facility.values["facility_id"])
        expected = {people[one] for one in ORGANISATIONS if in_rows_of(facility, one.kind, one.code, one.laws)}
        assert set(readers.keys) - {officer.organisation_id} == expected, facility.values["facility_id"]
        # Whoever sees everything is told a fact for every key: nothing decides that cannot be explained.
        assert all(readers.facts[key] for keys in readers.keys.values() for key in keys)
