"""Sentences people must meet where they act: at the sign-in page and at the head of an exported file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.clock import JST, in_japan
from models.legal.purposes import Purpose

# 政府機関等の対策基準策定のためのガイドライン 7.1.1(1)(c): what a person is told before signing in.
SIGN_IN_NOTICES: tuple[str, ...] = (
    "本システムの利用は、操作した人、日時、接続元及び対象とともに記録され、点検と監査の対象になります。",
    "再エネ特措法に基づく業務など、認められた目的以外での利用と、情報の公表及び第三者への提供を禁じます。",
    "他人のID・パスワードで利用する行為は、不正アクセス行為の禁止等に関する法律により処罰されることがあります。",
)

SIGN_IN_SHARING_NOTICE = (
    "IDとパスワードは本人だけのものです。同じ組織の人であっても、貸し借りや共同での使用はできません。"
)

MOMENT = "%Y-%m-%d %H:%M:%S（日本時間）"

EXPORT_NOTICES: tuple[str, ...] = (
    "このファイルは、上記の目的に限って利用できます。目的外の利用、公表及び第三者への提供を禁じます。",
    "担当者だけが触れられる場所に保管し、用が済んだら復元できない方法で消去してください。",
    "漏えい又はその疑いがあるときは、ファイル番号を添えて、直ちにシステム利用責任者に報告してください。",
)

TRAIL_FILE_NOTICES: tuple[str, ...] = (
    "このファイルは、監査と調査に限って利用できます。目的外の利用、公表及び第三者への提供を禁じます。",
    "漏えい又はその疑いがあるときは、証跡の番号を添えて、直ちに保有者担当に報告してください。",
)


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What the head of an exported file tells of the act that made it (B4).

    ``exported_at`` is an aware moment; ``conditions`` are the filters in force, in plain Japanese, none for all rows.
    """

    file_number: str
    exported_at: datetime
    person: str
    organisation: str
    purpose: Purpose
    note: str
    conditions: tuple[str, ...]
    rows: int
    columns: int


def read_moment(told: str) -> datetime | None:
    """The moment that the head of a file says; None for what is none."""
    try:
        return datetime.strptime(told, MOMENT).replace(tzinfo=JST)
    except ValueError:
        return None


def conditions_in_words(conditions: Sequence[str]) -> str:
    """Which list a file holds, as its head says it."""
    return "、".join(conditions) or "条件なし（閲覧できる範囲の全件）"


def export_header(facts: ExportFacts) -> tuple[tuple[str, str], ...]:
    """The lines above an exported table, each a label and a value, in their order.

    Values are plain text as people typed it: whoever writes the file neutralises formulas, as in every other cell.
    """
    purpose = f"{facts.purpose.label}（{facts.note}）" if facts.note else facts.purpose.label
    return (
        ("ファイル番号", facts.file_number),
        ("書き出した日時", f"{in_japan(facts.exported_at):{MOMENT}}"),
        ("書き出した人", f"{facts.organisation}　{facts.person}"),
        ("目的", purpose),
        ("条件", conditions_in_words(facts.conditions)),
        ("件数", f"{facts.rows:,} 件・{facts.columns:,} 項目"),
        *(("注意", notice) for notice in EXPORT_NOTICES),
    )


def trail_file_header(
    event: int, taken_at: datetime, person: str, about: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """The lines above a table of what the trail answers: an export's, with the event's number for the file's.

    ``person`` is who took it, with organisation; ``about`` what was asked.
    """
    return (
        ("証跡の番号", str(event)),
        ("書き出した日時", f"{in_japan(taken_at):{MOMENT}}"),
        ("書き出した人", person),
        *about,
        *(("注意", notice) for notice in TRAIL_FILE_NOTICES),
    )
