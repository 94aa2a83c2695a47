"""A catalogue is refused for everything that is wrong with it, each with its file and line (M9, M18)."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.access.row_scope import NO_ROWS, row_scope
from models.catalogue.catalogue import read_catalogue
from models.cataloguing.check import check_folder
from models.cataloguing.item_rules import WORKED_OUT, unnamed_columns
from models.organisations.kinds import WITHOUT_ROWS
from models.register.certification import ITEM_COLUMNS
from models.words import SHIPPED

SPRINGS = Path(__file__).parents[2] / "foreign" / "springs"
Change = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A right catalogue, to be spoilt."""
    return Path(shutil.copytree(SPRINGS, tmp_path / "springs"))


def spoil(folder: Path, name: str, *changes: tuple[str, str]) -> list[str]:
    """Replace words of a file, each of which has to be there, and say what is wrong then."""
    text = (folder / name).read_text(encoding="utf-8")
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes, 1)
    (folder / name).write_text(text, encoding="utf-8")
    return [str(one) for one in check_folder(folder)]


def test_the_shipped_catalogue_and_that_of_the_springs_are_right() -> None:
    assert check_folder(SHIPPED) == ()
    assert check_folder(SPRINGS) == ()


ITEM = "H-403,pump,4,動力装置の種類,Pump,全源泉,string,,no,no,document,,,no,no,no"
DAY = "H-102,certified_on,1,許可年月日,Permitted on,全源泉,date,,no,no,column,,,no,yes,yes"
NAME = "H-301,facility_name,3,源泉名,Name of the spring,全源泉,string,,no,no,column,,,yes,yes,no"
WRONG_ITEMS = {
    "an unknown section": (ITEM, ITEM.replace(",4,", ",9,"), 18, "区分 9 が sections.csv にありません"),
    "a code twice": (ITEM, ITEM.replace("H-403", "H-402"), 18, "17 行目にもあります"),
    "a key twice": (ITEM, ITEM.replace("pump", "drilled_on"), 18, "key の drilled_on は、17 行目"),
    "an unknown type": (ITEM, ITEM.replace("string", "strong"), 18, "type が 'strong' です"),
    "no yes and no no": (ITEM, ITEM.replace("no,no,no", "no,no,maybe"), 18, "filterable は yes か no"),
    "a column short": (ITEM, ITEM.removesuffix(",no"), 18, "列の数が見出しと違います"),
    "no label": (ITEM, ITEM.replace("動力装置の種類", ""), 18, "label_ja が空です"),
    "a choice twice": (ITEM, ITEM.replace("string,,no,no,document,,", "enum,,no,no,document,,甲|甲"), 18, "二度"),
    "choices of a text": (ITEM, ITEM.replace("document,,", "document,,甲|乙"), 18, "choices は enum か code"),
    "digits of a text": (ITEM, ITEM.replace("document,", "document,2"), 18, "scale は decimal"),
    "no such column": (ITEM, ITEM.replace("document", "column"), 18, "列 pump がありません"),
    "a column as a document": (NAME, NAME.replace("column", "document").replace("yes,yes", "no,no"), 10, "列の名前"),
    "another type than the column's": (DAY, DAY.replace("date", "integer"), 3, "型が違います: 列 certified_on"),
    "a site of another name": (ITEM, ITEM.replace("document", "site"), 18, "store=site にできるのは"),
    "a filter without a column": (ITEM, ITEM.replace("no,no,no", "no,no,yes"), 18, "store=column の項目だけ"),
    "a filter without choices": (NAME, NAME.replace("yes,yes,no", "no,no,yes"), 10, "choices か、範囲で"),
    "a search without an index": (ITEM, ITEM.replace("no,no,no", "yes,no,no"), 18, "検索の索引にある"),
    "the name of a parameter": (ITEM, ITEM.replace("pump", "size"), 18, "検索のアドレスの名前"),
}


@pytest.mark.parametrize(("was", "becomes", "line", "words"), WRONG_ITEMS.values(), ids=WRONG_ITEMS)
def test_a_wrong_item_is_named_with_its_line(folder: Path, was: str, becomes: str, line: int, words: str) -> None:
    found = spoil(folder, "items.csv", (was, becomes))
    assert [one for one in found if one.startswith(f"items.csv {line} 行目: ") and words in one], found


def test_values_the_register_works_out_are_among_the_choices(folder: Path) -> None:
    status = "H-506,status,5,状態,Status,全源泉,enum,,no,no,column,,許可|廃止,no,no,yes\n"
    items = folder / "items.csv"
    items.write_text(items.read_text(encoding="utf-8") + status, encoding="utf-8")
    assert "認定、運転中" in " ".join(map(str, check_folder(folder)))
    assert WORKED_OUT.keys() <= ITEM_COLUMNS


