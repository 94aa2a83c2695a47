"""What a line of a committee's file comes to, and every reason why one cannot be read."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.catalogue.catalogue import catalogue
from models.catalogue.grants import GrantsEdition, Ground
from models.catalogue.item import PersonalData
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import CellKey, Changes, GrantTerms
from models.reviewing.draft import GrantsDraft
from models.reviewing.drafts import Draft
from models.reviewing.files.checking import FileCheck, Outcome, check
from models.reviewing.files.reading import RefusedFile, read_file

GRID, OPERATOR = OrganisationKind.GRID_OPERATOR, OrganisationKind.CERTIFIED_OPERATOR
TERMS = GrantTerms(Ground.DUTY, "買取業務", "審査会", date(2026, 4, 1))
GRANTED = CellKey("facility_id", GRID)
INTERNAL = next(item for item in catalogue().items if item.internal)
PERSONAL = next(item for item in catalogue().items if item.personal is PersonalData.YES)
HEAD = "項目キー,利用者属性,許可,根拠の区分,業務又は条文の名,点検者,点検日"


def read(folder: Path, text: str, changes: Changes | None = None) -> FileCheck:
    """A CSV file held against a draft over an edition that grants one cell."""
    path = folder / "file.csv"
    path.write_bytes(text.encode())
    draft = Draft(GrantsDraft(id=1, based_on=3), {GRANTED: TERMS}, changes or {}, None, GrantsEdition(number=3), 3)
    return check(read_file(path), draft)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no_such_item,一般送配電事業者,〇", "項目一覧に無い項目です：「no_such_item」"),
        (",一般送配電事業者,〇", "項目キーも番号もありません。"),
        ("facility_id,送配電,〇", "知らない利用者属性です：「送配電」"),
        ("facility_id,,〇", "利用者属性がありません。"),
        ("facility_id,外部監査人,〇", "知らない利用者属性です"),
        ("facility_id,一般送配電事業者,要検討", "許可の印は〇又は空欄にしてください：「要検討」"),
        ("facility_id,自治体,〇,必要,業務,審査会,2026-04-01", "根拠の区分は"),
        ("facility_id,自治体,〇,公益的意義,業務,審査会,2026-02-30", "「点検日」は日付にしてください"),
        ("facility_id,自治体,,公益的意義,業務,審査会,", "許可の印がないのに"),
        (f"facility_id,自治体,〇,公益的意義,{'長' * 201},審査会,", "200 文字以内"),
        (f"{INTERNAL.key},認定事業者,〇", "内部項目のため、認定事業者には許可できません。"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(line: str, told: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\nfacility_id,一般送配電事業者,\n{line}\n")
    refused = [one for one in found.lines if one.outcome is Outcome.REFUSED]
    assert [one.number for one in refused] == ["3"]
    assert told in refused[0].sentence
    assert not found.takeable


def test_two_lines_about_one_cell_are_both_refused(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\nfacility_id,一般送配電事業者,\nfacility_id,grid_operator,〇\n")
    assert [(one.number, one.outcome) for one in found.lines] == [("2", Outcome.REFUSED), ("3", Outcome.REFUSED)]
    assert "2、3行目" in found.lines[0].sentence


def test_a_blank_mark_hides_and_a_missing_line_does_not(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\nfacility_id,一般送配電事業者,,業務遂行に必要不可欠,買取業務,審査会,2026/4/1\n")
    assert found.wanted(GrantTerms()) == {GRANTED: None}
    assert not read(tmp_path, f"{HEAD}\noperator_name,一般送配電事業者,\n").lines


def test_terms_of_a_granted_cell_change_where_the_file_has_a_column(tmp_path: Path) -> None:
    found = read(tmp_path, "番号,利用者属性,許可,点検日\nI01-001,一般送配電事業者,◯,2026年5月1日\n")
    item = next(one for one in catalogue().items if one.code == "I01-001")
    assert item.key == GRANTED.item
    assert found.lines[0].sentence == "点検日：2026-04-01 → 2026-05-01"
    assert found.wanted(GrantTerms()) == {GRANTED: GrantTerms(TERMS.ground, "買取業務", "審査会", date(2026, 5, 1))}


@pytest.mark.parametrize(
    ("closes", "former", "later", "outcome"),
    [
        (True, "2020-05-01", "2120-05-01", Outcome.REVEALED),
        (True, "2120-05-01", "2020-05-01", Outcome.HIDDEN),
        (True, "2119-05-01", "2120-05-01", Outcome.TERMS),
        (False, "2020-05-01", "2120-05-01", Outcome.TERMS),
    ],
)
def test_a_line_says_what_is_seen_where_overdue_grants_show_nothing(
    tmp_path: Path, former: str, later: str, outcome: Outcome, *, closes: bool
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"項目キー,利用者属性,許可,次の点検の期限\nfacility_id,一般送配電事業者,〇,{later}\n")
    base = {GRANTED: replace(TERMS, review_due_on=date.fromisoformat(former))}
    row = GrantsDraft(id=1, based_on=3, closes_overdue=closes)
    (line,) = check(read_file(path), Draft(row, base, {}, None, GrantsEdition(number=3), 3)).lines
    assert line.outcome is outcome
    assert line.terms == replace(TERMS, review_due_on=date.fromisoformat(later))


def test_a_new_mark_takes_the_terms_that_are_stated_for_all(tmp_path: Path) -> None:
    plain = CellKey("facility_id", OPERATOR)
    personal = CellKey(PERSONAL.key, OrganisationKind.MINISTRY)
    found = read(tmp_path, f"項目キー,認定事業者,関係省庁\nfacility_id,〇,\n{PERSONAL.key},,〇\n")
    assert found.asks_terms
    stated = GrantTerms(Ground.DUTY, "業務", "審査会", date(2026, 4, 1), less_will_not_do="名称が要るため")
    assert found.wanted(stated)[personal] == stated
    assert found.wanted(stated)[plain] == GrantTerms(Ground.DUTY, "業務", "審査会", date(2026, 4, 1))


def test_a_cell_the_draft_hid_comes_back_as_the_edition_granted_it(tmp_path: Path) -> None:
    found = read(tmp_path, "項目キー,一般送配電事業者\nfacility_id,〇\n", {GRANTED: None})
    assert not found.asks_terms
    assert found.wanted(GrantTerms()) == {GRANTED: TERMS}
    assert found.lines[0].sentence == "第3版の許可に戻す"


def test_lines_that_slipped_against_their_items_are_refused(tmp_path: Path) -> None:
    for line in ("I01-002,facility_id,設備ID,", "I01-001,facility_id,事業者名,"):
        found = read(tmp_path, f"番号,項目キー,項目名,自治体\n{line}\n")
        assert "別々の項目を指しています" in found.lines[0].sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "空です"),
        ("表題だけ\n", "見出しの行が見つかりません"),
        ("項目キー,自治体\n", "見出しの下に行がありません"),
        ("項目キー,自冶体\nfacility_id,〇\n", "知らない見出し"),
        ("項目キー,自治体,local_government\nfacility_id,〇,\n", "二つ以上"),
        ("項目キー,利用者属性\nfacility_id,自治体\n", "どちらかが必要です"),
        ("項目キー,利用者属性,許可,自治体\nfacility_id,自治体,〇,〇\n", "どちらかが必要です"),
        ("項目キー,自治体,\nfacility_id,〇,要確認\n", "2行目: 見出しのない列"),
        ('項目キー,自治体\n"facility_id,〇\n', "閉じられていません"),
        ("項目キー,自治体\n" + "facility_id,\n" * 20_001, "20,000 行まで"),
    ],
)
def test_a_table_that_is_none_is_refused_whole(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=told):
        read(tmp_path, text)


def test_titles_may_stand_above_the_heads_and_heads_may_be_broken(tmp_path: Path) -> None:
    found = read(tmp_path, '第2回審査会,\n,\n項目キー,"一般送配電\n事業者"\nfacility_id,×\n')
    assert [(one.number, one.outcome) for one in found.lines] == [("5", Outcome.HIDDEN)]
