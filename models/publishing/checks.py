"""What a text must be before it can be kept, and before it can be laid before the second person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.errors import DomainError
from models.legal.documents import can_be_filled
from models.publishing.documents import TextDocument, Version
from models.publishing.words import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_CHANGES,
    MOST_SECTIONS,
    REVEALED,
    Words,
    unseen,
)  # fmt: skip

UNSEEN = f"目に見えない文字（制御文字など）や外字が含まれています。「{REVEALED}」のところを取り除いてください。"
TOO_LONG = f"文章が長すぎます。全体で{LONGEST_TEXT:,}文字までです。"
LINE_TOO_LONG = f"{LONGEST_LINE}文字以内で書いてください。"
TOO_MANY_CHANGES = f"{MOST_CHANGES}文以内にまとめてください。"
PLACEHOLDER = "「$」は、${operator_name} と ${contact} のほかには使えません。文字としての「$」は「$$」と書きます。"
NO_PLACEHOLDER = "同意事項では、${operator_name} などの置き換えは使えません。名称をそのまま書いてください。"


@dataclass(frozen=True, slots=True)
class Edit:
    """Everything somebody can say of a draft. ``version`` is the day it shall come into force, if they know already."""

    words: Words
    changes: tuple[str, ...]
    version: date | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: ``title``, ``heading_0``, ``body_0``, ``changes``, ``version``; ``""``: the whole."""

    place: str
    reason: str


class NotKept(DomainError):
    """What was typed cannot be kept, not even as a draft."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].reason)
        self.faults = faults


def check_keepable(edit: Edit) -> None:
    """Raise ``NotKept`` for what no draft may hold."""
    if faults := list(_unkeepable(edit)):
        raise NotKept(faults)


@dataclass(frozen=True, slots=True)
class Taken:
    """The versions a new one comes after, and the days of those that were called off."""

    published: Sequence[Version]
    called_off: frozenset[date]


def open_faults(document: TextDocument, edit: Edit, taken: Taken, today: date) -> Sequence[Fault]:
    """What has to be put right before the draft can be laid before the second person; nothing when it is ready."""
    return [*_of_words(document, edit.words), *_of_version(document, edit, taken, today)]


def date_fault(version: date, taken: Taken, today: date) -> str:
    """Why no version can come into force on this day (today in Japan being ``today``); empty when it can."""
    if version <= today:
        return "施行日は、明日以降の日にしてください。"
    newest = max((one.version for one in taken.published), default=date.min)
    if version <= newest:
        return f"施行日は、公開済みの版の施行日（{in_words(newest)}）より後の日にしてください。"
    if version in taken.called_off:
        return f"{in_words(version)}は、取りやめた版の施行日です。版は施行日で呼ばれるため、別の日にしてください。"
    return ""


def in_words(day: date) -> str:
    """``2026年4月1日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def _unkeepable(edit: Edit) -> Iterator[Fault]:
    lines = {"title": edit.words.title}
    for number, section in enumerate(edit.words.sections):
        lines[f"heading_{number}"] = section.heading
        if unseen(section.typed):
            yield Fault(f"body_{number}", UNSEEN)
    for place, line in lines.items():
        if unseen(line):
            yield Fault(place, UNSEEN)
        if len(line) > LONGEST_LINE:
            yield Fault(place, LINE_TOO_LONG)
    if unseen("".join(edit.changes)):
        yield Fault("changes", UNSEEN)
    if len(edit.changes) > MOST_CHANGES:
        yield Fault("changes", TOO_MANY_CHANGES)
    if any(len(sentence) > LONGEST_LINE for sentence in edit.changes):
        yield Fault("changes", f"一つの文は、{LINE_TOO_LONG}")
    if edit.words.length > LONGEST_TEXT or len(edit.words.sections) > MOST_SECTIONS:
        longest = max(range(len(edit.words.sections)), key=lambda one: len(edit.words.sections[one].typed))
        yield Fault(f"body_{longest}", TOO_LONG)


def _of_words(document: TextDocument, words: Words) -> Iterator[Fault]:
    if not document.kind and not words.title:
        yield Fault("title", "題名を入力してください。")
    for number, section in enumerate(words.sections):
        label = document.section_label(number + 1)
        if not section.heading:
            yield Fault(f"heading_{number}", f"{label} の見出しを入力してください。")
        if not section.paragraphs:
            yield Fault(f"body_{number}", f"{label} の文を入力してください。")
        if not document.kind and any(not part.text for part in section.paragraphs):
            yield Fault(f"body_{number}", f"{label} の号（「・」の行）の前に、文を入力してください。")
        if not _placeholders_fit(document, section.heading):
            yield Fault(f"heading_{number}", f"{label} の見出し：{_placeholder_reason(document)}")
        if not all(_placeholders_fit(document, line) for line in section.lines):
            yield Fault(f"body_{number}", f"{label} の文：{_placeholder_reason(document)}")
    if not _placeholders_fit(document, words.title):
        yield Fault("title", f"題名：{_placeholder_reason(document)}")


def _placeholders_fit(document: TextDocument, line: str) -> bool:
    return "${" not in line if document.kind else can_be_filled(line)


def _placeholder_reason(document: TextDocument) -> str:
    return NO_PLACEHOLDER if document.kind else PLACEHOLDER


def _of_version(document: TextDocument, edit: Edit, taken: Taken, today: date) -> Iterator[Fault]:
    if not edit.changes:
        yield Fault("changes", "この版で変わったことを、文で書いてください。")
    if edit.version is None:
        yield Fault("version", "施行日を入力してください。")
    elif reason := date_fault(edit.version, taken, today):
        yield Fault("version", reason)
    if taken.published and taken.published[-1].sha256 == document.sha256(edit.words):
        yield Fault("", "公開済みの版と同じ内容です。変わるところがありません。")
