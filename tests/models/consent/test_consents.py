"""Six boxes, asked and recorded."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.accounts.outcomes import BeginAgain, SignedIn
from models.accounts.sign_in_session import Rung, SignInSession
from models.audit.event_names import EventName
from models.consent import consents
from models.consent.asked import told_since
from models.consent.consents import MissingBoxes, TextChanged
from models.consent.record import Consent
from models.consent.texts import ITEM_CODES
from models.errors import NotFound
from models.organisations.kinds import OrganisationKind
from tests.factories.texts import publish
from tests.models.accounts.people import OFFICE, add_organisation, add_person, with_code
from tests.models.accounts.test_sign_in import events


def person(session: Session, kind: OrganisationKind = OrganisationKind.LOCAL_GOVERNMENT) -> Account:
    return add_person(session, organisation=add_organisation(session, kind=kind))


def give(session: Session, opened: SignInSession, boxes: list[str] | None = None) -> object:
    asked = consents.asked_of(session, opened, clock.today())
    chosen = list(ITEM_CODES) if boxes is None else boxes
    outcome = consents.accept(session, OFFICE, opened, asked.shown, chosen)
    session.commit()
    return outcome


@pytest.mark.parametrize(
    "boxes", [[], ["purpose"] * 6, ["off"] * 6, ["on"] * 6, list(ITEM_CODES[:5]), [*ITEM_CODES[:5], "of", ""]]
)
def test_fewer_than_the_six_boxes_are_refused_and_the_missing_one_is_named(session: Session, boxes: list[str]) -> None:
    person(session)
    opened = with_code(session)
    with pytest.raises(MissingBoxes) as refused:
        give(session, opened, boxes)
    assert set(refused.value.missing) == set(ITEM_CODES) - set(boxes)
    text = consents.asked_of(session, opened, clock.today()).text
    assert all(item.heading in refused.value.reason for item in text.items if item.code not in boxes)
    assert not session.scalars(select(Consent)).all()
    assert opened.rung is Rung.SECOND_FACTOR


def test_a_consent_records_person_organisation_words_time_address_and_boxes(session: Session) -> None:
    account = person(session)
    opened = with_code(session)
    assert isinstance(give(session, opened), SignedIn)
    kept = session.scalars(select(Consent)).one()
    text = consents.asked_of(session, opened, clock.today()).text
    assert (kept.account_id, kept.organisation, kept.address) == (account.id, "つばめ市", OFFICE.address)
    assert (kept.text_sha256, kept.boxes, kept.given_at) == (text.sha256, list(ITEM_CODES), clock.now())
    assert events(session, EventName.CONSENT_GIVEN)[0].details["text_sha256"] == text.sha256
    assert consents.is_current(session, opened, clock.today())


def test_giving_it_twice_makes_one_record(session: Session) -> None:
    person(session)
    opened = with_code(session)
    assert isinstance(give(session, opened), SignedIn)
    assert isinstance(give(session, opened), SignedIn)
    assert len(session.scalars(select(Consent)).all()) == 1
    assert len(events(session, EventName.CONSENT_GIVEN)) == 1


def test_words_other_than_those_in_force_cannot_be_agreed_to(session: Session) -> None:
    person(session)
    opened = with_code(session)
    with pytest.raises(TextChanged):
        consents.accept(session, OFFICE, opened, "0" * 64, list(ITEM_CODES))


def test_once_per_version_is_enough_for_most(session: Session, hands: time_machine.Traveller) -> None:
    person(session)
    give(session, with_code(session))
    hands.shift(60)
    again = with_code(session)
    assert not consents.is_current(session, again, clock.today())
    assert isinstance(consents.enter(session, OFFICE, again), SignedIn)
    assert consents.is_current(session, again, clock.today())


def test_grid_companies_are_asked_at_every_start(session: Session, hands: time_machine.Traveller) -> None:
    person(session, OrganisationKind.GRID_OPERATOR)
    give(session, with_code(session))
    hands.shift(60)
    again = with_code(session)
    assert consents.enter(session, OFFICE, again) is None
    give(session, again)
    assert len(session.scalars(select(Consent)).all()) == 2


def test_a_person_who_moves_to_another_kind_is_asked_again(session: Session) -> None:
    account = person(session)
    opened = with_code(session)
    give(session, opened)
    account.organisation = add_organisation(session, "東の電力ネットワーク", OrganisationKind.GRID_OPERATOR)
    session.commit()
    session.refresh(opened)
    assert not consents.is_current(session, opened, clock.today())


@pytest.mark.parametrize("document", ["consent:local_government", "terms", "privacy"])
def test_a_new_version_is_asked_of_open_sessions_too(
    session: Session, hands: time_machine.Traveller, document: str
) -> None:
    account = person(session)
    opened = with_code(session)
    give(session, opened)
    publish(session, account, document, date(2026, 5, 12), changes=("目的を改めました。",))
    session.commit()
    former = consents.asked_of(session, opened, clock.today()).versions
    hands.move_to(datetime(2026, 5, 11, 14, 59, 59, tzinfo=UTC))
    assert consents.is_current(session, opened, clock.today()), "a second before midnight in Japan"
    hands.move_to(datetime(2026, 5, 11, 15, 0, 0, tzinfo=UTC))
    assert not consents.is_current(session, opened, clock.today())
    asked = consents.asked_of(session, opened, clock.today()).versions
    accepted = consents.last_accepted(session, opened.account_id, asked.kind)
    assert accepted == former
    assert [(one.document, one.changes) for one in told_since(session, former, asked)] == [
        (document, ("目的を改めました。",))
    ]
    assert consents.enter(session, OFFICE, opened) is None
    assert isinstance(give(session, opened), SignedIn)
    assert consents.is_current(session, opened, clock.today())
    assert consents.last_accepted(session, opened.account_id, asked.kind) == asked
    assert len(consents.list_own(session, opened.account_id)) == 2


def test_a_version_of_another_kind_asks_nobody_else(session: Session, hands: time_machine.Traveller) -> None:
    account = person(session)
    opened = with_code(session)
    give(session, opened)
    publish(session, account, "consent:ministry", date(2026, 5, 12))
    session.commit()
    hands.shift(86_400)
    assert consents.is_current(session, opened, clock.today())


def test_a_consent_of_before_the_terms_were_named_in_it_is_asked_for_again(
    session: Session, hands: time_machine.Traveller
) -> None:
    account = person(session)
    give(session, with_code(session))
    kept = session.scalars(select(Consent)).one()
    kept.terms_version = kept.privacy_version = ""
    session.commit()
    hands.shift(60)
    assert consents.enter(session, OFFICE, with_code(session)) is None
    accepted = consents.last_accepted(session, account.id, "local_government")
    assert accepted is not None
    assert accepted.terms == clock.today(), "they count as those of its day"


def test_declining_ends_the_session_and_is_recorded(session: Session) -> None:
    person(session)
    opened = with_code(session)
    consents.decline(session, OFFICE, opened)
    session.refresh(opened)
    assert opened.end_reason == "consent_declined"
    assert len(events(session, EventName.CONSENT_DECLINED)) == 1
    assert isinstance(give(session, opened), BeginAgain)
    assert not session.scalars(select(Consent)).all()


def test_only_the_own_receipt_can_be_read(session: Session) -> None:
    account = person(session)
    give(session, with_code(session))
    kept = session.scalars(select(Consent)).one()
    other = add_person(session, "jiro.mori", account.organisation)
    assert consents.own_receipt(session, account.id, kept.id) is kept
    for mine, number in ((other.id, kept.id), (account.id, kept.id + 1)):
        with pytest.raises(NotFound):
            consents.own_receipt(session, mine, number)
