"""The courses, as data: one dated file per course and version (M17, M18).

The files lie in ``courses/<course>/<date>.toml``. A published file is never edited: a new date is a new version, so
what somebody was taught and asked on any day can be shown again. A course that nobody has to do any more gets a
version with ``required = false``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from models.accounts.account import Role
from models.legal.dated import DamagedText, NoSuchText, dated_files, digest, in_force, of_version, read_dated, sentences
from models.organisations.kinds import OrganisationKind

FOLDER = Path(__file__).with_name("courses")
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text: paragraphs, then perhaps a list of points."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Choices are numbered from 1; ``right`` are the numbers that have to be chosen, and no other."""

    number: int
    text: str
    choices: tuple[str, ...]
    right: frozenset[int]
    explanation: str

    @property
    def several(self) -> bool:
        """Whether more than one choice is right: it is answered by boxes to tick."""
        return len(self.right) > 1

    @property
    def right_choices(self) -> tuple[str, ...]:
        """The words of what has to be chosen."""
        return tuple(choice for number, choice in enumerate(self.choices, start=1) if number in self.right)


@dataclass(frozen=True, slots=True)
class Course:
    """One version of a course, in force from the day ``version`` on.

    ``kinds`` and ``roles`` are those it is for; ``required`` says that they have to do it, within three months and
    then before each ``valid_months`` are over. ``minutes`` is how long it takes, ``pass_mark`` how many questions have
    to be right. ``sha256`` names the words: the digest (``models.legal.dated.digest``) of what ``words`` gives.
    """

    name: str
    version: date
    title: str
    about: str
    minutes: int
    required: bool
    kinds: frozenset[OrganisationKind]
    roles: frozenset[Role]
    valid_months: int
    pass_mark: int
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", digest(self.words()))

    def words(self) -> list[Any]:
        """Everything that is read or asked, as plain lists: ``[title, [section, …], [question, …]]``."""
        sections = [[one.heading, list(one.paragraphs), list(one.points)] for one in self.sections]
        questions = [[one.text, list(one.choices), sorted(one.right), one.explanation] for one in self.questions]
        return [self.title, sections, questions]

    @property
    def for_some_roles(self) -> bool:
        """Whether it comes with a role, so that its time counts from when the role was given."""
        return self.roles != frozenset(Role)

    def is_for(self, kind: OrganisationKind, role: Role) -> bool:
        """Whether somebody of this kind and role may do it."""
        return kind in self.kinds and role in self.roles

    def is_required_of(self, kind: OrganisationKind, role: Role) -> bool:
        """Whether somebody of this kind and role has to do it."""
        return self.required and self.is_for(kind, role)


def course_names(*, folder: Path = FOLDER) -> tuple[str, ...]:
    """The names of all courses, in the order they are listed."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))


def versions(name: str, *, folder: Path = FOLDER) -> tuple[Course, ...]:
    """Every version of a course, oldest first, those not yet in force included; raises ``NoSuchText``."""
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise NoSuchText(f"no course is called {name!r}")
    return _read_all(folder, str(name))


def current_courses(on: date, *, folder: Path = FOLDER) -> tuple[Course, ...]:
    """The version in force of every course that has begun by this day in Japan."""
    known = [versions(name, folder=folder) for name in course_names(folder=folder)]
    return tuple(in_force(course, on) for course in known if course[0].version <= on)


def current_course(name: str, on: date, *, folder: Path = FOLDER) -> Course:
    """The course as it is on this day; raises ``NoSuchText`` for an unknown name or too early a day."""
    return in_force(versions(name, folder=folder), on)


def course_by_version(name: str, version: date, *, folder: Path = FOLDER) -> Course:
    """The course of exactly this version, to show what was once passed."""
    return of_version(versions(name, folder=folder), version)


def required_since(name: str, kind: OrganisationKind, role: Role, on: date, *, folder: Path = FOLDER) -> date | None:
    """The day from which this kind and role has had to do the course without a break; ``None`` if not on this day."""
    since = None
    for course in reversed([one for one in versions(name, folder=folder) if one.version <= on]):
        if not course.is_required_of(kind, role):
            break
        since = course.version
    return since


@cache
def _read_all(folder: Path, name: str) -> tuple[Course, ...]:
    found = tuple(_read(path) for path in dated_files(folder / name))
    if not found:
        raise NoSuchText(f"no course is called {name!r}")
    return found


def _read(path: Path) -> Course:
    where = f"{path.parent.name}/{path.name}"
    values = read_dated(path)
    questions = tuple(
        _question(number, entry, where) for number, entry in enumerate(values.get("questions", []), start=1)
    )
    pass_mark = _number(values.get("pass_mark"), f"{where}: pass_mark")
    if pass_mark > len(questions):
        raise DamagedText(f"{where}: more right answers are asked for than there are questions")
    try:
        kinds = frozenset(map(OrganisationKind, values.get("kinds", OrganisationKind)))
        roles = frozenset(map(Role, values.get("roles", Role)))
    except ValueError as error:
        raise DamagedText(f"{where}: {error}") from error
    sections = tuple(_section(entry, where) for entry in values.get("sections", []))
    if not sections or not isinstance(values.get("required"), bool):
        raise DamagedText(f"{where}: it has no text, or does not say whether it is required")
    return Course(
        name=path.parent.name,
        version=values["version"],
        title=_text(values.get("title"), f"{where}: title"),
        about=_text(values.get("about"), f"{where}: about"),
        minutes=_number(values.get("minutes"), f"{where}: minutes"),
        required=values["required"],
        kinds=kinds,
        roles=roles,
        valid_months=_number(values.get("valid_months"), f"{where}: valid_months"),
        pass_mark=pass_mark,
        sections=sections,
        questions=questions,
    )


def _section(entry: Mapping[str, Any], where: str) -> Section:
    heading = _text(entry.get("heading"), f"{where}: heading")
    return Section(
        heading,
        sentences(entry.get("paragraphs"), f"{where}: {heading}"),
        sentences(entry.get("points"), f"{where}: {heading}", optional=True),
    )


def _question(number: int, entry: Mapping[str, Any], where: str) -> Question:
    where = f"{where}: question {number}"
    choices = sentences(entry.get("choices"), where)
    right = entry.get("right")
    if not isinstance(right, list) or not right or not set(right) <= set(range(1, len(choices) + 1)):
        raise DamagedText(f"{where}: a right answer is not among the choices")
    if len(set(choices)) < len(choices) or len(set(right)) == len(choices):
        raise DamagedText(f"{where}: a choice stands twice, or none is wrong")
    text, explanation = _text(entry.get("text"), where), _text(entry.get("explanation"), where)
    return Question(number, text, choices, frozenset(right), explanation)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DamagedText(f"{where}: a text is missing")
    return value


def _number(value: object, where: str) -> int:
    if type(value) is not int or value < 1:
        raise DamagedText(f"{where}: expected a number from 1 on")
    return value
