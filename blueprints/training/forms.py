"""The form of a course: what was chosen is read as numbers, and marked by the domain alone."""

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField

from models.training.courses import Course
from models.training.marking import Answers


class AnswersForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """``shown`` names the words on the page, so that nobody passes others than they read."""

    shown = HiddenField()


def given_answers(course: Course) -> Answers:
    """What was chosen for each question; what is no number counts for nothing."""
    return {
        one.number: [int(value) for value in request.form.getlist(f"q{one.number}") if _is_number(value)]
        for one in course.questions
    }


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 2
