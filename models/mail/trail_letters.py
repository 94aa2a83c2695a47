"""The alarm about the trail itself: it is not as it was written."""

from datetime import datetime

from models.mail.letters import letter, moment
from models.mail.outbox import Letter


def tampered(to: str, name: str, at: datetime, fault: str, url: str) -> Letter:
    """To an officer of the owner: the verification of the trail has failed."""
    return letter(
        to,
        "【警報】監査の証跡に異常が見つかりました",
        f"{name} 様",
        f"{moment(at)}、監査の証跡の検証で異常が見つかりました。{fault}",
        "証跡が消され、書き換えられ、又は以前の状態に戻されたおそれがあります。データベース、照合点の控え、"
        "バックアップを今の状態のまま保全し、システム管理者と外部監査人に連絡して原因を調べてください。",
        url,
        "このお知らせは、異常が見つかったときに一度だけ送られます。検証で異常がなくなるまで、「管理」に表示されます。",
    )
