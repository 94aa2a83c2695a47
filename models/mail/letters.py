"""The letters' texts. Each says who sends it, what happened, and what to do if it was not you."""

from datetime import date, datetime

from models import clock
from models.mail.outbox import Letter
from models.words import words

SIGNATURE = "\n\n--\n{name}（自動送信）\nこのメールには返信できません。"
NOT_YOU = "心当たりがない場合は、ただちに所属組織のシステム利用責任者に連絡してください。"


def letter(to: str, subject: str, *paragraphs: str) -> Letter:
    """A letter of the service: its name stands before the subject, its signature below the paragraphs."""
    name = words().name
    return Letter(to, f"【{name}】{subject}", "\n\n".join(paragraphs) + SIGNATURE.format(name=name))


def day(on: date) -> str:
    """A day as letters write it."""
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    """A moment as letters write it, in Japanese time."""
    return f"{clock.in_japan(at):%Y年%m月%d日 %H:%M}"


def set_up(to: str, name: str, login_id: str, url: str, until: datetime) -> Letter:
    """The account is issued; here is where its first password is set."""
    return letter(
        to,
        "アカウント発行のお知らせ",
        f"{name} 様",
        f"アカウントを発行しました。IDは {login_id} です。このIDはご本人だけのもので、他の人と共有できません。",
        f"{moment(until)}までに次のアドレスを開き、パスワードを設定してください。アドレスは一度だけ使えます。",
        url,
        "最初のサインインで、認証アプリを入れたご自身の端末（スマートフォンなど）を接続します。手元に用意してください。",
        "発行を申請した覚えがない場合は、所属組織のシステム利用責任者に連絡してください。",
    )


def reset(to: str, name: str, url: str, until: datetime) -> Letter:
    """Somebody asked to set a new password."""
    return letter(
        to,
        "パスワード再設定のご案内",
        f"{name} 様",
        f"パスワードの再設定が申し込まれました。{moment(until)}までに次のアドレスを開いて設定してください。"
        "アドレスは一度だけ使えます。",
        url,
        "端末の接続（二段階目の確認）はそのまま残ります。",
        f"申し込んでいない場合は、このアドレスを開かないでください。パスワードは変わりません。{NOT_YOU}",
    )


def password_changed(to: str, name: str, at: datetime) -> Letter:
    """A new password is in force."""
    text = f"{moment(at)}にパスワードが変更されました。"
    return letter(to, "パスワードが変更されました", f"{name} 様", text, NOT_YOU)


def device_connected(to: str, name: str, at: datetime, device: str) -> Letter:
    """A device counts as second factor from now on."""
    text = f"{moment(at)}に、確認用の端末が接続されました（操作した端末: {device}）。"
    return letter(to, "確認用の端末が接続されました", f"{name} 様", text, NOT_YOU)


def device_removed(to: str, name: str, at: datetime) -> Letter:
    """A device counts no more."""
    return letter(
        to, "確認用の端末が外されました", f"{name} 様", f"{moment(at)}に、確認用の端末が外されました。", NOT_YOU
    )


def recovery_code_used(to: str, name: str, at: datetime, left: int) -> Letter:
    """Someone signed in without the device."""
    return letter(
        to,
        "回復コードが使われました",
        f"{name} 様",
        f"{moment(at)}に、回復コードで本人確認が行われました。残りは{left}個です。",
        NOT_YOU,
    )


def recovery_codes_renewed(to: str, name: str, at: datetime) -> Letter:
    """The old codes are void."""
    return letter(
        to,
        "回復コードが作り直されました",
        f"{name} 様",
        f"{moment(at)}に、回復コードが作り直されました。以前のコードは使えません。",
        NOT_YOU,
    )


def locked(to: str, name: str, at: datetime, until: datetime, address: str) -> Letter:
    """Too many wrong tries on your account."""
    return letter(
        to,
        "サインインを一時的に停止しました",
        f"{name} 様",
        f"{moment(at)}、誤った入力が続いたため、{moment(until)}までサインインを受け付けません（接続元: {address}）。",
        f"ご本人の入力誤りであれば、その後にもう一度お試しください。{NOT_YOU}",
    )


def member_locked(to: str, name: str, login_id: str, at: datetime, until: datetime, address: str) -> Letter:
    """To the responsible person: someone with the password of one of yours keeps giving wrong codes."""
    return letter(
        to,
        "所属の利用者のサインインを一時的に停止しました",
        f"{name} 様",
        f"{moment(at)}、ID {login_id} の二段階目の確認で誤った入力が続いたため、"
        f"{moment(until)}までサインインを受け付けません（接続元: {address}）。",
        "パスワードが他人に知られている可能性があります。本人に確認し、心当たりがなければアカウントを停止してください。",
    )
