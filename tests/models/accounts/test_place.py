"""Whether a session is used where it was proved."""

import pytest

from models.accounts.place import is_elsewhere
from models.accounts.sign_in_session import SignInSession
from models.accounts.visit import LONGEST_USER_AGENT, Visit

BROWSER = "Mozilla/5.0 (Windows NT 10.0)"


@pytest.mark.parametrize(
    ("address", "browser", "elsewhere"),
    [
        ("192.0.2.10", BROWSER, False),
        ("192.0.2.200", BROWSER, False),
        ("192.0.3.10", BROWSER, True),
        ("2001:db8::1", BROWSER, True),
        ("", BROWSER, True),
        ("192.0.2.10", "curl/8.0", True),
        ("192.0.2.10", "", True),
    ],
)
def test_another_browser_or_network_is_elsewhere(address: str, browser: str, elsewhere: bool) -> None:
    session = SignInSession(address="192.0.2.10", user_agent=BROWSER)
    assert is_elsewhere(session, Visit(address=address, user_agent=browser)) is elsewhere


@pytest.mark.parametrize(("address", "elsewhere"), [("2001:db8:1:ffff::9", False), ("2001:db8:2::1", True)])
def test_one_site_of_the_new_internet_is_one_place(address: str, elsewhere: bool) -> None:
    session = SignInSession(address="2001:db8:1::1", user_agent=BROWSER)
    assert is_elsewhere(session, Visit(address=address, user_agent=BROWSER)) is elsewhere


def test_a_browser_name_too_long_to_keep_is_still_the_same() -> None:
    name = "x" * (LONGEST_USER_AGENT + 50)
    session = SignInSession(address="192.0.2.10", user_agent=name[:LONGEST_USER_AGENT])
    assert not is_elsewhere(session, Visit(address="192.0.2.10", user_agent=name))
