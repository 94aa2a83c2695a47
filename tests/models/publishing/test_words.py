"""Words as they are typed and kept, and what differs between two of them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.consent.texts import shipped as shipped_items
from models.legal.documents import DocumentName, Paragraph, shipped
from models.organisations.kinds import OrganisationKind
from models.publishing.difference import Line, Mark, compare
from models.publishing.documents import ITEMS, TERMS
from models.publishing.words import Rearrangement, Section, Words, read_sentences, read_typed, rearranged, unseen

LETTERS = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]), min_size=1, max_size=8
)
LINE = LETTERS.filter(lambda line: not line.startswith("・"))
SECTIONS = st.lists(
    st.builds(
        lambda heading, texts: Section(
            heading, tuple(Paragraph(n, text, tuple(clauses)) for n, (text, clauses) in enumerate(texts, start=1))
        ),
        LINE,
        st.lists(st.tuples(LINE, st.lists(LINE, max_size=2)), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize(
    ("typed", "paragraphs"),
    [
        ("", []),
        ("　\n \n\n", []),
        ("一つの段落。", [("一つの段落。", [])]),
        ("行を\r\n改めた段落。", [("行を改めた段落。", [])]),
        ("一つ目。\n\n二つ目。\n　\n三つ目。", [("一つ目。", []), ("二つ目。", []), ("三つ目。", [])]),
        ("次のとおり。\n・一つ\n・二つの\n続き", [("次のとおり。", ["一つ", "二つの続き"])]),
        ("次のとおり。\n\n・一つ\n\n・二つ", [("次のとおり。", ["一つ", "二つ"])]),
        ("・号だけ", [("", ["号だけ"])]),
        ("・\n・　\n文。", [("", ["文。"])]),
    ],
)
def test_what_is_typed_is_read_as_paragraphs_and_clauses(typed: str, paragraphs: list[tuple[str, list[str]]]) -> None:
    assert [(part.text, list(part.clauses)) for part in read_typed(typed)] == paragraphs


@given(SECTIONS)
def test_what_a_field_shows_reads_back_as_it_was(sections: list[Section]) -> None:
    assert all(read_typed(section.typed) == section.paragraphs for section in sections)


def test_every_shipped_text_can_be_edited_without_a_change() -> None:
    for document in DocumentName:
        for article in shipped(document, None)[-1].articles:
            assert read_typed(Section("", article.paragraphs).typed) == article.paragraphs
    for kind in OrganisationKind:
        for item in shipped_items(kind.value)[-1].items:
            section = Section("", tuple(Paragraph(n, line) for n, line in enumerate(item.body, start=1)))
            assert Section("", read_typed(section.typed)).lines == item.body


def test_sentences_are_lines() -> None:
    assert read_sentences(" 一つ。\r\n\r\n　二つ。\n") == ("一つ。", "二つ。")


@pytest.mark.parametrize("letter", ["\0", "\x7f", "\u200b", "\u202e", "\u2066", "\u2028", "\ue000", "\ufeff", "\ufffd"])
def test_what_cannot_be_seen_is_noticed(letter: str) -> None:
    assert unseen(f"見え{letter}る")


@pytest.mark.parametrize("text", ["漢字と仮名", "髙﨑\U000e0100", "𠮷野", "（　）「」・―…", "a\nb", "é", "㈱①"])
def test_ordinary_words_are_seen(text: str) -> None:
    assert not unseen(text)
    assert all(unicodedata.category(letter) != "Cn" for letter in text)


@pytest.mark.parametrize(
    ("how", "place", "order"),
    [
        (Rearrangement.UP, 1, "bac"),
        (Rearrangement.DOWN, 1, "acb"),
        (Rearrangement.REMOVE, 1, "ac"),
        (Rearrangement.UP, 0, "abc"),
        (Rearrangement.DOWN, 2, "abc"),
        (Rearrangement.REMOVE, 3, "abc"),
    ],
)
def test_sections_move(how: Rearrangement, place: int, order: str) -> None:
    words = Words("", tuple(Section(name, ()) for name in "abc"))
    assert "".join(section.heading for section in rearranged(words, how, place).sections) == order


def test_an_added_section_is_empty_and_the_last_one_stays() -> None:
    words = Words("", (Section("a", ()),))
    assert [one.heading for one in rearranged(words, Rearrangement.ADD, 0).sections] == ["a", ""]
    assert rearranged(words, Rearrangement.REMOVE, 0) == words


@given(SECTIONS, SECTIONS)
def test_both_texts_can_be_put_together_from_their_difference(before: list[Section], after: list[Section]) -> None:
    found = compare(TERMS, Words("", tuple(before)), Words("", tuple(after)))
    untold = [one for one in found.sections if one.mark in (Mark.SAME, Mark.MOVED)]
    for texts, mark in ((before, Mark.ADDED), (after, Mark.REMOVED)):
        told = [
            (side(one.heading, mark), tuple(side(line, mark) for line in one.lines if line.mark is not mark))
            for one in found.touched
            if one.mark not in (mark, Mark.MOVED)
        ]
        whole = [(section.heading, section.lines) for section in texts]
        for one in told:
            whole.remove(one)
        assert len(whole) == len(untold)
        assert {heading for heading, _ in whole} == {side(one.heading, mark) for one in untold}


def side(line: Line, without: Mark) -> str:
    """The old or the new wording of a line, put together again from its pieces."""
    return "".join(piece.text for piece in line.pieces if piece.mark is not without)


def test_words_are_marked_within_a_sentence() -> None:
    before = Words("", (Section("目的", read_typed("利用の条件を定めます。\n\nそのままの文。")),))
    after = Words("", (Section("目的", read_typed("利用のための条件を定めます。\n\nそのままの文。\n\n加えた文。")),))
    [section] = compare(TERMS, before, after).touched
    assert [line.mark for line in section.lines] == [Mark.CHANGED, Mark.SAME, Mark.ADDED]
    assert [(piece.mark, piece.text) for piece in section.lines[0].pieces] == [
        (Mark.SAME, "利用"),
        (Mark.REMOVED, "の"),
        (Mark.ADDED, "のための"),
        (Mark.SAME, "条件を定めます。"),
    ]


def test_articles_that_move_come_and_go_are_told_apart() -> None:
    def words(*headings: str) -> Words:
        return Words("", tuple(Section(heading, read_typed(f"{heading}の文。")) for heading in headings))

    found = compare(TERMS, words("い", "ろ", "は", "に"), words("に", "い", "は", "ほ"))
    assert {(one.heading.pieces[0].text, one.mark, one.label, one.former_label) for one in found.sections} == {
        ("に", Mark.MOVED, "第1条", "第4条"),
        ("い", Mark.SAME, "第2条", "第1条"),
        ("ろ", Mark.REMOVED, "第2条", ""),
        ("は", Mark.SAME, "第3条", ""),
        ("ほ", Mark.ADDED, "第4条", ""),
    }
    assert found.in_words == "追加 1・削除 1・変更 0・移動 1"


def test_an_item_keeps_its_place_whatever_becomes_of_its_words() -> None:
    before = Words("", tuple(Section(name, read_typed("前の文。")) for name in "abcdef"))
    after = Words("", tuple(Section(name, read_typed("別の言葉になりました。")) for name in "abcdef"))
    found = compare(ITEMS[0], before, after)
    assert [one.mark for one in found.sections] == [Mark.CHANGED] * 6


@pytest.mark.parametrize(
    "text", ["あア" * 9_000, "".join(chr(0x4E00 + n % 50) + "の" for n in range(9_000)), "あ\n\n" * 6_000]
)
def test_the_longest_texts_are_compared_without_delay(text: str) -> None:
    before = Words("", (Section("目的", read_typed(text)),))
    after = Words("", (Section("目的", read_typed(text[1:] + "い")),))
    assert compare(TERMS, before, after).touched
