"""What people change about their own second factor, and what they are shown of their past."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, history, own_security, recovery_codes, sessions, sign_in
from models.accounts.own_security import ProofNeeded
from models.accounts.sign_in_session import SignInSession
from models.accounts.user_agents import describe_user_agent
from models.errors import DomainError
from tests.models.accounts.people import BOX, ELSEWHERE, OFFICE, add_person, signed_in


def connect_another(session: Session, opened: SignInSession) -> None:
    own_security.begin_another_device(session, BOX, opened)
    shown = devices.connecting(session, BOX, opened.account, opened.id)
    assert shown is not None
    typed = pyotp.TOTP(shown.typed_key.replace(" ", "")).at(clock.now())
    own_security.confirm_another_device(session, BOX, OFFICE, opened, typed, "予備のスマートフォン")


def test_another_device_is_connected_and_other_sessions_end(session: Session, hands: time_machine.Traveller) -> None:
    account = add_person(session)
    signed_in(session)
    hands.shift(30)
    here, _ = signed_in(session)
    connect_another(session, here)
    labels = [device.label for device in devices.list_devices(session, account.id)]
    assert labels == ["デモ用の認証アプリ", "予備のスマートフォン"]
    assert [each.id for each in sessions.list_living(session, account.id, clock.now())] == [here.id]


def test_a_device_can_be_removed_but_never_the_last(session: Session) -> None:
    account = add_person(session)
    here, _ = signed_in(session)
    first = devices.list_devices(session, account.id)[0]
    with pytest.raises(DomainError, match="最後の端末"):
        own_security.remove_device(session, BOX, OFFICE, here, first.id)
    connect_another(session, here)
    own_security.remove_device(session, BOX, OFFICE, here, first.id)
    assert len(devices.list_devices(session, account.id)) == 1
    with pytest.raises(DomainError, match="接続されていません"):
        own_security.remove_device(session, BOX, OFFICE, here, first.id)


def test_changes_need_a_recent_proof(session: Session, hands: time_machine.Traveller) -> None:
    add_person(session)
    here, _ = signed_in(session)
    hands.shift(timedelta(minutes=15))
    with pytest.raises(ProofNeeded):
        own_security.begin_another_device(session, BOX, here)
    with pytest.raises(ProofNeeded):
        own_security.renew_recovery_codes(session, BOX, OFFICE, here)
    with pytest.raises(ProofNeeded):
        own_security.remove_device(session, BOX, OFFICE, here, 1)


def test_renewed_recovery_codes_can_be_read_until_put_away_or_signed_out(session: Session) -> None:
    account = add_person(session)
    here, _ = signed_in(session)
    own_security.renew_recovery_codes(session, BOX, OFFICE, here)
    assert len(recovery_codes.readable_codes(session, BOX, here.id)) == 10
    assert recovery_codes.count_left(session, account.id) == 10
    sign_in.sign_out(session, OFFICE, here)
    session.expire_all()
    assert not recovery_codes.readable_codes(session, BOX, here.id)


def test_the_previous_sign_in_is_shown_with_time_place_and_device(
    session: Session, hands: time_machine.Traveller
) -> None:
    account = add_person(session)
    first, _ = signed_in(session)
    assert history.previous_sign_in(session, account.id, first.id) is None
    then = clock.now()
    hands.shift(timedelta(days=3))
    second, _ = signed_in(session, ELSEWHERE)
    shown = history.previous_sign_in(session, account.id, second.id)
    assert shown is not None
    assert (shown.at, shown.address, shown.device) == (then, OFFICE.address, "Windows の Edge")


def test_the_history_shows_ninety_days_with_others_failures_and_nobody_elses_acts(
    session: Session, hands: time_machine.Traveller
) -> None:
    account = add_person(session)
    add_person(session, "jiro.mori", account.organisation)
    signed_in(session)
    hands.shift(timedelta(days=91))
    sign_in.check_password(session, BOX, ELSEWHERE, "hanako.sato", "not the password")
    hands.shift(30)
    signed_in(session, login_id="jiro.mori")
    shown = history.own_security_events(session, account.id, clock.now())
    assert [(each.what, each.outcome, each.address) for each in shown] == [
        ("IDとパスワードの確認", "失敗", ELSEWHERE.address)
    ]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Windows の Internet Explorer"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Mac の Safari"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", "iPhone の Safari"),
        ("<script>", "不明な端末"),
        ("", "不明な端末"),
    ],
)
def test_a_browser_is_described_in_known_words_only(user_agent: str, words: str) -> None:
    assert describe_user_agent(user_agent) == words
