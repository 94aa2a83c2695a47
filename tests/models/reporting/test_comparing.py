"""A report beside its recount: exactly the rows that differ are told (M11)."""

from dataclasses import replace

from models.reporting.comparing import MOST_ROWS, DifferingSection, compare
from models.reporting.document import Column, Document, Row, Section, Table

HEADS = (Column("ID"), Column("検索", numeric=True))


def document(*rows: Row, code: str = "accounts", from_trail: bool = True) -> Document:
    section = Section(code, "利用", "説明", (Table("一人ずつ", HEADS, rows),), from_trail)
    return Document("2026-10", "2026-11-10T10:00:00+09:00", (section,))


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


def test_words_that_differ_are_told_without_a_figure() -> None:
    filed = document(("a", 1))
    [section] = compare(filed, replace(filed, sections=(replace(filed.sections[0], sentence="別の説明"),)))
    assert section.tables == ()


def test_a_section_that_is_no_longer_made_differs_in_all_its_rows() -> None:
    [section] = compare(document(("a", 1)), document(code="other"))
    assert (section.tables[0].filed, section.tables[0].recounted) == ((("a", 1),), ())


def test_how_things_stood_is_not_compared() -> None:
    assert compare(document(("a", 1), from_trail=False), document(("a", 2), from_trail=False)) == []


def test_of_many_rows_the_first_are_told() -> None:
    [section] = compare(document(*((f"{number:03}", 1) for number in range(MOST_ROWS + 1))), document())
    assert (len(section.tables[0].filed), section.tables[0].cut) == (MOST_ROWS, True)
