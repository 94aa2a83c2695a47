"""Letters about inquiries of certified operators. They carry a number and a way in, and nothing of what was asked."""

from datetime import date

from models.mail.letters import day, letter
from models.mail.outbox import Letter


def arrived(to: str, name: str, reference: str, due_on: date, url: str) -> Letter:
    """To an officer: an operator asks about looks at their facility."""
    return letter(
        to,
        f"認定事業者から、閲覧についての問合せが届きました（{reference}）",
        f"{name} 様",
        f"認定事業者から、設備の閲覧についての問合せ（{reference}）が届きました。内容を確認し、{day(due_on)}までに"
        "回答してください。",
        url,
    )


def more_said(to: str, name: str, reference: str, due_on: date, url: str) -> Letter:
    """To an officer: the operator has said more, and waits for another answer."""
    return letter(
        to,
        f"閲覧についての問合せに追加の連絡があります（{reference}）",
        f"{name} 様",
        f"問合せ（{reference}）に、追加の連絡がありました。{day(due_on)}までに回答してください。",
        url,
    )


def overdue(to: str, name: str, reference: str, due_on: date, url: str, *, again: bool) -> Letter:
    """To whoever must answer: the last day has passed; or, again, that there is no answer still."""
    still = "お知らせした後も、" if again else ""
    return letter(
        to,
        f"【{'再度・' if again else ''}期限超過】閲覧についての問合せ（{reference}）",
        f"{name} 様",
        f"問合せ（{reference}）は、{still}期限の{day(due_on)}を過ぎても回答されていません。ただちに回答してください。",
        url,
    )


def answered(to: str, name: str, reference: str, url: str) -> Letter:
    """To who asked: there is an answer."""
    return letter(
        to,
        f"閲覧についての問合せに回答があります（{reference}）",
        f"{name} 様",
        f"問合せ（{reference}）に、資源エネルギー庁の担当からの回答があります。次のページで確認してください。",
        url,
    )
