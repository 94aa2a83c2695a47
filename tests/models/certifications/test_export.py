"""A file: recorded before its first row, cut when rights change, harmless in a spreadsheet (B4, M11)."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent, AuditEventFacility
from models.catalogue.catalogue import catalogue
from models.certifications import export
from models.certifications.criteria import read_criteria
from models.certifications.csv_file import cell, csv_chunks, file_name, neutral
from models.certifications.export import ExportCut, PurposeMissing, record_end
from models.certifications.quota import OverQuota
from models.errors import Forbidden
from models.legal.purposes import Purpose
from models.organisations.kinds import OrganisationKind
from models.register.tripwire import DoorClosed
from tests.access.people import new_account
from tests.factories.stock import UNDER_A_LAW
from tests.factories.viewers import viewer_of, without

NOON = datetime(2026, 5, 11, 3, 0, tzinfo=UTC)
ITEMS = catalogue().by_key
COLUMNS = ["facility_id", "operator_name", "output_kw", "certified_on", "prefecture", "roof_mounted", "facility_name"]


@pytest.fixture(autouse=True)
def hands() -> Iterator[time_machine.Traveller]:
    """The clock's hands."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def owner(stock: Session) -> Viewer:
    """Someone of the owner, with an account."""
    account = new_account(stock, kind=OrganisationKind.OWNER).id
    stock.commit()
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    return replace(viewer, actor=replace(viewer.actor, account_id=account))


def ordered(stock: Session, viewer: Viewer, purpose: Purpose = Purpose.AUDIT_INSPECTION, note: str = "", **asked: Any):  # type: ignore[no-untyped-def]
    criteria = read_criteria({"columns": COLUMNS, **asked}, viewer.items)
    return export.order(stock, viewer, criteria, purpose, note)


def test_an_order_is_recorded_with_everything_before_a_row_leaves(stock: Session, owner: Viewer) -> None:
    order = ordered(stock, owner, note="点検", source=["太陽光"])
    event = stock.get_one(AuditEvent, order.event_number)
    assert (event.name, event.object) == ("register:certification:export", f"file:{order.file_number}")
    assert event.details == {
        "asked": {"source": ["太陽光"], "columns": COLUMNS},
        "total": len(order.keys),
        "items": COLUMNS,
        "purpose": "audit_inspection",
        "note": "点検",
        "file_number": order.file_number,
    }
    facilities = select(AuditEventFacility.certification_id).where(AuditEventFacility.event_number == event.number)
    assert set(stock.scalars(facilities)) == set(order.keys)


@pytest.mark.parametrize(
    ("purpose", "note"),
    [(Purpose.PURCHASE, ""), (Purpose.OTHER, ""), (Purpose.OTHER, " 　"), (Purpose.AUDIT_INSPECTION, "あ" * 201)],
)
def test_a_purpose_that_may_not_be_stated_records_nothing(
    stock: Session, owner: Viewer, purpose: Purpose, note: str
) -> None:
    before = stock.scalar(select(func.count()).select_from(AuditEvent))
    with pytest.raises(PurposeMissing):
        ordered(stock, owner, purpose, note)
    stock.rollback()
    assert stock.scalar(select(func.count()).select_from(AuditEvent)) == before


def test_the_fourth_file_within_ten_minutes_is_refused_and_not_recorded(
    stock: Session, owner: Viewer, hands: time_machine.Traveller
) -> None:
    for _ in range(3):
        ordered(stock, owner)
        stock.commit()
    with pytest.raises(OverQuota):
        ordered(stock, owner)
    stock.rollback()
    exported = select(func.count()).where(AuditEvent.name == EventName.CERTIFICATIONS_EXPORTED.value)
    assert stock.scalar(exported) == 3
    hands.shift(timedelta(minutes=10))
    assert ordered(stock, owner).keys


