"""Applying and deciding: who for, who decides, what keeps an account from being issued (M4, M6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models import clock
from models.accounts.account import AccountState, Role
from models.accounts.standing import StopReason
from models.administration.waiting import waiting_for
from models.audit.event_names import EventName
from models.errors import Conflict, Forbidden, NotFound
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from models.people import applying, deciding, pursuing
from models.people.application import WrongApplication
from models.people.changing import PersonDetails, change_person
from models.people.checks import Check, checks_of
from models.people.history import history_of_account
from models.people.request import AccountRequest, RequestState
from models.people.stopping import stop_person, strike_off
from tests.models.people.office import (
    COLLEAGUE,
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OTHER_MEMBER,
    OUTGOING,
    SECOND,
    Office,
    application,
)


def applied(office: Office, **values: object) -> AccountRequest:
    """One application by the responsible person."""
    organisation = office.account(LEAD).organisation_id
    made = applying.apply(office.session, OUTGOING, office.viewer(LEAD), organisation, application(**values))
    office.session.commit()
    return made


def test_an_issued_account_is_the_persons_and_the_link_goes_to_the_registered_address(office: Office) -> None:
    request = applied(office)
    account = deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), request.id)
    assert account.state is AccountState.ISSUED
    assert account.organisation_id == office.account(LEAD).organisation_id
    assert account.email == "jiro@town.example"
    assert account.login_id.startswith("grd-")
    assert any("アカウント発行" in subject for subject in office.letters(account.login_id))
    assert any("申請について" in subject for subject in office.letters(LEAD))
    told = office.events(EventName.REQUEST_ISSUED)[0]
    assert told.details == {"login_id": account.login_id, "applied_by": office.account(LEAD).id, "ends_on": None}


def test_a_certified_operators_account_is_applied_for_by_its_responsible_person_and_issued(office: Office) -> None:
    """The first of the operator is named by the owner's officer; from then on they apply for their own."""
    made = Organisation(
        kind_code=OrganisationKind.CERTIFIED_OPERATOR.value,
        name="みほん発電",
        scope_code="1",
        laws=[],
        mail_domains=["town.example"],
        created_at=clock.now(),
    )
    office.session.add(made)
    office.session.flush()
    first = application(role=Role.RESPONSIBLE_PERSON, email="ichiro@town.example", telephone="03-0000-0000")
    request = applying.apply(office.session, OUTGOING, office.viewer(OFFICER), made.id, first)
    head = deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), request.id)
    head.state_code = AccountState.ACTIVE.value
    office.session.commit()
    asked = applying.apply(office.session, OUTGOING, office.viewer(head.login_id), made.id, application())
    account = deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), asked.id)
    assert {head.login_id[:4], account.login_id[:4]} == {"opr-"}
    assert (account.organisation_id, account.role, account.state) == (made.id, Role.MEMBER, AccountState.ISSUED)
    assert any("アカウント発行" in subject for subject in office.letters(account.login_id))
    with pytest.raises(Forbidden):
        applying.apply(office.session, OUTGOING, office.viewer(LEAD), made.id, application(email="x@town.example"))


@pytest.mark.parametrize("who", [LEAD, MEMBER, OTHER_LEAD, OFFICER])
def test_only_the_manager_issues_an_ordinary_account(office: Office, who: str) -> None:
    request = applied(office)
    with pytest.raises(Forbidden):
        deciding.issue(office.session, OUTGOING, office.viewer(who), request.id)


def test_nobody_applies_for_another_organisation(office: Office) -> None:
    other = office.account(OTHER_LEAD).organisation_id
    for who in (LEAD, MEMBER, MANAGER):
        with pytest.raises(Forbidden):
            applying.apply(office.session, OUTGOING, office.viewer(who), other, application())


