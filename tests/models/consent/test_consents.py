"""Six boxes, asked and recorded."""

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
from models.consent.consents import MissingBoxes, TextChanged
from models.consent.record import Consent
from models.consent.texts import ITEM_CODES
from models.errors import NotFound
from models.organisations.kinds import OrganisationKind
from tests.models.accounts.people import OFFICE, add_organisation, add_person, with_code
from tests.models.accounts.test_sign_in import events


def person(session: Session, kind: OrganisationKind = OrganisationKind.LOCAL_GOVERNMENT) -> Account:
    return add_person(session, organisation=add_organisation(session, kind=kind))


def give(session: Session, opened: SignInSession, boxes: list[str] | None = None) -> object:
    text = consents.text_for(opened, clock.today())
    chosen = list(ITEM_CODES) if boxes is None else boxes
    outcome = consents.accept(session, OFFICE, opened, text.sha256, chosen)
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
    text = consents.text_for(opened, clock.today())
    assert all(item.heading in refused.value.reason for item in text.items if item.code not in boxes)
    assert not session.scalars(select(Consent)).all()
    assert opened.rung is Rung.SECOND_FACTOR


def test_a_consent_records_person_organisation_words_time_address_and_boxes(session: Session) -> None:
    account = person(session)
    opened = with_code(session)
    assert isinstance(give(session, opened), SignedIn)
    kept = session.scalars(select(Consent)).one()
    text = consents.text_for(opened, clock.today())
    assert (kept.account_id, kept.organisation, kept.address) == (account.id, "つばめ市", OFFICE.address)
    assert (kept.text_sha256, kept.boxes, kept.given_at) == (text.sha256, list(ITEM_CODES), clock.now())
    assert events(session, EventName.CONSENT_GIVEN)[0].details["text_sha256"] == text.sha256
    assert consents.is_current(opened, clock.today())


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
    assert not consents.is_current(again, clock.today())
    assert isinstance(consents.enter(session, OFFICE, again), SignedIn)
    assert consents.is_current(again, clock.today())


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
    assert not consents.is_current(opened, clock.today())


def test_a_new_version_is_asked_of_open_sessions_too(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    person(session)
    opened = with_code(session)
    give(session, opened)
    text = consents.text_for(opened, clock.today())
    newer = type(text)(text.kind, text.version.replace(year=2027), text.items, ("目的を改めました。",))
    monkeypatch.setattr(consents, "current_text", lambda _kind, _on: newer)
    assert not consents.is_current(opened, clock.today())
    assert consents.last_accepted(session, opened.account_id, text.kind) == text.version
    assert isinstance(give(session, opened), SignedIn)
    assert consents.is_current(opened, clock.today())
    assert [each.version for each in consents.list_own(session, opened.account_id)] == ["2027-04-01", "2026-04-01"]


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
