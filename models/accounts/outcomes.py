"""What an act of signing in can come to. Values, not exceptions: the count of failures must be kept in any case."""

from dataclasses import dataclass

NOT_RECOGNISED = "IDまたはパスワードを確認できませんでした。続けて誤ると、しばらくのあいだ正しいものも受け付けません。"
WRONG_CODE = "コードを確認できませんでした。続けて誤ると、しばらくのあいだ正しいものも受け付けません。"
WRONG_RECOVERY_CODE = (
    "回復コードを確認できませんでした。使用済みのものは使えません。続けて誤ると、しばらくのあいだ受け付けません。"
)
BEGIN_AGAIN = "時間が過ぎたか、別の画面で手続きが進みました。はじめからサインインしてください。"


@dataclass(frozen=True, slots=True)
class PasswordAccepted:
    """On to the code. ``token`` is for the session cookie; ``connects`` says that no device is connected yet."""

    token: str
    connects: bool


@dataclass(frozen=True, slots=True)
class CodeAccepted:
    """The second factor is proved; ``token`` replaces the session cookie, ``browser_token`` the one that marks the
    browser, where the session goes on in another.
    """

    token: str
    browser_token: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A full sign-in. Both tokens are for cookies: the session's, and the long-lived one that marks the browser."""

    token: str
    browser_token: str


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Not accepted: wrong, locked, unknown or used before, in the same words (never which)."""

    reason: str


@dataclass(frozen=True, slots=True)
class BeginAgain:
    """The half-made sign-in is over; back to the first page."""

    reason: str = BEGIN_AGAIN


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """Both factors are proved, and the account may not be used. The reason is told to its person only now."""

    reason: str
