"""Forms of drafts and editions."""

import re
import unicodedata
from datetime import datetime, time

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from blueprints.admin.reasons import ReasonForm
from blueprints.typed import DayField, PlainLine
from models import clock
from models.reviewing.draft import LONGEST_TITLE

_TIME = re.compile(r"(\d{1,2})[:時](\d{1,2})分?")
_TITLE = [
    DataRequired("下書きの名前を入力してください。"),
    Length(max=LONGEST_TITLE, message=f"{LONGEST_TITLE} 文字以内で入力してください。"),
]
TITLE_HINT = "何のための見直しかが分かる名前。版の説明として残ります（例: 2026年度第2回 閲覧項目審査会）。"


class BeginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A new draft; ``equal_to`` is the edition it goes back to, if it does."""

    title = PlainLine("下書きの名前", description=TITLE_HINT, validators=_TITLE)
    equal_to = HiddenField()


class RuleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The draft's name, and what becomes of grants that are overdue for review."""

    title = PlainLine("下書きの名前", description=TITLE_HINT, validators=_TITLE)
    closes_overdue = BooleanField("点検の期限を過ぎた許可は、期限の翌日から表示しない")
    revision = HiddenField()


class RevisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One button; ``revision`` says which state of the draft was looked at."""

    revision = HiddenField()


class ProposeForm(ReasonForm):
    """When it is to be in force, and why."""

    day = DayField("発効の日", description="空欄にすると、承認と同時に発効します。")
    hour = StringField("発効の時刻", description="24時間の日本時間（例: 09:00）。空欄は 0:00。")
    revision = HiddenField()

    def validate_hour(self, field: StringField) -> None:
        """A time of day, and only with a day."""
        if (field.data or "").strip() and self.day.data is None:
            raise ValidationError("時刻を決めるときは、発効の日も入力してください。")
        self._time()

    @property
    def moment(self) -> datetime | None:
        """The moment that was typed; None is at once."""
        if self.day.data is None:
            return None
        return datetime.combine(self.day.data, self._time(), tzinfo=clock.JST)

    def _time(self) -> time:
        typed = unicodedata.normalize("NFKC", self.hour.data or "").strip()
        found = _TIME.fullmatch(typed)
        try:
            return time(int(found[1]), int(found[2])) if found else time.fromisoformat(typed or "00:00")
        except ValueError as error:
            raise ValidationError("時刻で入力してください（例: 09:00）。") from error