def test_a_file_larger_than_one_may_be_is_refused(
    stock: Session, owner: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = len(ordered(stock, owner).keys)
    for limit, allowed in ((total, True), (total - 1, False)):
        monkeypatch.setattr("models.certifications.quota.ROWS_A_FILE", limit)
        if allowed:
            assert len(ordered(stock, owner).keys) == total
        else:
            with pytest.raises(OverQuota):
                ordered(stock, owner)


def test_nobody_takes_a_file_without_an_account(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    with pytest.raises(Forbidden):
        ordered(stock, replace(viewer, actor=replace(viewer.actor, account_id=None)))


CHANGES: dict[str, Callable[[Viewer], Viewer | None]] = {
    "gone": lambda _viewer: None,
    "rows narrowed": lambda viewer: replace(viewer, scope=frozenset()),
    "item withdrawn": lambda viewer: without(viewer, "operator_name"),
    "item withdrawn that the file does not hold": lambda viewer: without(viewer, "site_address"),
    "another edition": lambda viewer: replace(viewer, items=replace(viewer.items, edition=2)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_is_cut_at_the_next_batch_when_rights_change(
    stock: Session, owner: Viewer, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(export, "ROWS_AT_A_TIME", 10)
    order = ordered(stock, owner)
    present = iter([owner, owner, CHANGES[change](owner)])
    rows = export.rows(stock, order, lambda: next(present))
    sent = list(islice(rows, 20))
    with pytest.raises(ExportCut):
        next(rows)
    record_end(stock, owner.actor, order, len(sent), export.ExportEnd.RIGHTS_CHANGED)
    event = stock.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    assert (event.outcome, event.details) == (
        Outcome.FAILED.value,
        {"file_number": order.file_number, "rows": 20, "why": "rights changed"},
    )


def test_the_door_is_shut_between_two_batches(stock: Session, owner: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "ROWS_AT_A_TIME", 10)
    rows = export.rows(stock, ordered(stock, owner), lambda: owner)
    next(rows)
    from models.register.certification import Certification

    with pytest.raises(DoorClosed):
        stock.execute(select(Certification.id))


def test_a_row_that_left_the_scope_meanwhile_is_not_sent(stock: Session, owner: Viewer) -> None:
    order = ordered(stock, owner)
    order = replace(order, keys=(*order.keys[:3], 999_999, *order.keys[3:]))
    assert len(list(export.rows(stock, order, lambda: owner))) == len(order.keys) - 1


def test_nobody_goes_on_with_somebody_elses_file(stock: Session, owner: Viewer) -> None:
    order = ordered(stock, owner)
    other = replace(owner, actor=replace(owner.actor, account_id=99))
    with pytest.raises(DoorClosed):
        next(export.rows(stock, order, lambda: other))


def test_the_file_states_the_act_and_then_the_table(stock: Session, owner: Viewer) -> None:
    order = ordered(stock, owner, note="=点検(1)", q=["みほん"], sort=["facility_id"])
    raw = b"".join(csv_chunks(order, "見本　太郎", export.rows(stock, order, lambda: owner)))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert not raw[3:].startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    gap = lines.index([])
    facts = dict(line for line in lines[:gap] if line[0] != "注意")
    assert facts["ファイル番号"] == order.file_number
    assert order.file_number in file_name(order)
    assert facts["書き出した日時"] == "2026-05-11 12:00:00（日本時間）"
    assert facts["書き出した人"] == "みほん組織　見本　太郎（person）"
    assert facts["目的"] == "監査・検査対応（=点検(1)）"
    assert facts["条件"] == "検索語: みほん"
    assert facts["件数"] == f"{len(order.keys)} 件・{len(COLUMNS)} 項目"
    assert facts["閲覧権限の版"] == "第1版"
    table = lines[gap + 1 :]
    assert table[0][2].endswith("（kW）")
    assert len(table) == len(order.keys) + 1
    assert [row[0] for row in table[1:]] == sorted(row[0] for row in table[1:])
    assert all(row[0].startswith("A") and len(row[0]) == 10 for row in table[1:])
    mine = next(row for row in table if row[0] == UNDER_A_LAW)
    assert (mine[1], mine[3], mine[6]) == ("'=みほん（合同会社）", "2015-03-31", "'-1+1 発電所")
    assert not [value for row in lines for value in row if len(value) > 1 and value[0] in "=+@\t\r＝＋－＠"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_a_formula(sign: str) -> None:
    assert neutral(f"{sign}1+1") == f"'{sign}1+1"
    for key in ("operator_name", "facility_name"):
        assert str(cell(ITEMS[key], f"{sign}cmd|' /C calc'!A0")).startswith("'")
    lists = next(item for item in catalogue().items if item.type.value == "string_list")
    assert str(cell(lists, [f"{sign}a", "b"])).startswith("'")


def test_values_stand_in_the_file_as_they_are() -> None:
    code = next(item for item in catalogue().items if item.type.value == "code" and item.store.value == "document")
    assert cell(code, "01234") == "01234"
    assert cell(ITEMS["facility_id"], "A000001C01") == "A000001C01"
    assert (cell(ITEMS["roof_mounted"], True), cell(ITEMS["roof_mounted"], False)) == ("該当", "非該当")
    assert cell(ITEMS["output_kw"], 49.5) == 49.5
    assert cell(ITEMS["output_kw"], None) == ""
    assert cell(ITEMS["supply_outlet"], "-") == "-"
    assert cell(ITEMS["prefecture"], "01") == "北海道"
