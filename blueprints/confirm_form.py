"""A form that is one button."""

from flask_wtf import FlaskForm


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Nothing but the form token."""
