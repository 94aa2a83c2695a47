"""The acts behind an alert in words: what was done and how much was shown, never a value of the register."""

from collections.abc import Mapping

from models.audit.event_names import EventName, NumbersOf, Outcome
from models.audit.tables import AuditEvent

_WORDS: Mapping[EventName, str] = {
    EventName.SIGNED_IN: "サインイン",
    EventName.PASSWORD_CHECKED: "パスワードの誤り",
    EventName.CODE_CHECKED: "コードの誤り",
    EventName.RECOVERY_CODE_USED: "回復コードの誤り",
    EventName.STEPPED_UP: "再確認のコードの誤り",
    EventName.CERTIFICATIONS_LISTED: "一覧の表示",
    EventName.CERTIFICATION_READ: "設備の表示",
    EventName.CERTIFICATION_ABSENT: "見つからない設備の照会",
    EventName.CERTIFICATIONS_EXPORTED: "ファイルへの書き出し",
    EventName.EXPORT_FILE_ABSENT: "見つからない書き出しファイルの照会",
    EventName.PAGE_REFUSED: "権限のない画面の要求",
    EventName.PREVIEW_LISTED: "プレビューでの一覧の表示",
    EventName.PREVIEW_READ: "プレビューでの設備の表示",
    EventName.ROW_EXPLAINED: "見える理由の確認",
    EventName.READERS_LISTED: "閲覧できる組織の確認",
    EventName.VIEWING_RECORD_READ: "閲覧の記録の確認",
    EventName.PERSON_READING_ASKED: "利用者が見た設備の照会",
}
_NUMBERS: Mapping[str, str] = {
    NumbersOf.HOME: "ホームの件数の表示",
    NumbersOf.BREAKDOWN: "内訳の件数の表示",
    NumbersOf.EXPORT: "書き出しの件数の確認",
}


def act_words(event: AuditEvent) -> str:
    """The act, with the number of rows of a file, or of all that a list or its numbers spoke of."""
    name = EventName(event.name)
    words = _NUMBERS.get(event.object, "") if name is EventName.CERTIFICATIONS_LISTED else ""
    words = words or _WORDS[name]
    total = event.details.get("total")
    if isinstance(total, int):
        words = (
            f"{words}（{total:,} 件）" if name is EventName.CERTIFICATIONS_EXPORTED else f"{words}（全 {total:,} 件）"
        )
    return f"{words}（拒否）" if event.outcome == Outcome.REFUSED.value and "誤り" not in words else words


def object_words(event: AuditEvent) -> str:
    """What was acted on. Which facility it was is not told: whoever watches reads no certification (M3)."""
    return "設備" if event.object.startswith("facility:") else event.object
