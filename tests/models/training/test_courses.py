"""The courses: whole, dated, answerable."""

from datetime import date
from pathlib import Path

import pytest

from models.accounts.account import Role
from models.legal.dated import DamagedText, NoSuchText
from models.organisations.kinds import OrganisationKind
from models.training.courses import (
    Course,
    course_by_version,
    course_names,
    current_course,
    current_courses,
    required_since,
    versions,
)
from tests.models.training.people import GENERAL, LEADING

FIRST, SECOND, THIRD = date(2026, 4, 1), date(2027, 4, 1), date(2028, 4, 1)
EVERY_VERSION = [course for name in course_names() for course in versions(name)]
COURSE = """title = "情報の扱い"
about = "扱い方を学びます。"
version = {version}
minutes = 10
required = {required}
valid_months = 12
pass_mark = 1
{more}
[[sections]]
heading = "はじめに"
paragraphs = ["大切にします。"]
[[questions]]
text = "どれですか。"
choices = ["これ", "それ"]
right = [2]
explanation = "それです。"
"""


def write(folder: Path, name: str = "care", version: date = FIRST, required: str = "true", more: str = "") -> None:
    (folder / name).mkdir(exist_ok=True)
    text = COURSE.format(version=version, required=required, more=more)
    (folder / name / f"{version}.toml").write_text(text)


@pytest.mark.parametrize("course", EVERY_VERSION, ids=lambda one: f"{one.name} {one.version}")
def test_every_course_can_be_read_answered_and_passed(course: Course) -> None:
    assert course.title
    assert course.sections
    assert 4 <= len(course.questions) <= 6
    assert 1 <= course.pass_mark <= len(course.questions)
    for question in course.questions:
        assert question.right <= set(range(1, len(question.choices) + 1))
        assert len(question.choices) >= 3
        assert question.explanation
    headings = [section.heading for section in course.sections]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(
    "needed",
    ["2023年2月", "小売電気事業者", "電気事業法", "再エネ特措法", "個人情報保護委員会", "確認コード", "書き出"],
)
def test_everybody_is_taught_what_happened_and_what_follows(needed: str) -> None:
    course = current_course(GENERAL, FIRST)
    assert any(needed in paragraph for section in course.sections for paragraph in section.paragraphs)
    assert all(course.is_required_of(kind, role) for kind in OrganisationKind for role in Role)


@pytest.mark.parametrize("needed", ["申請", "停止", "在任の確認", "6か月", "資源エネルギー庁"])
def test_responsible_persons_alone_are_taught_their_office(needed: str) -> None:
    course = current_course(LEADING, FIRST)
    assert any(needed in paragraph for section in course.sections for paragraph in section.paragraphs)
    assert {role for role in Role if course.is_for(OrganisationKind.BUREAU, role)} == {Role.RESPONSIBLE_PERSON}


def test_a_course_is_in_force_from_its_day_and_old_versions_stay(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, version=SECOND, more="\n")
    assert [one.version for one in current_courses(date(2027, 3, 31), folder=tmp_path)] == [FIRST]
    assert [one.version for one in current_courses(SECOND, folder=tmp_path)] == [SECOND]
    assert current_courses(date(2026, 3, 31), folder=tmp_path) == ()
    assert course_by_version("care", FIRST, folder=tmp_path).version == FIRST


def test_equal_words_have_equal_digests_and_other_words_others(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, version=SECOND)
    write(tmp_path, version=THIRD, more='\n[[sections]]\nheading = "前置き"\nparagraphs = ["加えました。"]')
    one, same, other = versions("care", folder=tmp_path)
    assert one.sha256 == same.sha256 != other.sha256


def test_a_course_is_required_since_its_latest_unbroken_run(tmp_path: Path) -> None:
    kind, role = OrganisationKind.BUREAU, Role.MEMBER
    write(tmp_path, required="false")
    write(tmp_path, version=SECOND)
    write(tmp_path, version=THIRD)
    assert required_since("care", kind, role, FIRST, folder=tmp_path) is None
    assert required_since("care", kind, role, date(2030, 1, 1), folder=tmp_path) == SECOND


def test_a_course_may_be_for_some_kinds_and_roles(tmp_path: Path) -> None:
    write(tmp_path, more='kinds = ["bureau"]\nroles = ["member"]')
    course = current_course("care", FIRST, folder=tmp_path)
    allowed = {(kind, role) for kind in OrganisationKind for role in Role if course.is_required_of(kind, role)}
    assert allowed == {(OrganisationKind.BUREAU, Role.MEMBER)}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("right = [2]", "right = [3]"),
        ("right = [2]", "right = []"),
        ("right = [2]", "right = [1, 2]"),
        ('choices = ["これ", "それ"]', 'choices = ["それ", "それ"]'),
        ("pass_mark = 1", "pass_mark = 2"),
        ("pass_mark = 1", "pass_mark = 0"),
        ("required = true", ""),
        ("minutes = 10", "minutes = true"),
        ('title = "情報の扱い"', 'title = " "'),
        ('paragraphs = ["大切にします。"]', ""),
        ('explanation = "それです。"', ""),
        ("valid_months = 12", 'valid_months = 12\nroles = ["emperor"]'),
    ],
)
def test_a_damaged_course_is_never_shown(tmp_path: Path, good: str, bad: str) -> None:
    write(tmp_path)
    path = tmp_path / "care" / f"{FIRST}.toml"
    path.write_text(path.read_text().replace(good, bad))
    with pytest.raises(DamagedText):
        versions("care", folder=tmp_path)


@pytest.mark.parametrize("name", ["nothing", "../courses", "", "a" * 41, "Care", "information_handling"])
def test_what_is_no_course_is_not_looked_for(name: str) -> None:
    with pytest.raises(NoSuchText):
        versions(name)
