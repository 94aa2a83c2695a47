"""The recovery codes as a sheet of text, to be kept."""

from collections.abc import Sequence
from datetime import datetime

from models import clock
from models.words import words


def as_text(codes: Sequence[str], login_id: str, made_at: datetime) -> str:
    """The sheet for download, with line ends that every editor shows."""
    lines = [
        f"{words().name}　回復コード",
        f"ID: {login_id}",
        f"書き出した日時: {clock.in_japan(made_at):%Y年%m月%d日 %H:%M}",
        "",
        "端末が手元にないとき、確認コードの代わりに使います。1つのコードは一度だけ使えます。",
        "他の人の目に触れない場所に保管してください。新しく作り直すと、このコードは無効になります。",
        "",
        *(f"{number:2}. {code}" for number, code in enumerate(codes, 1)),
    ]
    return "\r\n".join(lines) + "\r\n"
