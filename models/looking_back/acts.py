"""Which acts are looks at a facility, and what they are called to its owner (B1).

Whatever event names a certification is a look, one of a kind not yet thought of included; only what comes of looking
back is not, or the record would grow by being read.
"""

from enum import StrEnum

from models.audit.event_names import EventName

NO_LOOKS = frozenset(
    {
        EventName.OWN_FACILITIES_LISTED,
        EventName.OWN_RECORD_READ,
        EventName.PAPER_RECORD_PRINTED,
        EventName.LOOK_RESOLVED,
        EventName.INQUIRY_SENT,
        EventName.INQUIRY_READ,
    }
)


class LookKind(StrEnum):
    """What was done, as far as its owner is told."""

    LISTED = "listed"
    READ = "read"
    TAKEN = "taken"
    REVIEWED = "reviewed"
    EXPLAINED = "explained"
    PREVIEWED = "previewed"
    IMPORTED = "imported"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The act in words."""
        return _LABELS[self]

    @property
    def in_passing(self) -> bool:
        """Whether the facility was shown among others, rather than asked for."""
        return self is LookKind.LISTED


_LABELS = {
    LookKind.LISTED: "検索結果の一覧に表示",
    LookKind.READ: "詳細を表示",
    LookKind.TAKEN: "ファイルに書き出し",
    LookKind.REVIEWED: "利用者の閲覧の記録の点検",
    LookKind.EXPLAINED: "閲覧できる理由の確認",
    LookKind.PREVIEWED: "画面の見え方の確認（プレビュー）",
    LookKind.IMPORTED: "公表情報の取込みの確認",
    LookKind.OTHER: "その他の確認",
}
_KINDS = {
    EventName.CERTIFICATIONS_LISTED: LookKind.LISTED,
    EventName.CERTIFICATION_READ: LookKind.READ,
    EventName.CERTIFICATIONS_EXPORTED: LookKind.TAKEN,
    EventName.EXPORT_MADE: LookKind.TAKEN,
    EventName.VIEWING_RECORD_READ: LookKind.REVIEWED,
    EventName.ROW_EXPLAINED: LookKind.EXPLAINED,
    EventName.READERS_LISTED: LookKind.EXPLAINED,
    EventName.PREVIEW_LISTED: LookKind.PREVIEWED,
    EventName.PREVIEW_READ: LookKind.PREVIEWED,
    EventName.IMPORT_READ: LookKind.IMPORTED,
}
_BY_NAME = {event.value: kind for event, kind in _KINDS.items()}


KNOWN_NAMES = frozenset(_BY_NAME)
"""The events that are called something; every other is ``LookKind.OTHER``."""


def names_of(kind: LookKind) -> frozenset[str]:
    """The events that are called so; none for ``OTHER``, which is whatever is not known."""
    return frozenset(name for name, one in _BY_NAME.items() if one is kind)


def kind_of(name: str) -> LookKind:
    """What an event of this name is called."""
    return _BY_NAME.get(name, LookKind.OTHER)
