"""Why I see this: the facts that put it in my rows, the items I do not see by name, and whom to ask (B2)."""

from sqlalchemy.orm import Session

from models.catalogue.catalogue import catalogue
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import cells_of
from tests.blueprints.certifications.conftest import Office
from tests.factories import stock as register
from tests.factories.editions import withdraw

GRID = OrganisationKind.GRID_OPERATOR
WHY = f"/certifications/{register.TWO_AREAS}/why"
WITHDRAWN, SEEN = "operator_name", "facility_id"


def named(key: str) -> str:
    """An item as the page names it."""
    item = catalogue().by_key[key]
    return f"{item.code} {item.label}"


def seen_in(office: Office, section: str) -> tuple[int, int]:
    """How many items of a section a grid company sees once one is withdrawn, and how many it does not."""
    with Session(office.engine) as session:
        granted = {key.item for key in cells_of(session, 1) if key.attribute is GRID} - {WITHDRAWN}
    own = [item.key for item in catalogue().items if item.section == section]
    return sum(1 for key in own if key in granted), sum(1 for key in own if key not in granted)


def test_the_page_tells_the_reasons_the_withheld_items_and_whom_to_ask(office: Office) -> None:
    visitor, _ = office.someone(GRID, "chubu")
    assert named(WITHDRAWN) not in visitor.visit(WHY).text
    edition: list[int] = []
    office.change(lambda session: edition.append(withdraw(session, WITHDRAWN, kind=GRID)))
    page = visitor.visit(WHY)
    assert page.heading == f"設備 {register.TWO_AREAS} の見える理由"
    assert "中部の供給区域：連番 2 の所在地が、中部の供給区域にある" in page.text
    assert (page.terms()["あなたの属性"], page.terms()["項目の閲覧権限"]) == (GRID.label, f"第 {edition[0]} 版")
    seen, withheld = seen_in(office, catalogue().by_key[WITHDRAWN].section)
    assert f"{seen} 項目が見え、{withheld} 項目は見えません。" in page.text
    assert (named(WITHDRAWN) in page.text, named(SEEN) in page.text) == (True, False)
    told = "所属組織のシステム利用責任者を通じて、次に知らせてください。"
    assert page.text.partition(told)[2].strip().startswith("本システムの保有者の担当部署")


def test_there_is_no_why_of_what_is_not_in_ones_rows(office: Office) -> None:
    visitor, _ = office.someone(GRID, "hokkaido")
    visitor.visit(WHY, expect=404)
    assert register.TWO_AREAS not in visitor.page.text
