"""Letters about findings. They carry a number and a way in, and nothing of what was found: others read mail."""

from datetime import date

from models.mail.letters import day, letter
from models.mail.outbox import Letter


def overdue(to: str, name: str, reference: str, due_on: date, url: str) -> Letter:
    """The last day of a finding has passed."""
    return letter(
        to,
        f"指摘への対応の期限を過ぎています（{reference}）",
        f"{name} 様",
        f"指摘 {reference} への対応の期限（{day(due_on)}）を過ぎました。"
        "次の画面で内容を確認し、対応の経過を記録してください。",
        url,
    )
