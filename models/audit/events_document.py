"""The events of the trail as a document: what each states, and the exact names of its details (M11)."""

from collections.abc import Iterator

from models.audit.event_details import DETAILS
from models.audit.event_meanings import AREAS, MEANINGS
from models.audit.event_names import EventName

HEAD = """# 証跡に残る出来事の一覧

証跡（監査記録）に書かれる出来事のすべてと、それぞれに添えられる事項です。ここにない出来事は記録できません。
どの出来事にも、番号、日時、結果、行為者（アカウント、ログインID、組織、部門）、接続元、利用中の画面の番号、
ブラウザーの識別番号、対象、閲覧権限の版、示された設備が残ります。秘密（パスワード、確認コード、鍵）は残りません。
`flask audit document` が作ります。手で書き換えず、元のデータを改めてから作り直してください。
"""


def events_document() -> str:
    """The whole document, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    for area, label in AREAS.items():
        yield f"## {label}\n"
        yield "| 出来事 | 名前 | 意味 | 添えられる事項 |"
        yield "|---|---|---|---|"
        for name in EventName:
            if name.partition(":")[0] == area:
                details = "、".join(f"`{one}`" for one in sorted(DETAILS[name]))
                yield f"| {MEANINGS[name].label} | `{name.value}` | {MEANINGS[name].sentence} | {details} |"
        yield ""
