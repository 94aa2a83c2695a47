"""The terms of use and the privacy policy: whole, dated, with the deployment's own names in them (M14, M16)."""

from datetime import date
from pathlib import Path

import pytest

from models.legal.dated import DamagedText, NoSuchText, in_force
from models.legal.documents import FOLDER, DocumentName, LegalDocument, Names, shipped

FIRST = date(2026, 4, 1)
OPERATOR = "再エネ庁（例）"
CONTACT = "新エネルギー係（03-0000-0000）"

DOCUMENT = """title = "利用規約"
version = {version}
effective_on = {version}
changes = ["{changes}"]
[[articles]]
number = 1
heading = "目的"
[[articles.paragraphs]]
text = "${{operator_name}}が定めます。"
clauses = ["連絡先は${{contact}}です。"]
"""


def terms(on: date = FIRST) -> LegalDocument:
    return current_terms(on)


def privacy(on: date = FIRST) -> LegalDocument:
    return in_force(shipped(DocumentName.PRIVACY, Names(OPERATOR, CONTACT)), on)


def current_terms(
    on: date, *, operator_name: str = OPERATOR, contact: str = CONTACT, folder: Path = FOLDER
) -> LegalDocument:
    return in_force(shipped(DocumentName.TERMS, Names(operator_name, contact), folder=folder), on)


def words(document: LegalDocument, heading: str = "") -> str:
    return "".join(
        paragraph.text + "".join(paragraph.clauses)
        for article in document.articles
        if heading in article.heading
        for paragraph in article.paragraphs
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "terms").mkdir()
    for version, changes in (("2026-04-01", "初版"), ("2027-01-15", "連絡先を加えました。")):
        (tmp_path / f"terms/{version}.toml").write_text(DOCUMENT.format(version=version, changes=changes))
    return tmp_path


@pytest.mark.parametrize("document", [terms(), privacy()], ids=["terms", "privacy"])
def test_articles_are_numbered_without_a_gap_and_none_is_empty(document: LegalDocument) -> None:
    assert [article.label for article in document.articles] == [
        f"第{n}条" for n in range(1, len(document.articles) + 1)
    ]
    for article in document.articles:
        assert article.heading
        assert [paragraph.number for paragraph in article.paragraphs] == list(range(1, len(article.paragraphs) + 1))


@pytest.mark.parametrize("document", [terms(), privacy()], ids=["terms", "privacy"])
def test_the_owner_and_the_contact_are_named_and_no_placeholder_is_left(document: LegalDocument) -> None:
    assert OPERATOR in words(document)
    assert CONTACT in words(document)
    assert not set("{}$<>") & set(words(document))


def test_the_terms_cite_article_19_in_substance() -> None:
    article = words(terms(), "一般送配電事業者による利用")

    assert "第19条第1項" in article
    for part in ("特定契約又は一時調達契約", "託送供給", "電力量調整供給", "小売電気事業者", "優遇"):
        assert part in article


def test_the_terms_strike_off_the_whole_organisation_and_claim_damages() -> None:
    assert "所属する組織の全ての利用者のアカウントの登録を抹消" in words(terms(), "違反に対する措置")
    assert "賠償する責任を負います" in words(terms(), "損害賠償")


@pytest.mark.parametrize(
    "part",
    [
        "公表し",
        "第三者",
        "公の秩序",
        "犯罪",
        "不正な目的",
        "損害を与える",
        "なりすます",
        "事実と異なる申請",
        "偽った書類",
        "運営を妨げ",
    ],
)
def test_the_terms_forbid_each_act_the_committee_named(part: str) -> None:
    assert part in words(terms(), "禁止事項")


def test_references_between_articles_of_the_terms_lead_where_they_say() -> None:
    headings = {article.number: article.heading for article in terms().articles}

    assert headings[4] == "利用の目的"
    assert headings[19] == "記録、点検及び監査"
    assert headings[20] == "漏えい等への対応"
    assert headings[21] == "利用の一時停止"
    assert headings[22] == "違反に対する措置"


@pytest.mark.parametrize("part", ["氏名", "メールアドレス", "IPアドレス", "ブラウザー", "閲覧した設備", "同意"])
def test_the_privacy_policy_names_what_is_kept_about_a_user(part: str) -> None:
    assert part in words(privacy(), "利用者について取り扱う情報")


def test_the_privacy_policy_says_how_long_and_for_whom() -> None:
    assert "少なくとも1年間" in words(privacy(), "保存する期間")
    assert "外部監査人" in words(privacy(), "情報を受け取る者")
    assert "閲覧したかの説明を求める" in words(privacy(), "認定事業者の権利")


def test_a_version_is_in_force_from_its_day(folder: Path) -> None:
    def version_on(day: date) -> date:
        return current_terms(day, folder=folder).version

    assert version_on(date(2027, 1, 14)) == FIRST
    assert version_on(date(2027, 1, 15)) == date(2027, 1, 15)
    with pytest.raises(NoSuchText):
        version_on(date(2026, 3, 31))


def test_the_digest_names_the_words_as_shown() -> None:
    assert terms().sha256 == terms(date(2026, 12, 31)).sha256
    assert terms().sha256 != privacy().sha256
    other = current_terms(FIRST, contact=f"{CONTACT} ")
    assert other.sha256 == terms().sha256
    other = current_terms(FIRST, contact="別の窓口")
    assert other.sha256 != terms().sha256


def test_a_name_with_a_dollar_sign_is_shown_as_it_is(folder: Path) -> None:
    document = current_terms(FIRST, operator_name="${contact}", contact="$5 窓口", folder=folder)

    assert words(document) == "${contact}が定めます。連絡先は$5 窓口です。"


@pytest.mark.parametrize(("operator_name", "contact"), [("", CONTACT), (OPERATOR, "　")])
def test_documents_without_an_owner_or_a_contact_are_refused(operator_name: str, contact: str) -> None:
    with pytest.raises(DamagedText):
        Names(operator_name, contact)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("${contact}", "${telephone}"),
        ("${contact}", "${contact"),
        ("number = 1", "number = 2"),
        ("effective_on = 2026-04-01", "effective_on = 2026-05-01"),
        ('heading = "目的"', 'heading = ""'),
        ("[[articles.paragraphs]]", "[[articles.parts]]"),
        ('clauses = ["', 'clauses = ["", "'),
    ],
)
def test_a_damaged_document_is_never_shown(folder: Path, before: str, after: str) -> None:
    path = folder / "terms/2026-04-01.toml"
    path.write_text(path.read_text().replace(before, after))

    with pytest.raises(DamagedText):
        current_terms(FIRST, folder=folder)
