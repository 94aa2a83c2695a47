"""Letters about alerts and their cases. What was looked at is told on the pages alone: others read mail."""

from datetime import datetime

from models.mail.letters import letter, moment
from models.mail.outbox import Letter


def stopped(to: str, name: str, at: datetime) -> Letter:
    """To the person: stopped until it is explained."""
    return letter(
        to,
        "アカウントを一時的に停止しました",
        f"{name} 様",
        f"{moment(at)}、通常と異なる利用が検知されたため、アカウントを一時的に停止しました。",
        "所属組織のシステム利用責任者に、利用の事情を説明してください。"
        "ご自身が利用した覚えがない場合は、ID・パスワードが他人に使われているおそれがあります。ただちに連絡してください。",
    )


def to_responsible(
    to: str, name: str, person: str, login_id: str, reference: str, until: datetime, url: str, *, stop: bool
) -> Letter:
    """To whoever answers for the person: explain."""
    done = "アカウントは、一時的に停止しました。" if stop else ""
    return letter(
        to,
        f"所属の利用者について、通常と異なる利用が検知されました（{reference}）",
        f"{name} 様",
        f"{person} さん（ID {login_id}）について、通常と異なる利用が検知されました（{reference}）。{done}",
        f"本人に事情を確かめ、{moment(until)}までに次のページで説明してください。",
        url,
    )


def organisation_to_responsible(to: str, name: str, reference: str, until: datetime, url: str) -> Letter:
    """The same about the organisation as a whole."""
    return letter(
        to,
        f"所属組織について、通常と異なる利用が検知されました（{reference}）",
        f"{name} 様",
        f"所属組織の利用の全体について、通常と異なる点が検知されました（{reference}）。",
        f"事情を確かめ、{moment(until)}までに次のページで説明してください。",
        url,
    )


def to_office(to: str, name: str, reference: str, severity: str, url: str) -> Letter:
    """To the owner's officers and the system managers: a case was opened, or grew graver."""
    return letter(
        to,
        f"【{severity}】通常と異なる利用の検知（{reference}）",
        f"{name} 様",
        f"通常と異なる利用が検知され、案件（{reference}）として記録しました。内容を確認してください。",
        url,
    )


def explained(to: str, name: str, reference: str, url: str) -> Letter:
    """To those who handle it: the responsible person has explained."""
    return letter(
        to,
        f"検知の案件に説明がありました（{reference}）",
        f"{name} 様",
        f"案件（{reference}）に、所属組織のシステム利用責任者の説明がありました。内容を確認してください。",
        url,
    )


def unexplained(to: str, name: str, reference: str, due: datetime, url: str) -> Letter:
    """To whoever had to explain: the time is over, and others decide."""
    return letter(
        to,
        f"【期限超過】検知の案件（{reference}）",
        f"{name} 様",
        f"案件（{reference}）は、期限の{moment(due)}を過ぎても説明がありません。ただちに説明してください。",
        "説明がない場合も、保有者担当が、組織の利用の停止を含めて判断します。",
        url,
    )


def overdue(to: str, name: str, reference: str, due: datetime, url: str, *, explained: bool) -> Letter:
    """To the office: the time is over. Without an explanation it is the officers' to decide all the same."""
    why = "所属組織の説明はあります。" if explained else "所属組織の説明はありません。説明を待たずに判断してください。"
    return letter(
        to,
        f"【期限超過】検知の案件（{reference}）",
        f"{name} 様",
        f"案件（{reference}）は、期限の{moment(due)}を過ぎても終了していません。{why}",
        url,
    )


def undecided(to: str, name: str, reference: str, due: datetime, url: str) -> Letter:
    """To the officers: it was told as overdue, and is not decided still."""
    return letter(
        to,
        f"【再度・期限超過】検知の案件（{reference}）",
        f"{name} 様",
        f"案件（{reference}）は、期限の{moment(due)}を過ぎたことをお知らせした後も、判断されていません。"
        "ただちに判断し、案件を終了してください。",
        url,
    )
