"""The closed sets of an incident: what may have happened, how grave it is, where it stands, how it ended."""

from enum import StrEnum


class IncidentKind(StrEnum):
    """What happened, as far as the person who reports can tell."""

    MISSENT = "missent"
    LOST = "lost"
    CREDENTIALS = "credentials"
    OUTSIDE_PURPOSE = "outside_purpose"
    ATTACK = "attack"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _KINDS[self]


class YesNo(StrEnum):
    """An answer that may have to wait for an inquiry."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The answer in words."""
        return _ANSWERS[self]


class Severity(StrEnum):
    """How grave it is, in three steps; the sentences say when."""

    GRAVE = "grave"
    MEDIUM = "medium"
    SLIGHT = "slight"

    @property
    def label(self) -> str:
        """The step in a word."""
        return _SEVERITIES[self][0]

    @property
    def sentence(self) -> str:
        """The step, and when it is this one."""
        return "：".join(_SEVERITIES[self])


class Way(StrEnum):
    """How an incident came to the owner's officers (M8)."""

    DIRECT = "direct"
    RESPONSIBLE_PERSON = "responsible_person"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The way in words."""
        return _WAYS[self]


class IncidentState(StrEnum):
    """Who has to act: the responsible person, the owner's officers, nobody any more."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STATES[self]


class IncidentOutcome(StrEnum):
    """What the inquiry found."""

    LEAKED = "leaked"
    MISUSED = "misused"
    NOT_CONFIRMED = "not_confirmed"
    UNFOUNDED = "unfounded"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return _OUTCOMES[self]


class EntryKind(StrEnum):
    """What a line of the timeline tells."""

    REPORTED = "reported"
    LETTERS = "letters"
    ASSESSED = "assessed"
    PASSED_ON = "passed_on"
    WORD = "word"
    NOTE = "note"
    ANSWER = "answer"
    FILE = "file"
    FACTS = "facts"
    MEASURE = "measure"
    AUTHORITY_TOLD = "authority_told"
    DEADLINE_NEAR = "deadline_near"
    DEADLINE_MISSED = "deadline_missed"
    CLOSED = "closed"
    REOPENED = "reopened"

    @property
    def label(self) -> str:
        """The kind of line in words."""
        return _ENTRIES[self]


FOR_THE_REPORTER = frozenset({EntryKind.WORD, EntryKind.ANSWER})
"""What the person who reported may read of the timeline: their own words, and what is meant for them."""
FOR_THE_RESPONSIBLE = FOR_THE_REPORTER | {EntryKind.ASSESSED, EntryKind.PASSED_ON}

_KINDS = {
    IncidentKind.MISSENT: "メール・FAX・郵便などの誤送付、誤公開",
    IncidentKind.LOST: "端末・記録媒体・書類の紛失又は盗難",
    IncidentKind.CREDENTIALS: "ID・パスワードの共用、他人による使用、又はその疑い",
    IncidentKind.OUTSIDE_PURPOSE: "利用目的の外の閲覧・利用・持ち出し",
    IncidentKind.ATTACK: "不正アクセス・マルウェアなどのサイバー攻撃",
    IncidentKind.OTHER: "その他",
}
_ANSWERS = {YesNo.YES: "はい", YesNo.NO: "いいえ", YesNo.UNKNOWN: "分からない"}
_SEVERITIES = {
    Severity.GRAVE: ("重大", "外部に渡った、渡ったおそれが大きい、又は多数の設備にかかわる"),
    Severity.MEDIUM: ("中程度", "範囲が限られる、又はまだ確かでない"),
    Severity.SLIGHT: ("軽微", "外部に渡っていないことを確かめた"),
}
_WAYS = {
    Way.DIRECT: "直接の報告",
    Way.RESPONSIBLE_PERSON: "責任者からの引継ぎ",
    Way.OVERDUE: "期限超過による自動の引継ぎ",
}
_STATES = {
    IncidentState.WAITING: "責任者の確認待ち",
    IncidentState.OPEN: "対応中",
    IncidentState.CLOSED: "対応終了",
}
_OUTCOMES = {
    IncidentOutcome.LEAKED: "漏えい等を確認した",
    IncidentOutcome.MISUSED: "目的外の利用を確認した（外部への漏えいはない）",
    IncidentOutcome.NOT_CONFIRMED: "調べたが、事実を確認できなかった",
    IncidentOutcome.UNFOUNDED: "疑いは事実でなかった",
}
_ENTRIES = {
    EntryKind.REPORTED: "報告",
    EntryKind.LETTERS: "連絡",
    EntryKind.ASSESSED: "責任者の評価",
    EntryKind.PASSED_ON: "引継ぎ",
    EntryKind.WORD: "追加の連絡",
    EntryKind.NOTE: "記録（内部）",
    EntryKind.ANSWER: "報告者への回答",
    EntryKind.FILE: "ファイル",
    EntryKind.FACTS: "事実の更新",
    EntryKind.MEASURE: "措置",
    EntryKind.AUTHORITY_TOLD: "個人情報保護委員会への報告",
    EntryKind.DEADLINE_NEAR: "報告の期限の接近",
    EntryKind.DEADLINE_MISSED: "報告の期限の超過",
    EntryKind.CLOSED: "対応の終了",
    EntryKind.REOPENED: "対応の再開",
}
