"""Letters about training: before a course is due, and when it is overdue (M17)."""

from datetime import date

from models.mail.letters import day, letter
from models.mail.outbox import Letter


def due(to: str, name: str, title: str, minutes: int, due_on: date, url: str) -> Letter:
    """A course has to be done by a day that is near."""
    return letter(
        to,
        f"研修の受講期限は{day(due_on)}です",
        f"{name} 様",
        f"研修「{title}」の受講期限は{day(due_on)}です。所要時間は約{minutes}分です。",
        f"サインインして、次の画面から受講してください。\n{url}",
        "受講が済んでいるときは、このメールへの対応は要りません。",
    )


def overdue(to: str, name: str, title: str, minutes: int, due_on: date, url: str) -> Letter:
    """The day is over."""
    return letter(
        to,
        "研修の受講期限を過ぎています",
        f"{name} 様",
        f"研修「{title}」の受講期限（{day(due_on)}）を過ぎました。所要時間は約{minutes}分です。",
        f"サインインして、次の画面から受講してください。\n{url}",
        "受講しないままでいると、修了するまで、研修とご自身のアカウントのほかの画面を利用できなくなることがあります。"
        "修了すれば、すぐに利用できます。",
    )
