"""The door and its tripwire: no way of writing a statement reads the register unrecorded (M9–M11)."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import column, exists, func, insert, literal_column, select, table, text, union_all, update
from sqlalchemy.orm import Session, aliased, joinedload, load_only

from models.access import door
from models.access.snapshot import Snapshot
from models.audit.event_details import DETAILS
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent, AuditHead
from models.certifications import detail, search
from models.certifications.criteria import SearchCriteria
from models.errors import NotFound
from models.organisations.kinds import OrganisationKind
from models.register.certification import Amendment, Certification, Document, FacilityId, Site
from models.register.operators import Operator
from models.register.scopes import RegisterScope
from models.register.totals import Total
from models.register.tripwire import DoorClosed, opened
from tests.factories.stock import TWO_AREAS
from tests.factories.viewers import SOMEONE, viewer_of

TABLES = [Certification, FacilityId, Site, Document, Amendment, Operator, RegisterScope, Total]
WAYS: dict[str, Callable[[Session], object]] = {
    "entities": lambda s: s.scalars(select(Certification)).first(),
    "get": lambda s: s.get(Certification, 1),
    "query": lambda s: s.query(Certification).first(),
    "options": lambda s: s.scalars(select(Certification).options(load_only(Certification.id))).first(),
    "alias": lambda s: s.scalars(select(aliased(Site))).first(),
    "columns": lambda s: s.execute(select(Certification.facility_id)).first(),
    "core table": lambda s: s.execute(Certification.__table__.select()).first(),
    "count from": lambda s: s.scalar(select(func.count()).select_from(Certification)),
    "literal column": lambda s: s.scalar(select(literal_column("1")).select_from(Site.__table__)),
    "light table": lambda s: s.execute(select(column("address")).select_from(table("register_sites"))).first(),
    "text": lambda s: s.execute(text("SELECT facility_id FROM register_certifications")).first(),
    "text in capitals": lambda s: s.execute(text('SELECT FACILITY_ID FROM "REGISTER_CERTIFICATIONS"')).first(),
    "text with comment": lambda s: s.execute(text("SELECT 1 FROM /**/register_sites/**/")).first(),
    "sub-query": lambda s: s.scalar(select(AuditHead.number).where(exists(select(Site.address)))),
    "scalar sub-query": lambda s: s.scalar(select(select(func.max(Site.address)).scalar_subquery())),
    "common table expression": lambda s: s.execute(select(select(Site.address).cte("harmless"))).first(),
    "union": lambda s: s.execute(union_all(select(AuditHead.hash), select(Site.address))).first(),
    "driver's own": lambda s: s.connection().exec_driver_sql("SELECT * FROM register_documents").first(),
    "search index": lambda s: s.execute(text("SELECT 1 FROM register_search")).first(),
    "insert from": lambda s: s.execute(insert(AuditHead).from_select(["hash"], select(Site.address))),
    "update": lambda s: s.execute(update(Certification).values(output_kw=0)),
    "update elsewhere": lambda s: s.execute(
        update(AuditHead).values(hash=select(Site.address).limit(1).scalar_subquery())
    ),
    "lazy load": lambda s: s.scalars(select(Certification).options(joinedload("*"))).first(),
}  # fmt: skip


def test_no_way_of_naming_the_register_passes_the_tripwire(stock: Session) -> None:
    for name, way in WAYS.items():
        with pytest.raises(DoorClosed):
            raise AssertionError(f"{name} found {way(stock)}")
        stock.rollback()


def test_every_table_of_certified_information_is_guarded(stock: Session) -> None:
    for one in TABLES:
        assert one.__tablename__.startswith("register_")
        with pytest.raises(DoorClosed):
            stock.execute(select(one.__table__)).first()
        stock.rollback()


def test_a_reading_without_a_note_raises_and_hands_nothing_over(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    handed = []
    with pytest.raises(DoorClosed), door.reading(stock, viewer) as register:  # the closing is what raises
        rows = register.execute(select(Certification.id)).all()
    with pytest.raises(DoorClosed):
        handed += _read_without_note(stock)
    assert rows
    assert handed == []


def _read_without_note(stock: Session) -> list[object]:
    with door.reading(stock, viewer_of(stock, OrganisationKind.OWNER)) as register:
        return list(register.execute(select(Certification.id)))


def test_the_door_is_shut_again_whatever_happens_inside(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    with pytest.raises(ZeroDivisionError), door.reading(stock, viewer):
        raise ZeroDivisionError
    with pytest.raises(DoorClosed):
        stock.execute(select(Certification.id))


def test_when_the_trail_cannot_be_written_nothing_is_shown(stock: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    shown: list[object] = []

    def fail(*_: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr("models.access.door.record", fail)
    for act in (
        lambda: shown.append(search.search(stock, viewer, SearchCriteria())),
        lambda: shown.append(detail.read(stock, viewer, TWO_AREAS)),
    ):
        with pytest.raises(OSError, match="disk full"):
            act()
    assert shown == []


def test_what_was_shown_is_in_the_trail_with_the_edition(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.GRID_OPERATOR, "chubu")
    page = search.search(stock, viewer, SearchCriteria(columns=viewer.items.all_of(["facility_id"])))
    event = stock.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    assert (event.name, event.account_id, event.edition) == ("register:certification:list", 1, 1)
    assert event.details == {"asked": {}, "total": page.total, "items": ["facility_id"]}
    found = detail.read(stock, viewer, TWO_AREAS)
    event = stock.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    assert (event.name, event.object) == ("register:certification:read", f"facility:{found.facility_id}")
    assert set(event.details["items"]) == {item.key for part in found.sections for item, _ in part.values}


@pytest.mark.parametrize("given", ["A999999C13", "A100008C13", "x", "", "A100008C1\0", "%", "Ａ１００００８Ｃ１３"])
def test_absent_hidden_and_impossible_are_one_answer_and_recorded_alike(stock: Session, given: str) -> None:
    viewer = viewer_of(stock, OrganisationKind.LOCAL_GOVERNMENT, "47")
    with pytest.raises(NotFound) as refused:
        detail.read(stock, viewer, given)
    assert refused.value.reason == NotFound().reason
    event = stock.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
    assert (event.name, event.outcome, event.object) == ("register:certification:absent", "refused", "facility:absent")


def test_a_file_is_begun_only_on_ones_own_export_record(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    details = dict.fromkeys(DETAILS[EventName.CERTIFICATIONS_EXPORTED], "x")
    own = record(stock, Event(EventName.CERTIFICATIONS_EXPORTED, SOMEONE, details=details))
    others = record(stock, Event(EventName.CERTIFICATIONS_EXPORTED, replace(SOMEONE, account_id=2), details=details))
    other_act = record(stock, Event(EventName.SIGNED_OUT, SOMEONE))
    statement = select(Certification.id, Certification.facility_id)
    with closing(Snapshot(stock, viewer)) as register:
        for number in (others, other_act, 0, 999_999):
            with pytest.raises(DoorClosed):
                register.resume(stock, number, EventName.CERTIFICATIONS_EXPORTED)
            with pytest.raises(DoorClosed):
                register.execute(statement)
            with pytest.raises(DoorClosed):
                next(register.batches(statement, 1))
        register.resume(stock, own, EventName.CERTIFICATIONS_EXPORTED)
        assert register.execute(statement).all() == [row for batch in register.batches(statement, 7) for row in batch]


def test_before_its_record_a_file_learns_keys_and_nothing_else(stock: Session) -> None:
    with closing(Snapshot(stock, viewer_of(stock, OrganisationKind.OWNER))) as register:
        keys = register.keys(select(Certification.id, Certification.facility_id))
        assert keys
        assert all(type(key) is int for key in keys)


def test_a_snapshot_shows_one_moment_and_the_door_is_shut_around_it(stock: Session) -> None:
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    details = dict.fromkeys(DETAILS[EventName.CERTIFICATIONS_EXPORTED], "x")
    number = record(stock, Event(EventName.CERTIFICATIONS_EXPORTED, SOMEONE, details=details))
    stock.commit()
    names = select(Certification.facility_name).order_by(Certification.id)
    with closing(Snapshot(stock, viewer)) as register:
        before = register.keys(select(Certification.id))
        register.resume(stock, number, EventName.CERTIFICATIONS_EXPORTED)
        batches = register.batches(names, 5)
        seen = list(next(batches))
        with pytest.raises(DoorClosed):
            stock.execute(names)
        with opened():
            stock.execute(update(Certification).values(facility_name="変わった"))
        stock.commit()
        seen += [row for batch in batches for row in batch]
        assert len(seen) == len(before)
        assert "変わった" not in {name for (name,) in seen}
