"""What is asked of the trail."""

from collections.abc import Sequence
from typing import Self

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from blueprints.admin.reasons import ReasonForm
from blueprints.typed import DayField, PlainLine
from models.auditing.purging import ExportedPart

_A_DAY = [InputRequired("日付を入力してください。")]


class PersonQuestion(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Whose reading, and of which days."""

    login_id = PlainLine("ログインID")
    since = DayField("この日から", validators=_A_DAY)
    until = DayField("この日まで", validators=_A_DAY)


class PackOrder(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which days of the trail a pack of evidence holds."""

    since = DayField("証跡の最初の日", validators=_A_DAY)
    until = DayField("証跡の最後の日", validators=_A_DAY)


class PurgeProposal(ReasonForm):
    """Which exported file's events may be given up, and why."""

    export = SelectField("書き出したファイル", coerce=int, validators=[InputRequired("ファイルを選んでください。")])

    @classmethod
    def over(cls, parts: Sequence[ExportedPart]) -> Self:
        """The form with these files to choose from."""
        form = cls()
        form.export.choices = [(part.number, part.label) for part in parts]
        return form
