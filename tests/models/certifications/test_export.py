"""A file: recorded before its first row, cut when rights change, harmless in a spreadsheet (B4, M11)."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.own_security import ProofNeeded
from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent, AuditEventFacility
from models.catalogue.catalogue import catalogue
from models.catalogue.file_cells import cell, neutral
from models.certifications import export
from models.certifications.cells import neutral_column, plain_column, shower_of
from models.certifications.criteria import read_criteria
from models.certifications.export import record_end
from models.certifications.export_order import PurposeMissing, Wish
from models.certifications.extract import ExportCut, Extract
from models.certifications.item_columns import column_of, listable, typed
from models.certifications.quota import Limits, OverQuota
from models.certifications.sending import pieces_of
from models.errors import Forbidden
from models.legal.purposes import Purpose
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.register.scopes import RegisterScope
from models.register.tripwire import DoorClosed, opened
from tests.access.people import new_account
from tests.factories.stock import UNDER_A_LAW
from tests.factories.viewers import viewer_of, without

LIMITS = Limits(rows_a_file=10_000, rows_a_day=50_000, files_in_a_while=3)
Ordered = Callable[..., Extract]
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


@pytest.fixture
def ordered(stock: Session) -> Iterator[Callable[..., Extract]]:
    """Orders files of the stock; they are closed at the end."""
    with ExitStack() as opened_files:

        def order(
            viewer: Viewer,
            purpose: Purpose = Purpose.AUDIT_INSPECTION,
            note: str = "",
            limits: Limits = LIMITS,
            *,
            proved: bool = True,
            **asked: Any,
        ) -> Extract:
            criteria = read_criteria({"columns": COLUMNS, **asked}, viewer.items)
            wish = Wish(criteria, purpose, note)
            return opened_files.enter_context(export.order(stock, viewer, wish, "見本　太郎", limits, proved=proved))

        yield order


def rows_of(batches: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    return (row for columns in batches for row in zip(*columns, strict=True))


def last_event(stock: Session) -> AuditEvent:
    return stock.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()


def test_an_order_is_recorded_with_everything_before_a_row_leaves(
    stock: Session, owner: Viewer, ordered: Ordered
) -> None:
    extract = ordered(owner, note="点検", source=["太陽光"])
    event, number = last_event(stock), extract.order.file_number
    assert (event.name, event.object) == ("register:certification:export", f"file:{number}")
    assert event.details == {
        "asked": {"source": ["太陽光"], "columns": COLUMNS},
        "total": len(extract.keys),
        "items": COLUMNS,
        "purpose": "audit_inspection",
        "note": "点検",
        "file_number": number,
        "format": "csv",
    }
    facilities = select(AuditEventFacility.certification_id).where(AuditEventFacility.event_number == event.number)
    assert set(stock.scalars(facilities)) == set(extract.keys)


def test_what_was_taken_meanwhile_counts_when_a_code_is_asked_for(
    stock: Session, owner: Viewer, ordered: Ordered, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = len(ordered(owner, proved=False).keys)
    monkeypatch.setattr("models.certifications.quota.STEP_UP_ROWS", 2 * rows - 1)
    before = last_event(stock).number
    with pytest.raises(ProofNeeded):
        ordered(owner, proved=False)
    assert last_event(stock).number == before, "nothing is recorded, and nothing taken"
    assert len(ordered(owner, proved=True).keys) == rows


@pytest.mark.parametrize(
    ("purpose", "note"),
    [(Purpose.PURCHASE, ""), (Purpose.OTHER, ""), (Purpose.OTHER, " 　"), (Purpose.AUDIT_INSPECTION, "あ" * 201)],
)
def test_a_purpose_that_may_not_be_stated_records_nothing(
    stock: Session, owner: Viewer, ordered: Ordered, purpose: Purpose, note: str
) -> None:
    before = stock.scalar(select(func.count()).select_from(AuditEvent))
    with pytest.raises(PurposeMissing):
        ordered(owner, purpose, note)
    stock.rollback()
    assert stock.scalar(select(func.count()).select_from(AuditEvent)) == before


def test_the_fourth_file_within_ten_minutes_is_refused_and_not_recorded(
    stock: Session, owner: Viewer, ordered: Ordered, hands: time_machine.Traveller
) -> None:
    for _ in range(3):
        ordered(owner)
        stock.commit()
    with pytest.raises(OverQuota):
        ordered(owner)
    stock.rollback()
    exported = select(func.count()).where(AuditEvent.name == EventName.CERTIFICATIONS_EXPORTED.value)
    assert stock.scalar(exported) == 3
    hands.shift(timedelta(minutes=10))
    assert ordered(owner).keys


def test_a_file_larger_than_one_may_be_is_refused(owner: Viewer, ordered: Ordered) -> None:
    total = len(ordered(owner).keys)
    assert len(ordered(owner, limits=replace(LIMITS, rows_a_file=total)).keys) == total
    with pytest.raises(OverQuota):
        ordered(owner, limits=replace(LIMITS, rows_a_file=total - 1))


def test_nobody_takes_a_file_without_an_account(stock: Session, ordered: Ordered) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    with pytest.raises(Forbidden):
        ordered(replace(viewer, actor=replace(viewer.actor, account_id=None)))


CHANGES: dict[str, Callable[[Viewer], Viewer | None]] = {
    "gone": lambda _viewer: None,
    "rows narrowed": lambda viewer: replace(viewer, scope=frozenset()),
    "item withdrawn": lambda viewer: without(viewer, "operator_name"),
    "item withdrawn that the file does not hold": lambda viewer: without(viewer, "site_address"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_is_cut_at_the_next_check_when_rights_change(
    stock: Session, owner: Viewer, ordered: Ordered, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 5)
    monkeypatch.setattr("models.certifications.extract.BATCHES_A_CHECK", 2)
    extract = ordered(owner)
    present = iter([owner, owner, CHANGES[change](owner)])
    batches = extract.batches(lambda: next(present))
    rows = rows_of(islice(batches, 4))
    assert len(list(rows)) == 20
    with pytest.raises(ExportCut):
        next(batches)
    record_end(stock, owner.actor, extract.order.file_number, extract.taken, export.ExportEnd.RIGHTS_CHANGED)
    event = last_event(stock)
    assert (event.outcome, event.details) == (
        Outcome.FAILED.value,
        {"file_number": extract.order.file_number, "rows": 20, "why": "rights changed", "sha256": ""},
    )


def test_a_file_goes_on_under_another_edition_that_grants_the_same(
    stock: Session, owner: Viewer, ordered: Ordered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 5)
    monkeypatch.setattr("models.certifications.extract.BATCHES_A_CHECK", 2)
    extract = ordered(owner)
    later = replace(owner, items=replace(owner.items, edition=2))
    assert len(list(rows_of(extract.batches(lambda: later)))) == len(extract.keys)


def test_the_door_is_shut_between_two_batches(
    stock: Session, owner: Viewer, ordered: Ordered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 10)
    next(ordered(owner).batches(lambda: owner))
    with pytest.raises(DoorClosed):
        stock.execute(select(Certification.id))


def test_a_file_is_of_one_moment_although_rows_change_while_it_is_written(
    stock: Session, owner: Viewer, ordered: Ordered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.certifications.extract.ROWS_AT_A_TIME", 10)
    before = list(rows_of(ordered(owner).batches(lambda: owner)))
    stock.commit()
    batches = ordered(owner).batches(lambda: owner)
    stock.commit()
    sent = list(rows_of([next(batches)]))
    with opened():
        stock.execute(update(Certification).values(operator_name="別の会社", output_kw=1.0))
        stock.execute(delete(RegisterScope))
    stock.commit()
    assert [*sent, *rows_of(batches)] == before


def test_a_whole_column_becomes_cells_just_as_each_value_would(stock: Session, owner: Viewer, ordered: Ordered) -> None:
    """Every item of the catalogue, on either database: what is fast and what is plain say the same."""
    items = listable(tuple(owner.items.by_key.values()))
    dialect = stock.get_bind().dialect.name
    with opened():
        plain = stock.execute(select(*map(column_of, items)).order_by(Certification.id)).all()
        columns = [plain_column(item, dialect) for item in items]
        stored = stock.connection().execute(select(*columns).order_by(Certification.id)).all()
    shown = [shower_of(item)(values) for item, values in zip(items, zip(*stored, strict=True), strict=True)]
    expected = [tuple(cell(item, typed(item, value)) for item, value in zip(items, row, strict=True)) for row in plain]
    assert list(zip(*shown, strict=True)) == expected
    filled = {item.key for item, column in zip(items, shown, strict=True) if set(column) != {None}}
    assert {"certified_on", "roof_mounted", "prefecture", "output_kw", "law_03_status", "fiscal_year"} <= filled


def test_the_file_states_the_act_and_then_the_table(owner: Viewer, ordered: Ordered) -> None:
    extract = ordered(owner, note="=点検(1)", q=["みほん"], sort=["facility_id"])
    order = extract.order
    raw = b"".join(pieces_of(extract, lambda: owner))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert not raw[3:].startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    gap = lines.index([])
    facts = dict(line for line in lines[:gap] if line[0] != "注意")
    assert facts["ファイル番号"] == order.file_number
    assert order.file_name == f"saiene-{order.file_number}.csv"
    assert facts["書き出した日時"] == "2026-05-11 12:00:00（日本時間）"
    assert facts["書き出した人"] == "みほん組織　見本　太郎（person）"
    assert facts["目的"] == "監査・検査対応（=点検(1)）"
    assert facts["条件"] == "検索語: みほん"
    assert facts["件数"] == f"{len(extract.keys)} 件・{len(COLUMNS)} 項目"
    assert facts["閲覧権限の版"] == "第1版"
    table = lines[gap + 1 :]
    assert table[0][2].endswith("（kW）")
    assert len(table) == len(extract.keys) + 1
    assert [row[0] for row in table[1:]] == sorted(row[0] for row in table[1:])
    assert all(row[0].startswith("A") and len(row[0]) == 10 for row in table[1:])
    mine = next(row for row in table if row[0] == UNDER_A_LAW)
    assert (mine[1], mine[3], mine[6]) == ("'=みほん（合同会社）", "2015-03-31", "'-1+1 発電所")
    assert not [value for row in lines for value in row if len(value) > 1 and value[0] in "=+@\t\r＝＋－＠"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−"])
def test_no_cell_begins_a_formula(sign: str) -> None:
    assert neutral(f"{sign}1+1") == f"'{sign}1+1"
    plain = ["", None, "-", "a=1", sign, "0\0b"]
    for place in range(len(plain) + 1):
        column = [*plain[:place], f"{sign}1+1", *plain[place:]]
        assert neutral_column(column) == [*plain[:place], f"'{sign}1+1", *plain[place:]]
        assert neutral_column([*column, 1.5]) == [*plain[:place], f"'{sign}1+1", *plain[place:], 1.5]
    assert neutral_column(plain) == plain
    assert neutral_column([None, -1.5, 0, 7]) == [None, -1.5, 0, 7]


def test_values_stand_in_the_file_as_they_are() -> None:
    code = next(item for item in catalogue().items if item.type.value == "code" and item.store.value == "document")
    lists = next(item for item in catalogue().items if item.type.value == "string_list")
    assert cell(code, "01234") == "01234"
    assert cell(lists, ["a", "b"]) == "a、b"
    assert cell(ITEMS["facility_id"], "A000001C01") == "A000001C01"
    assert (cell(ITEMS["roof_mounted"], True), cell(ITEMS["roof_mounted"], False)) == ("該当", "非該当")
    assert cell(ITEMS["output_kw"], 49.5) == 49.5
    assert cell(ITEMS["output_kw"], None) is None
    assert cell(ITEMS["supply_outlet"], "-") == "-"
    assert cell(ITEMS["prefecture"], "01") == "北海道"
