"""The catalogue is data: one line is one item, and a line is enough."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.access.visible_items import narrow
from models.catalogue import files, first_edition
from models.catalogue.attribute import ProposedGrant
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.choices import choices, name_of_code
from models.catalogue.files import GRANTS, ITEMS, WrongCatalogue, all_right, grant_lines, item_lines
from models.catalogue.first_edition import load_first_edition
from models.catalogue.grants import Grant, Ground, edition_in_force
from models.catalogue.item import Item, ItemType, PersonalData, Section, Store
from models.catalogue.recorded import counting_grants
from models.certifications.criteria import parameter_names, read_criteria
from models.certifications.detail import read
from models.certifications.item_columns import listable
from models.certifications.search import search
from models.organisations.kinds import OrganisationKind
from models.register.certification import Certification
from models.words import SHIPPED
from tests.factories.facilities import IMPORTER, fill
from tests.factories.stock import TWO_AREAS
from tests.factories.viewers import only, viewer_of

LINE = "I99-001,a_new_item,01,新しい項目,A new item,全電源,string,,no,no,document,,,no,no,no"


def lines() -> list[dict[str, str]]:
    with (SHIPPED / "items.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(tmp_path: Path, *more: str) -> Path:
    path = tmp_path / "items.csv"
    path.write_text(
        (SHIPPED / "items.csv").read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join(more), encoding="utf-8"
    )
    return path


def read_items(path: Path) -> Iterator[Item]:
    return all_right(ITEMS, item_lines(path.parent))


def sections() -> tuple[Section, ...]:
    return catalogue().sections


def test_every_line_is_an_item_and_no_key_or_number_comes_twice() -> None:
    assert len(catalogue().items) == len(lines()) == 485
    for field in ("key", "code"):
        assert [name for name, times in Counter(line[field] for line in lines()).items() if times > 1] == []
    assert [item.key for item in catalogue().items] == [line["key"] for line in lines()]


def test_every_item_in_a_column_has_its_column_and_no_column_is_without_an_item() -> None:
    in_columns = {item.key for item in catalogue().items if item.store is Store.COLUMN}
    own = {
        "id", "position", "source_group", "operator_id", "publication_prefecture", "created_at", "updated_at"
    }  # fmt: skip
    assert {column.key for column in Certification.__table__.columns} == in_columns | own


def test_only_what_a_list_can_sort_or_filter_is_said_to_be() -> None:
    for item in catalogue().items:
        if item.sortable or item.filterable:
            assert item.store is Store.COLUMN, item.key
        if item.filterable:
            assert parameter_names(item), item.key
            assert choices(item) or len(parameter_names(item)) == 2 or item.key == "municipality", item.key


def test_no_item_takes_the_name_of_a_parameter() -> None:
    names = Counter(name for item in catalogue().items for name in parameter_names(item))
    names.update(["q", "sort", "size", "columns", "after", "before", "sites", "csrf_token", "next"])
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("a_new_item", "facility_id"),
        LINE.replace("I99-001", "I01-001"),
        LINE.replace("a_new_item", "A_New_Item"),
        LINE.replace("a_new_item", "a new item"),
        LINE.replace("a_new_item", ""),
        LINE.replace(",01,", ",99,"),
        LINE.replace("string", "strong"),
        LINE.replace("document", "elsewhere"),
        LINE.replace("no,no,no", "no,no,maybe"),
        LINE.replace("no,no,no", "no,no,"),
        "I99-001,a_new_item",
    ],
)
def test_a_line_that_cannot_be_used_stops_everything(tmp_path: Path, line: str) -> None:
    with pytest.raises(WrongCatalogue):
        Catalogue(tuple(read_items(written(tmp_path, line))), sections())


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongCatalogue, match="487 行目"):
        list(read_items(written(tmp_path, LINE.replace("string", "strong"))))


@pytest.fixture
def with_a_new_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Item:
    """The product as it would be with one more line in its catalogue."""
    larger = Catalogue(tuple(read_items(written(tmp_path, LINE))), sections())
    for name in ("models.register.items.catalogue", "models.certifications.detail.catalogue"):
        monkeypatch.setattr(name, lambda: larger)
    return larger.by_key["a_new_item"]


def test_one_more_line_is_enough_for_an_item_to_be_kept_shown_and_taken_away(
    stock: Session, with_a_new_item: Item
) -> None:
    fill(stock, {TWO_AREAS: {"a_new_item": "新しい値"}})
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    assert "新しい値" not in str(read(stock, viewer, TWO_AREAS)), "nobody was granted it yet"
    items = narrow(_with(with_a_new_item), frozenset({"facility_id", "a_new_item"}), 2, False)
    granted = Viewer(viewer.actor, viewer.kind, viewer.role, viewer.permissions, viewer.scope, items)
    values = {item.key: value for part in read(stock, granted, TWO_AREAS).sections for item, value in part.values}
    assert values == {"facility_id": TWO_AREAS, "a_new_item": "新しい値"}
    page = search(stock, granted, read_criteria({"columns": ["a_new_item"], "q": [TWO_AREAS[:6]]}, items))
    assert "新しい値" in {value for row in page.rows for value in row.values}


def _with(item: Item) -> Catalogue:
    return Catalogue((*catalogue().items, item), sections())


def test_five_thousand_items_are_looked_up_and_narrowed(stock: Session) -> None:
    more = [LINE.replace("I99-001", f"J{n:05}").replace("a_new_item", f"item_{n}") for n in range(5_000 - 485)]
    items = tuple(read_items_of(more))
    whole = Catalogue((*catalogue().items, *items), sections())
    assert len(whole.items) == 5_000
    visible = narrow(whole, frozenset(whole.by_key) - {"item_7"}, 1, False)
    assert (visible.find("item_8"), visible.find("item_7")) == (whole.by_key["item_8"], None)
    assert visible.withheld == {"01": 1}
    viewer = viewer_of(stock, OrganisationKind.OWNER)
    viewer = Viewer(viewer.actor, viewer.kind, viewer.role, viewer.permissions, viewer.scope, visible)
    assert read(stock, viewer, TWO_AREAS).facility_id == TWO_AREAS
    criteria = read_criteria({"columns": [f"item_{n}" for n in range(60)]}, visible)
    assert len(criteria.columns) <= 40
    assert search(stock, viewer, criteria).total


def read_items_of(rows: list[str]) -> Iterator[Item]:
    header = (SHIPPED / "items.csv").read_text(encoding="utf-8").partition("\n")[0]
    for row in csv.DictReader([header, *rows]):
        yield files._item(row)


def test_the_first_edition_is_a_proposal_loaded_once(session: Session) -> None:
    from models import clock

    assert edition_in_force(session, clock.now()) is None
    assert load_first_edition(session, IMPORTER)
    assert not load_first_edition(session, IMPORTER)
    edition = edition_in_force(session, clock.now())
    assert edition is not None
    assert (edition.number, edition.proposal) == (1, True)


def test_the_first_edition_grants_what_the_items_file_proposes(session: Session) -> None:
    load_first_edition(session, IMPORTER)
    keys = {item.key for item in catalogue().items}
    internal = {item.key for item in catalogue().items if item.internal}
    for kind in OrganisationKind:
        granted = counting_grants(session, 1, kind).keys()
        assert granted <= keys
        if kind in {OrganisationKind.CONTRACTOR, OrganisationKind.AUDITOR}:
            assert not granted
        if kind is OrganisationKind.CERTIFIED_OPERATOR:
            assert granted == keys - internal
    grounds = session.execute(select(Grant.ground, Grant.reference)).all()
    assert {ground for ground, _ in grounds} <= set(Ground)
    assert all(reference for _, reference in grounds)


@pytest.mark.parametrize("wrong", [{"item": "no_such_item"}, {"attribute": "everybody"}, {"ground": "because"}])
def test_a_grant_that_names_something_unknown_is_refused_whole(
    session: Session, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    line = ProposedGrant("facility_id", "owner", "duty", "x", "", "-")
    monkeypatch.setattr(first_edition, "_lines", lambda: [line, replace(line, **wrong)])
    with pytest.raises(WrongCatalogue):
        load_first_edition(session, IMPORTER)
    session.rollback()
    assert session.scalars(select(Grant.item)).all() == []


def test_a_code_is_shown_by_its_name_and_an_unknown_one_as_it_is() -> None:
    item = catalogue().by_key
    assert name_of_code(item["prefecture"], "47") == "沖縄県"
    assert name_of_code(item["municipality"], "14101") == "神奈川県横浜市鶴見区"
    assert name_of_code(item["grid_operator"], "tokyo") == "東京電力パワーグリッド株式会社"
    for key in ("prefecture", "municipality", "grid_operator", "bureau", "status"):
        assert name_of_code(item[key], "unknown") == "unknown"


def test_items_of_single_parcels_are_never_columns_of_a_list() -> None:
    assert {item.store for item in listable(catalogue().items)} == {Store.COLUMN, Store.DOCUMENT}
    assert only("parcel_addresses").find("parcel_addresses") is not None
    assert all(item.type in ItemType for item in catalogue().items)


def test_every_proposed_grant_of_personal_data_says_why_less_would_not_do_and_no_other_does() -> None:
    by_key = catalogue().by_key
    for grant in all_right(GRANTS, grant_lines(SHIPPED)):
        personal = by_key[grant.item].personal is not PersonalData.NO
        assert bool(grant.less_will_not_do.strip("-。 ")) is personal, (grant.item, grant.attribute)
