"""A report beside its recount: exactly the rows that differ are told (M11)."""

from dataclasses import replace

from models.reporting.comparing import MOST_ROWS, DifferingSection, compare
from models.reporting.document import Column, Document, Row, Section, Table

HEADS = (Column("ID"), Column("検索", numeric=True))


def document(*rows: Row, code: str = "accounts", from_trail: bool = True) -> Document:
    section = Section(code, "利用", "説明", (Table("一人ずつ", HEADS, rows),), from_trail)
    return Document("2026-10", "2026-11-10T10:00:00+09:00", (section,))


def said(sentence: str) -> Document:
    filed = document(("a", 1))
    return replace(filed, sections=(replace(filed.sections[0], sentence=sentence),))


def counted(*lines: tuple[str, str, int], keyed: bool = True) -> Document:
    """A table whose rows every report has: key, label and number of each."""
    keys = tuple(key for key, _label, _number in lines) if keyed else ()
    table = Table("件数", HEADS, tuple((label, number) for _key, label, number in lines), keys=keys)
    return Document("2026-10", "2026-11-10T10:00:00+09:00", (Section("lives", "管理", "説明", (table,)),))


def test_what_is_the_same_is_not_told_whenever_it_was_made() -> None:
    filed = document(("hanako", 3))
    assert compare(filed, replace(filed, made_at="2027-01-01T00:00:00+09:00")) == []


def test_the_rows_that_only_one_of_the_two_has_are_told_as_often_as_they_are_missing() -> None:
    filed, recounted = document(("a", 1), ("b", 2), ("b", 2)), document(("a", 1), ("b", 2), ("c", 4))
    [section] = compare(filed, recounted)
    [table] = section.tables
    assert (section.title, table.caption, table.heads) == ("利用", "一人ずつ", ("ID", "検索"))
    assert (table.filed, table.recounted, table.cut) == ((("b", 2),), (("c", 4),), False)
    assert DifferingSection.of(section.kept()) == section


def test_a_number_in_a_sentence_is_a_figure_and_its_words_are_none() -> None:
    filed = said("10月に 1,204 件、うち 3 件です。")
    assert compare(filed, said("10月の件数は 1,204 件です。このうち、3 件が警告です（30 日以内）。")) == []
    [section] = compare(filed, said("10月に 1,204 件、うち 4 件です。"))
    assert (section.tables, section.added) == ((), False)


def test_a_section_that_is_no_longer_made_differs_in_all_its_rows() -> None:
    [section, other] = compare(document(("a", 1)), document(code="other"))
    assert (section.added, other.added) == (False, True)
    assert (section.tables[0].filed, section.tables[0].recounted) == ((("a", 1),), ())


def test_how_things_stood_is_not_compared() -> None:
    standing = document(("a", 2), from_trail=False)
    assert compare(document(("a", 1), from_trail=False), standing) == []
    assert compare(document(("a", 1)), standing) == []
    assert compare(document(("a", 1), from_trail=False), document(code="other"))[0].added
    [section] = compare(document(("a", 1), from_trail=False), document(("a", 2)))
    assert (section.added, section.title) == (False, "利用")


def test_of_many_rows_the_first_are_told() -> None:
    [section] = compare(document(*((f"{number:03}", 1) for number in range(MOST_ROWS + 1))), document())
    assert (len(section.tables[0].filed), section.tables[0].cut) == (MOST_ROWS, True)


def test_a_row_that_reports_have_only_since_then_is_no_difference() -> None:
    filed = counted(("stop", "停止", 2), ("issue", "発行", 5))
    [added] = compare(filed, counted(("issue", "発行", 5), ("reset", "リセット", 7), ("stop", "停止", 2)))
    assert (added.added, added.title) == (True, "管理")
    assert (added.tables[0].filed, added.tables[0].recounted) == ((), (("リセット", 7),))
    assert DifferingSection.of(added.kept()) == added


def test_a_row_found_in_the_month_that_was_not_filed_is_a_difference() -> None:
    [section] = compare(document(("a", 1)), document(("a", 1), ("b", 2)))
    assert (section.added, section.tables[0].recounted) == (False, (("b", 2),))


def test_a_row_with_a_key_is_the_same_however_its_label_is_worded() -> None:
    filed = counted(("stop", "停止", 2))
    assert compare(filed, counted(("stop", "アカウントの停止", 2))) == []
    [section] = compare(filed, counted(("stop", "アカウントの停止", 3)))
    assert (section.tables[0].filed, section.tables[0].recounted) == ((("停止", 2),), (("アカウントの停止", 3),))


def test_a_row_that_is_counted_no_more_is_a_difference() -> None:
    [section] = compare(counted(("stop", "停止", 2), ("issue", "発行", 5)), counted(("issue", "発行", 5)))
    assert (section.tables[0].filed, section.tables[0].recounted) == ((("停止", 2),), ())


def test_rows_filed_without_keys_go_by_their_labels() -> None:
    filed = counted(("", "停止", 2), ("", "発行", 5), keyed=False)
    now = (("reset", "リセット", 7), ("stop", "停止", 2), ("issue", "発行", 5))
    [added] = compare(filed, counted(*now))
    assert (added.added, added.tables[0].recounted) == (True, (("リセット", 7),))
    [section, _added] = compare(filed, counted(*now[:2], ("issue", "発行", 6)))
    assert (section.tables[0].filed, section.tables[0].recounted) == ((("発行", 5),), (("発行", 6),))
    [reworded] = [one for one in compare(filed, counted(("stop", "停止", 2), ("issue", "新規", 5))) if not one.added]
    assert reworded.tables[0].filed == (("発行", 5),)


def test_a_column_that_reports_have_only_since_then_is_no_difference_and_the_others_are_compared() -> None:
    def wider(*rows: Row) -> Document:
        table = Table("一人ずつ", (HEADS[0], Column("拒否", numeric=True), Column("検索の数", numeric=True)), rows)
        return replace(document(), sections=(Section("accounts", "利用", "説明", (table,)),))

    filed = document(("a", 1))
    narrow = replace(filed.sections[0].tables[0], columns=(HEADS[0], Column("検索の数", numeric=True)))
    filed = replace(filed, sections=(replace(filed.sections[0], tables=(narrow,)),))
    [added] = compare(filed, wider(("a", 9, 1)))
    assert (added.added, added.tables[0].heads, added.tables[0].recounted) == (True, ("ID", "拒否"), (("a", 9),))
    [section, _added] = compare(filed, wider(("a", 9, 2)))
    assert (section.tables[0].filed, section.tables[0].recounted) == ((("a", 1),), (("a", 2),))


def test_sections_and_tables_that_reports_have_only_since_then_are_no_difference() -> None:
    filed = document(("a", 1))
    table = Table("新しい表", HEADS, (("b", 2),))
    more = replace(filed.sections[0], title="利用の状況", tables=(*filed.sections[0].tables, table))
    [one, other] = compare(filed, replace(filed, sections=(Section("new", "新章", "9 件", (table,)), more)))
    assert [(one.added, one.title, len(one.tables)), (other.added, other.title, len(other.tables))] == [
        (True, "利用の状況", 1),
        (True, "新章", 1),
    ]


def test_a_caption_or_a_head_that_is_worded_another_way_is_no_difference() -> None:
    filed = document(("a", 1))
    table = Table("アカウントごと", (Column("ログインID"), HEADS[1]), (("a", 1),))
    assert compare(filed, replace(filed, sections=(replace(filed.sections[0], tables=(table,)),))) == []
