"""The sentences at the sign-in page and at the head of an exported file (B4)."""

from dataclasses import replace
from datetime import UTC, datetime

from models.legal.notices import (
    EXPORT_NOTICES,
    SIGN_IN_NOTICES,
    TRAIL_FILE_NOTICES,
    ExportFacts,
    export_header,
    trail_file_header,
)
from models.legal.purposes import Purpose

FACTS = ExportFacts(
    file_number="X-20261122-0001",
    exported_at=datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
    person="例 太郎",
    organisation="例送配電株式会社",
    purpose=Purpose.PURCHASE,
    note="",
    conditions=("電源: 太陽光", "出力: 50kW以上"),
    rows=12345,
    columns=20,
)


def test_the_sign_in_page_tells_of_records_purpose_and_law() -> None:
    told = "".join(SIGN_IN_NOTICES)

    assert "記録され" in told
    assert "監査" in told
    assert "目的以外での利用" in told
    assert "不正アクセス行為の禁止等に関する法律" in told


def test_the_head_of_a_file_tells_who_when_why_what_and_how_much() -> None:
    header = export_header(FACTS)

    assert header[:6] == (
        ("ファイル番号", "X-20261122-0001"),
        ("書き出した日時", "2026-11-23 00:30:00（日本時間）"),
        ("書き出した人", "例送配電株式会社　例 太郎"),
        ("目的", "買取業務"),
        ("条件", "電源: 太陽光、出力: 50kW以上"),
        ("件数", "12,345 件・20 項目"),
    )
    assert tuple(value for label, value in header if label == "注意") == EXPORT_NOTICES


def test_a_note_stands_beside_the_purpose_and_no_condition_is_said_aloud() -> None:
    header = dict(export_header(replace(FACTS, purpose=Purpose.OTHER, note="国会答弁の準備", conditions=())))

    assert header["目的"] == "その他（国会答弁の準備）"
    assert header["条件"] == "条件なし（閲覧できる範囲の全件）"


def test_the_head_of_a_file_from_the_trail_tells_the_event_who_and_what_was_asked() -> None:
    moment = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    header = trail_file_header(123, moment, "例 太郎（taro）", [("ログインID", "hanako")])
    assert header[:4] == (
        ("証跡の番号", "123"),
        ("書き出した日時", "2026-11-23 00:30:00（日本時間）"),
        ("書き出した人", "例 太郎（taro）"),
        ("ログインID", "hanako"),
    )
    assert [value for label, value in header[4:] if label == "注意"] == list(TRAIL_FILE_NOTICES)
