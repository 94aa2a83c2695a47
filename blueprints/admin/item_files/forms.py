"""The upload of a committee's file, and the terms of what it grants by a mark alone."""

from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from blueprints.typed import DayField, PlainLine
from models import clock
from models.catalogue.grants import Ground
from models.reviewing.cells import LONGEST, GrantTerms
from models.reviewing.files.columns import Column
from models.reviewing.files.reading import LARGEST, MOST_LINES


class ItemFileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A file in either form."""

    file = FileField(
        "ファイル",
        description=f"CSV（UTF-8、Shift_JIS）又は Excel（.xlsx）。{MOST_LINES:,} 行、{LARGEST >> 20} MiB まで。",
        validators=[FileRequired("ファイルを選んでください。")],
    )


class TakeInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One button; ``revision`` says which state of the draft was looked at."""

    revision = HiddenField()

    @property
    def terms(self) -> GrantTerms:
        """No terms: nothing in the file needs any."""
        return GrantTerms()


def _limit(name: str) -> Length:
    return Length(max=LONGEST[name], message=f"{LONGEST[name]} 文字以内で入力してください。")


class TermsForm(TakeInForm):
    """The decision that what is marked newly rests on: one ground, one reviewer, one day."""

    ground = RadioField(
        Column.GROUND.value,
        choices=lambda: [SelectChoice(one.value, one.label) for one in Ground],
        validators=[InputRequired("根拠の区分を選んでください。")],
    )
    reference = PlainLine(
        Column.REFERENCE.value,
        validators=[DataRequired("業務又は条文の名を入力してください。"), _limit("reference")],
    )
    reviewer = PlainLine(
        Column.REVIEWER.value,
        description="決定した会議又は人の名。",
        validators=[DataRequired("点検者を入力してください。"), _limit("reviewer")],
    )
    reviewed_on = DayField(Column.REVIEWED_ON.value, validators=[DataRequired("点検日を入力してください。")])
    review_due_on = DayField(Column.REVIEW_DUE_ON.value, description="空欄にすると、期限を設けません。")
    less_will_not_do = PlainLine(
        Column.LESS_WILL_NOT_DO.value,
        description="個人情報の項目だけに記録します。",
        validators=[_limit("less_will_not_do")],
    )
    note = PlainLine(Column.NOTE.value, validators=[_limit("note")])

    def validate_reviewed_on(self, field: DayField) -> None:
        """A review that has taken place."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError("点検日は、今日までの日付にしてください。")

    def validate_review_due_on(self, field: DayField) -> None:
        """The next review comes after this one."""
        reviewed: date | None = self.reviewed_on.data
        if field.data is not None and reviewed is not None and field.data <= reviewed:
            raise ValidationError("次の点検の期限は、点検日より後の日付にしてください。")

    @property
    def terms(self) -> GrantTerms:
        """The terms that were typed."""
        return GrantTerms(
            Ground(self.ground.data),
            self.reference.text,
            self.reviewer.text,
            self.reviewed_on.data,
            self.review_due_on.data,
            self.less_will_not_do.text,
            self.note.text,
        )