def test_a_system_manager_takes_two_officers(office: Office) -> None:
    contractor = office.account(MANAGER).organisation_id
    asked = application(role=Role.SYSTEM_MANAGER, email="saburo@town.example")
    request = applying.apply(office.session, OUTGOING, office.viewer(OFFICER), contractor, asked)
    for who in (OFFICER, MANAGER, COLLEAGUE):
        with pytest.raises(Forbidden):
            deciding.issue(office.session, OUTGOING, office.viewer(who), request.id)
    account = deciding.issue(office.session, OUTGOING, office.viewer(SECOND), request.id)
    assert account.role is Role.SYSTEM_MANAGER


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person_name", " "),
        ("person_name", "見本\n次郎"),
        ("email", "部署 <all@town.example>"),
        ("email", "見本@town.example"),
        ("duty", ""),
        ("unit", "無い部門"),
        ("telephone", "電話"),
        ("starts_on", clock.today() + timedelta(days=181)),
        ("starts_on", clock.today() - timedelta(days=32)),
    ],
)
def test_what_is_missing_or_malformed_is_named_at_its_field(office: Office, field: str, value: object) -> None:
    with pytest.raises(WrongApplication) as caught:
        applied(office, **{field: value})
    assert caught.value.field == field


def test_a_responsible_person_leaves_a_number_for_emergencies(office: Office) -> None:
    with pytest.raises(WrongApplication) as caught:
        applied(office, role=Role.RESPONSIBLE_PERSON)
    assert caught.value.field == "telephone"
    assert applied(office, role=Role.RESPONSIBLE_PERSON, telephone="03-0000-0000").role is Role.RESPONSIBLE_PERSON


def test_the_same_address_is_not_applied_for_twice(office: Office) -> None:
    applied(office)
    with pytest.raises(WrongApplication):
        applied(office, email="JIRO@town.example")


def test_a_foreign_domain_or_a_used_address_keeps_the_account_from_being_issued(office: Office) -> None:
    for email, word in (("jiro@elsewhere.example", "ドメイン"), (office.account(MEMBER).email, "で使われています")):
        request = applied(office, email=email)
        with pytest.raises(Conflict) as caught:
            deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), request.id)
        assert word in caught.value.reason
        office.session.rollback()


def test_an_applicant_stopped_meanwhile_applies_for_nothing(office: Office) -> None:
    request = applied(office)
    stop_person(office.session, OUTGOING, office.viewer(OFFICER), office.account(LEAD).id, StopReason.INCIDENT, "調査")
    with pytest.raises(Conflict):
        deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), request.id)


def test_a_barred_organisation_gets_no_account(office: Office) -> None:
    request = applied(office)
    office.account(LEAD).organisation.standing_code = Standing.BARRED.value
    office.session.flush()
    with pytest.raises(Conflict):
        deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), request.id)


def same_person(office: Office, **values: object) -> Check:
    """What the checks say of accounts that may be the same person's."""
    checks = checks_of(office.session, applied(office, **values))
    return next(one for one in checks if one.subject == "同じ氏名・アドレス")


@pytest.mark.parametrize("values", [{"person_name": "佐藤花子"}, {"email": "TOKYO.member@town.example"}])
def test_whoever_decides_is_told_of_an_earlier_account_that_was_stopped_for_security(
    office: Office, values: dict[str, object]
) -> None:
    member = office.account(MEMBER).id
    stop_person(office.session, OUTGOING, office.viewer(OFFICER), member, StopReason.MONITORING, "調査")
    strike_off(office.session, OUTGOING, office.viewer(SECOND), member, "違反")
    told = same_person(office, **values)
    assert (told.passed, told.blocking) == (False, False)
    assert f"{MEMBER}（抹消、停止の理由：監視による検知）" in told.sentence
    assert "保有者担当に確かめてください" in told.sentence


