"""A register of hot springs: searched, narrowed, opened and taken away, in its own words (M18)."""

import csv
import io

from models.cataloguing.check import check_folder
from models.legal.purposes import Purpose
from models.organisations.kinds import OrganisationKind, kinds_in_use
from tests.driver.html import elements, text_of
from tests.factories import stock as register
from tests.foreign.conftest import SPRINGS
from tests.visibility.conftest import Enter

K = OrganisationKind
FOREIGN_WORDS = ("認定情報", "設備", "再エネ認定", "電源", "出力")
"""Words of the shipped register that stand nowhere on the pages of another."""


def test_the_catalogue_is_small_foreign_and_right() -> None:
    assert check_folder(SPRINGS) == ()
    assert [kind.label for kind in kinds_in_use()] == [
        "温泉台帳の保有者",
        "都道府県・保健所",
        "許可を受けた者",
        "システム管理者（委託先）",
        "外部監査人",
    ]


def test_the_pages_speak_the_words_of_the_register_in_use(enter_stock: Enter) -> None:
    visitor = enter_stock(K.LOCAL_GOVERNMENT, "22")
    for address in ("/", "/certifications", f"/certifications/{register.TWO_AREAS}", "/certifications/breakdown"):
        page = visitor.visit(address)
        said = text_of(page.tree.root)
        assert "みほん温泉台帳" in said, address
        assert [word for word in FOREIGN_WORDS if word in said] == [], address


def test_a_list_begins_with_the_columns_of_the_register_and_is_narrowed_by_its_items(enter_stock: Enter) -> None:
    visitor = enter_stock(K.LOCAL_GOVERNMENT, "22")
    page = visitor.visit("/certifications?size=100")
    heads = [text_of(one).rstrip("⇅▲▼") for one in elements(page.tree.root, "th") if one.get("scope") == "col"]
    assert heads == ["許可番号", "源泉名", "許可を受けた者", "源泉の所在地", "許可年月日", "泉質"]
    assert register.TWO_AREAS in page.source
    assert "硫黄泉" in page.source
    assert register.TWO_AREAS not in visitor.visit("/certifications?certified_on_to=2013-12-31&size=100").source
    found = visitor.visit("/certifications?q=みほん電力&size=100").source
    assert register.TWO_AREAS in found
    assert register.NOW_FIP_ID not in found


def test_a_record_shows_what_is_granted_under_the_sections_of_the_register(enter_stock: Enter) -> None:
    address = f"/certifications/{register.TWO_AREAS}"
    office = enter_stock(K.LOCAL_GOVERNMENT, "22").visit(address)
    assert office.heading == f"源泉 {register.TWO_AREAS}"
    assert [one for one in ("揚湯と成分", "1,203.5", "ひみつの所見") if one not in office.source] == []
    holder = enter_stock(K.CERTIFIED_OPERATOR, "1").visit(address)
    assert "1,203.5" in holder.source
    assert "ひみつの所見" not in holder.source
    assert enter_stock(K.LOCAL_GOVERNMENT, "47").request("GET", address).status_code == 404


def test_a_file_has_the_granted_columns_of_the_register(enter_stock: Enter) -> None:
    visitor = enter_stock(K.OWNER)
    columns = "&".join(f"columns={key}" for key in ("facility_id", "well_depth", "pump", "quality"))
    visitor.visit(f"/certifications/export?{columns}")
    fields = {"csrf_token": visitor.token(), "purpose": Purpose.AUDIT_INSPECTION.value, "format": "csv"}
    taken = visitor.request("POST", f"/certifications/export?{columns}", data=fields)
    assert taken.mimetype == "text/csv", taken.get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(taken.get_data(as_text=True))))
    assert ["許可番号", "掘削深度", "泉質"] in [[name.partition("（")[0] for name in row] for row in rows]
    assert [register.TWO_AREAS, "1203.5", "硫黄泉"] in rows