def test_a_register_without_numbers_for_its_records_is_refused(folder: Path) -> None:
    found = spoil(folder, "items.csv", ("H-101,facility_id", "H-101,permit_number"))
    assert [one for one in found if one.startswith("items.csv: facility_id")], found


WRONG_GRANTS = {
    "no such item": ("pump,permit_holder,", "pomp,permit_holder,", "項目 pomp が items.csv にありません"),
    "no such attribute": ("pump,permit_holder,", "pump,everybody,", "利用者属性 everybody が"),
    "no such ground": ("pump,permit_holder,needed", "pump,permit_holder,because", "理由 because が"),
    "no duty named": (
        "pump,permit_holder,needed,自己の許可に係る源泉の管理",
        "pump,permit_holder,needed,",
        "duty_or_article が空",
    ),
    "twice": ("pump,permit_holder,", "pump,prefectural_office,", "pump と prefectural_office は"),
    "an internal item to those it is about": ("pump,permit_holder,", "tip,permit_holder,", "内部の項目"),
}


@pytest.mark.parametrize(("was", "becomes", "words"), WRONG_GRANTS.values(), ids=WRONG_GRANTS)
def test_a_wrong_grant_is_named_with_its_line(folder: Path, was: str, becomes: str, words: str) -> None:
    found = spoil(folder, "grants.csv", (was, becomes))
    assert [one for one in found if one.startswith("grants.csv ") and " 行目: " in one and words in one], found


def test_an_item_that_nobody_is_granted_is_refused_unless_it_is_internal(folder: Path) -> None:
    lines = (folder / "grants.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "grants.csv").write_text("".join(one for one in lines if not one.startswith("pump,")), encoding="utf-8")
    assert ["pump は、どの利用者属性にも見えません" in str(one) for one in check_folder(folder)] == [True]
    assert spoil(folder, "items.csv", (ITEM, ITEM.replace("no,no,document", "no,yes,document"))) == []


def test_a_grant_of_a_personal_item_says_why_less_will_not_do_where_there_is_room_for_it(folder: Path) -> None:
    lines = (folder / "grants.csv").read_text(encoding="utf-8").splitlines()
    wider = [lines[0] + ",less_will_not_do", *(f"{line}," for line in lines[1:])]
    (folder / "grants.csv").write_text("\n".join(wider), encoding="utf-8")
    found = [str(one) for one in check_folder(folder)]
    assert found
    assert all("個人情報" in one for one in found)


WRONG_ATTRIBUTES = {
    "no owner": ("有者,owner", "有者,bureau", "保有者（rows が owner）の行がありません"),
    "an unknown rule": ("都道府県,local_government", "都道府県,everything", "rows が 'everything'"),
    "a rule twice": ("都道府県,local_government", "都道府県,owner", "rows の owner は、2 行目にもあります"),
}  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "words"), WRONG_ATTRIBUTES.values(), ids=WRONG_ATTRIBUTES)
def test_a_wrong_attribute_is_named(folder: Path, was: str, becomes: str, words: str) -> None:
    found = spoil(folder, "attributes.csv", (was, becomes))
    assert [one for one in found if one.startswith("attributes.csv") and words in one], found


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ('name = "みほん温泉台帳"', "", "name に"),
        ('subject = "源泉"', 'subject = "源泉"\nsubjekt = "源泉"', "subjekt は知られていません"),
        ('"quality"]', '"qualiti"]', "columns の qualiti は、項目にありません"),
        ('"quality"]', '"parcel_number"]', "一覧の列にできません"),
        ('"certified_on"]\n', '"pump"]\n', "filters の pump は、絞り込みに使えません"),
        ("columns = [", "columns = ", "TOML として読めません"),
    ],
)
def test_wrong_words_are_named(folder: Path, was: str, becomes: str, words: str) -> None:
    found = spoil(folder, "register.toml", (was, becomes))
    assert [one for one in found if one.startswith("register.toml: ") and words in one], found


def test_a_missing_file_and_one_that_is_no_text_are_named(folder: Path) -> None:
    (folder / "items.csv").write_bytes(b"code,key\n\xff\xfe")
    assert [one for one in map(str, check_folder(folder)) if one.startswith("items.csv 1 行目: UTF-8")]
    (folder / "grants.csv").unlink()
    assert list(map(str, check_folder(folder))) == ["grants.csv: ファイルがありません。"]


def test_columns_without_an_item_are_known() -> None:
    assert unnamed_columns(read_catalogue(SHIPPED).items) == ()
    assert "output_kw" in unnamed_columns(read_catalogue(SPRINGS).items)


def test_whoever_is_refused_grants_has_no_rows_either() -> None:
    assert {row_scope(kind, "1") for kind in WITHOUT_ROWS} == {NO_ROWS}
