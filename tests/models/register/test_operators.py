"""Who is the same certified operator, and who only has the same name (M10)."""

from sqlalchemy import select, update

from models.register.operators import Operator
from models.register.reindexing import rebuild
from models.register.scopes import RegisterScope
from models.register.tripwire import opened
from tests.models.register.conftest import Register, facility, person

ONE, TWO = "A000001B06", "A000002B06"


def test_a_company_is_the_same_by_name_and_address_however_spelt(register: Register) -> None:
    register.take(facility(ONE), facility(TWO, operator_name="みほん電力㈱"))
    assert register.value(ONE, "operator_id") == register.value(TWO, "operator_id")


def test_companies_of_one_name_at_two_addresses_are_two(register: Register) -> None:
    register.take(facility(ONE), facility(TWO, operator_address="山形県米沢市金池１"))
    assert register.value(ONE, "operator_id") != register.value(TWO, "operator_id")


def test_persons_of_one_name_are_never_taken_for_one(register: Register) -> None:
    register.take(person(ONE, "見本　花子"), person(TWO, "見本　花子"))
    assert register.value(ONE, "operator_id") != register.value(TWO, "operator_id")
    assert {row[0] for row in register.rows(select(Operator.kind))} == {"個人"}


def test_a_company_that_moved_keeps_its_number(register: Register) -> None:
    register.take(facility(ONE))
    number = register.value(ONE, "operator_id")
    register.take(facility(ONE, operator_address="山形県米沢市金池１"))
    assert register.value(ONE, "operator_id") == number


def test_a_facility_that_changed_hands_leaves_the_former_operators_rows(register: Register) -> None:
    register.take(facility(ONE), facility(TWO))
    former = str(register.value(ONE, "operator_id"))
    register.take(facility(ONE, operator_name="次の電力合同会社"))
    carried = select(RegisterScope.code, RegisterScope.position).where(RegisterScope.kind == "operator")
    codes = [code for code, _ in register.rows(carried)]
    assert sorted(codes) == sorted([former, str(register.value(ONE, "operator_id"))])
    assert str(register.value(ONE, "operator_id")) != former


def test_a_person_keeps_the_number_when_fit_becomes_fip(register: Register) -> None:
    register.take(person(ONE, "見本　花子"))
    number = register.value(ONE, "operator_id")
    register.take(person("A000001206", "見本　花子"))
    assert register.value("A000001206", "operator_id") == number


def test_an_operator_entered_under_an_older_folding_is_known_again_after_a_rebuild(register: Register) -> None:
    register.take(facility(ONE))
    number = register.value(ONE, "operator_id")
    _forget_identity(register, number, "older folding")
    rebuild(register.session)
    register.session.commit()
    register.take(facility(TWO))
    assert register.value(TWO, "operator_id") == number


def test_operators_that_have_become_the_same_stay_two_and_the_one_known_by_it_goes_on(register: Register) -> None:
    register.take(facility(ONE))
    former = register.value(ONE, "operator_id")
    _forget_identity(register, former, "older folding")
    register.take(facility(TWO))
    known = register.value(TWO, "operator_id")
    rebuild(register.session)
    register.session.commit()
    register.take(facility("A000003B06"))
    numbers = [register.value(one, "operator_id") for one in (ONE, TWO, "A000003B06")]
    assert numbers == [former, known, known]
    assert former != known


def _forget_identity(register: Register, number: int, identity: str) -> None:
    with opened():
        register.session.execute(update(Operator).where(Operator.id == number).values(identity=identity))
        register.session.commit()
