"""Letters about files over the quota. They carry a way in, and nothing of what is asked for."""

from datetime import datetime

from models.mail.letters import letter, moment
from models.mail.outbox import Letter


def asked(to: str, name: str, person: str, until: datetime, url: str) -> Letter:
    """To who decides: somebody asks for a file over the quota."""
    return letter(
        to,
        "上限を超えるファイルの書き出しの承認を求められています",
        f"{name} 様",
        f"{person} さんが、書き出しの上限を超える1ファイルについて承認を求めています。条件、項目、件数、目的、理由を"
        f"確認し、{moment(until)}までに承認又は不承認としてください。期限を過ぎると無効になります。",
        url,
    )


def approved(to: str, name: str, until: datetime, url: str) -> Letter:
    """To who asked: it may be taken, once."""
    return letter(
        to,
        "上限を超えるファイルの書き出しが承認されました",
        f"{name} 様",
        f"承認された1ファイルを、{moment(until)}までに、一度だけ書き出せます。",
        url,
    )


def declined(to: str, name: str, url: str) -> Letter:
    """To who asked: it was not approved."""
    return letter(
        to,
        "上限を超えるファイルの書き出しは承認されませんでした",
        f"{name} 様",
        "理由は、次のページで確認できます。",
        url,
    )
