"""The consent form: which boxes were ticked is read as codes, and judged by the domain alone."""

from flask_wtf import FlaskForm
from wtforms import HiddenField


class ConsentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """``shown`` names the words on the page, so that nobody agrees to others than they saw."""

    shown = HiddenField()