def test_no_other_name_and_no_other_organisation_hides_who_was_stopped_for_security(office: Office) -> None:
    stop_person(office.session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, StopReason.TRANSFER, "異動")
    person = PersonDetails.of(office.account(MEMBER))
    renamed = replace(person, person_name="改名 太郎")
    change_person(office.session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, renamed, "改姓")
    assert MEMBER in same_person(office, person_name=person.person_name).sentence
    elsewhere = office.account(OTHER_MEMBER)
    elsewhere.person_name = "他社 三郎"
    office.session.flush()
    assert same_person(office, person_name="他社三郎", email="x@town.example").passed
    stop_person(office.session, OUTGOING, office.viewer(OFFICER), elsewhere.id, StopReason.MONITORING, "調査")
    told = same_person(office, person_name="他社三郎", email="y@town.example")
    assert OTHER_MEMBER in told.sentence
    assert "保有者担当に確かめてください" in told.sentence


def test_a_namesake_in_use_is_told_without_a_word_of_security(office: Office) -> None:
    told = same_person(office, person_name="佐藤花子")
    assert f"{MEMBER}（利用中）" in told.sentence
    assert "保有者担当" not in told.sentence
    assert same_person(office, person_name="別人 太郎", email="taro@town.example").passed


def test_an_application_is_decided_once(office: Office) -> None:
    request = applied(office)
    deciding.refuse(office.session, OUTGOING, office.viewer(MANAGER), request.id, "重複")
    assert request.state is RequestState.REFUSED
    with pytest.raises(Conflict):
        deciding.issue(office.session, OUTGOING, office.viewer(COLLEAGUE), request.id)
    with pytest.raises(Conflict):
        pursuing.withdraw(office.session, office.viewer(LEAD), request.id)


def test_a_question_goes_back_and_the_answer_returns(office: Office) -> None:
    request = applied(office)
    with pytest.raises(Conflict):
        pursuing.answer_question(office.session, OUTGOING, office.viewer(LEAD), request.id, "何も聞かれていません")
    deciding.ask_back(office.session, OUTGOING, office.viewer(MANAGER), request.id, "いつからですか")
    assert request.state is RequestState.ASKED_BACK
    with pytest.raises(NotFound):
        pursuing.answer_question(office.session, OUTGOING, office.viewer(OTHER_LEAD), request.id, "横から")
    pursuing.answer_question(office.session, OUTGOING, office.viewer(LEAD), request.id, "今月から")
    assert request.state is RequestState.SENT
    for who in (MANAGER, COLLEAGUE):
        assert len([one for one in office.letters(who) if "照会に回答がありました" in one]) == 1


def test_a_question_is_answered_by_whoever_is_in_office_when_its_applicant_has_left(office: Office) -> None:
    request = applied(office)
    deciding.ask_back(office.session, OUTGOING, office.viewer(MANAGER), request.id, "いつからですか")
    office.account(LEAD).state_code = AccountState.STOPPED.value
    office.account(MEMBER).role_code = Role.RESPONSIBLE_PERSON.value
    office.session.flush()
    for who, waits in ((MEMBER, True), (OTHER_LEAD, False)):
        labels = [one.label for one in waiting_for(office.session, office.viewer(who))]
        assert ("回答を待つ照会（申請）" in labels) is waits
    pursuing.answer_question(office.session, OUTGOING, office.viewer(MEMBER), request.id, "今月から")
    assert (request.state, request.applied_by) == (RequestState.SENT, office.account(MEMBER).id)


def test_a_member_becomes_a_responsible_person_by_application_alone(office: Office) -> None:
    member = office.account(MEMBER)
    with pytest.raises(Forbidden):
        applying.apply_for_appointment(office.session, OUTGOING, office.viewer(MEMBER), member.id, "03-0000-0000")
    request = applying.apply_for_appointment(office.session, OUTGOING, office.viewer(LEAD), member.id, "03-0000-0000")
    deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), request.id)
    assert office.account(MEMBER).role is Role.RESPONSIBLE_PERSON
    assert office.account(MEMBER).telephone == "03-0000-0000"
    newest = history_of_account(office.session, office.account(MEMBER))[0]
    assert (newest.what, newest.by) == ("登録内容の変更", f"{MANAGER}（みほん運用）")
    assert "役割：利用者 → システム利用責任者" in newest.sentence
    assert "緊急時の電話番号：― → 03-0000-0000" in newest.sentence
    assert f"申請 {request.id} による" in newest.sentence
