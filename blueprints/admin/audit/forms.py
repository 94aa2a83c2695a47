"""What is asked of the trail."""

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from blueprints.typed import DayField, PlainLine

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
