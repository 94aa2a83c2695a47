"""What is read for the ladder, and what ends with it: a job asks the same as a page."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models import clock
from models.access.admission import permitted
from models.access.permissions import Permission
from models.access.presence import presence_of, viewer_if_admitted
from models.accounts.sign_in_session import Rung
from models.catalogue.first_edition import load_first_edition
from models.training.rule import TrainingRule
from tests.access.people import SignedInPerson, new_account, signed_in
from tests.models.accounts.people import CONSOLE, OFFICE
from tests.models.training.people import add_pass

MAY_EXPORT = permitted(Permission.CERTIFICATION_EXPORT)


def untrained(session: Session, person: SignedInPerson, rule: TrainingRule | None = None) -> tuple[bool, int]:
    """Whether training keeps the person out, and how many statements it took to know."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "training" in statement:
            asked.append(statement)

    session.flush()
    assert person.sign_in.account.organisation  # every session found by its token has both with it
    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    found = presence_of(session, person.sign_in, rule or TrainingRule(), clock.now()).untrained
    event.remove(bind, "before_cursor_execute", note)
    return found, len(asked)


def test_a_new_account_costs_no_statement_and_an_old_one_a_single_one(session: Session) -> None:
    person = signed_in(session, new_account(session), Rung.CONSENT)
    assert untrained(session, person) == (False, 0)
    person.account.issued_at = clock.now() - timedelta(days=400)
    session.flush()
    assert untrained(session, person) == (True, 1)
    assert untrained(session, person, TrainingRule(enforced=False)) == (False, 0)
    add_pass(session, person.account, clock.today())
    assert untrained(session, person) == (False, 1)


@pytest.mark.parametrize("rung", [Rung.PASSWORD, Rung.SECOND_FACTOR])
def test_before_consent_nobody_is_asked_for_training(session: Session, rung: Rung) -> None:
    account = new_account(session)
    account.issued_at = clock.now() - timedelta(days=400)
    person = signed_in(session, account, rung)
    assert untrained(session, person) == (False, 0)


def test_work_that_outlives_a_request_ends_when_training_is_far_too_late(session: Session) -> None:
    load_first_edition(session, CONSOLE)
    person = signed_in(session, new_account(session), Rung.CONSENT)
    actor, rule = OFFICE.actor(person.account), TrainingRule()
    assert viewer_if_admitted(session, person.sign_in, actor, MAY_EXPORT, rule) is not None
    person.account.issued_at = clock.now() - timedelta(days=400)
    session.flush()
    assert viewer_if_admitted(session, person.sign_in, actor, MAY_EXPORT, rule) is None
