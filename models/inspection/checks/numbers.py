"""Whether the numbers this version works with are those that were decided (policy: numbers; M5, M7, M19)."""

from datetime import timedelta

from sqlalchemy import func, select

from models.accounts import history, passwords, recovery_codes, sessions, throttles, totp
from models.accounts.account import Account
from models.accounts.dormancy import MONTHS
from models.accounts.links import LinkPurpose
from models.inspection.check import Answer, Check, Ground, nobody
from models.inspection.checks.identity import LIVING
from models.people.roll_call import QUARTER_MONTHS
from models.training.standing import FIRST_MONTHS

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_LINKS = {
    LinkPurpose.SET_UP: "初めての設定",
    LinkPurpose.RESET: "パスワードの再設定",
    LinkPurpose.RELEASE: "停止の解除",
    LinkPurpose.OLD_ADDRESS: "前のアドレスの確認",
    LinkPurpose.NEW_ADDRESS: "新しいアドレスの確認",
}
Line = tuple[str, bool]
"""A number in words, and whether it is as decided."""


def password_numbers(_ground: Ground) -> Answer:
    """How long a password has to and may be."""
    return _as_decided(
        (f"パスワードは {passwords.SHORTEST} 文字以上", passwords.SHORTEST >= 15),
        (f"{passwords.LONGEST} 文字まで受け付ける", passwords.LONGEST >= 64),
    )


def hashing(ground: Ground) -> Answer:
    """Every password that is kept is kept as argon2id with today's strength."""
    chosen = select(Account.login_id, func.coalesce(Account.password_hash, "")).where(LIVING)
    chosen = chosen.where(Account.password_hash.is_not(None)).order_by(Account.login_id)
    found = ground.session.execute(chosen).all()
    weak = [login_id for login_id, kept in found if not kept.startswith("$argon2id$") or passwords.needs_new_hash(kept)]
    return nobody(
        weak,
        f"{len(found):,} 件のパスワードは、すべて argon2id で保存されています。",
        "弱い方法で保存されたパスワードがあります",
        among=len(found),
    )


def code_numbers(_ground: Ground) -> Answer:
    """How a code counts, and when guessing stops."""
    limit = throttles.CODE
    return _as_decided(
        (
            f"コードは {totp.STEP_SECONDS} 秒ごと、前後 {totp.TOLERATED_STEPS} 回分",
            (totp.STEP_SECONDS, totp.TOLERATED_STEPS) == (30, 1),
        ),
        (f"5分間に {limit.in_window} 回の誤りで待機", limit.in_window == 5 and limit.window >= 5 * _MINUTE),
        (f"連続 {limit.in_a_row} 回の誤りで一時停止", limit.in_a_row == 10),
        (
            f"回復用コードは {recovery_codes.COUNT} 個、{5 * recovery_codes.LENGTH} ビット",
            recovery_codes.COUNT == 10 and 5 * recovery_codes.LENGTH >= 64,
        ),
    )


def throttle_numbers(_ground: Ground) -> Answer:
    """When guessing passwords stops."""
    limit = throttles.PASSWORD
    return _as_decided(
        (f"パスワードの連続 {limit.in_a_row} 回の誤りで一時停止", limit.in_a_row == 10),
        (f"一時停止は {limit.lock // _MINUTE} 分から", limit.lock >= 30 * _MINUTE),
        (f"アドレスごとに 10分間 {throttles.ADDRESS.in_window} 回まで", bool(throttles.ADDRESS.in_window)),
        (f"全体で 10分間 {throttles.EVERYWHERE.in_window:,} 回まで", bool(throttles.EVERYWHERE.in_window)),
    )


def session_numbers(_ground: Ground) -> Answer:
    """How long a session lives, and a code proves its person."""
    return _as_decided(
        (f"無操作 {sessions.IDLE // _MINUTE} 分", sessions.IDLE <= 30 * _MINUTE),
        (f"最長 {sessions.ABSOLUTE // _HOUR} 時間", sessions.ABSOLUTE <= 12 * _HOUR),
        (f"パスワードだけの状態は {sessions.HALF_SIGNED_IN // _MINUTE} 分", sessions.HALF_SIGNED_IN <= 5 * _MINUTE),
        (f"再確認の有効は {sessions.PROOF_LASTS // _MINUTE} 分", sessions.PROOF_LASTS <= 15 * _MINUTE),
    )


def link_numbers(_ground: Ground) -> Answer:
    """How long a link in a letter opens something."""
    longest = {LinkPurpose.RESET: _HOUR}
    return _as_decided(
        *(
            (f"{label}の案内は {one.life // _HOUR} 時間", one.life <= longest.get(one, 24 * _HOUR))
            for one, label in _LINKS.items()
        )
    )


def periods(_ground: Ground) -> Answer:
    """Dormancy, roll-call, training, what people see of their own security."""
    return _as_decided(
        (f"{MONTHS} か月の未利用で停止", MONTHS <= 6),
        (f"棚卸しは {QUARTER_MONTHS} か月ごと", QUARTER_MONTHS <= 3),
        (f"研修は発行から {FIRST_MONTHS} か月以内", FIRST_MONTHS <= 3),
        (f"本人の記録は {history.SHOWN // timedelta(days=1)} 日分を表示", timedelta(days=90) <= history.SHOWN),
    )


def _as_decided(*lines: Line) -> Answer:
    wrong = [words for words, kept in lines if not kept]
    fine = f"{'、'.join(words for words, _kept in lines)}。"
    return nobody(wrong, fine, "定めと違う数値があります", among=len(lines))


CHECKS = (
    Check("password-numbers", "M5", "パスワードの条件", "この版の数値", password_numbers),
    Check("hashing", "M5", "パスワードの保存の方法", "保存されたパスワードの形式", hashing),
    Check("code-numbers", "M5", "端末のコードの条件", "この版の数値", code_numbers),
    Check("throttle-numbers", "M5", "推測への対策", "この版の数値", throttle_numbers),
    Check("session-numbers", "M5", "セッションの長さ", "この版の数値", session_numbers),
    Check("link-numbers", "M6", "案内のリンクの有効期間", "この版の数値", link_numbers),
    Check("periods", "M7", "未利用・棚卸し・研修の期間", "この版の数値", periods),
)
