"""Forms of findings."""

from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.incidents.forms import one_of, text_area
from blueprints.typed import DayField, PlainLine
from models.assurance.finding import LONGEST_TEXT, LONGEST_TITLE, FindingSource
from models.assurance.following import Stated
from models.inspection.promises import PROMISES

LONGEST_ID = 64
LONGEST_CODE = 60


class Wish(StrEnum):
    """What a second person decides."""

    CLOSE = "close"
    GIVE_BACK = "give_back"


def _owner() -> PlainLine:
    return PlainLine(
        "担当のID",
        description="利用中のシステム管理者又は保有者担当のIDです。",
        validators=[
            DataRequired("担当のIDを入力してください。"),
            Length(max=LONGEST_ID, message=f"IDは {LONGEST_ID} 文字以内で入力してください。"),
        ],
    )


def _due() -> DayField:
    return DayField("期限", validators=[InputRequired("期限を入力してください。")])


class RaiseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A finding; ``check`` is the code of the check that failed, where one did."""

    check = HiddenField(validators=[Length(max=LONGEST_CODE)])
    title = PlainLine(
        "題名",
        validators=[
            DataRequired("題名を入力してください。"),
            Length(max=LONGEST_TITLE, message=f"題名は {LONGEST_TITLE} 文字以内で入力してください。"),
        ],
    )
    promise = SelectField(
        "遵守事項の番号", choices=[SelectChoice(one, f"{one} {words}") for one, words in PROMISES.items()]
    )
    source = one_of("出所", "", [(one, one.label) for one in FindingSource], "出所を選んでください。")
    detail = text_area(
        "指摘の内容",
        "何が、どのように守られていないか。後から変えられません。",
        "指摘の内容を書いてください。",
        LONGEST_TEXT,
    )
    owner = _owner()
    due_on = _due()

    def stated(self) -> Stated:
        """What was filled in; for a form that was found right."""
        return Stated(
            self.title.text,
            self.detail.text,
            self.promise.data,
            FindingSource(self.source.data),
            self.owner.text,
            self.due_on.day,
            self.check.data or "",
        )


class NoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A line of the timeline."""

    text = text_area(
        "経過・証拠", "行ったこと、それを示すもの。後から変えられません。", "経過を書いてください。", LONGEST_TEXT
    )


class DoneForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """That it is done."""

    text = text_area(
        "行ったこと", "どのように直したか、何で確かめられるか。", "行ったことを書いてください。", LONGEST_TEXT
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What a second person decides, and what they looked at."""

    wish = one_of(
        "判断",
        "",
        [(Wish.CLOSE, "完了を確認する"), (Wish.GIVE_BACK, "担当に差し戻す")],
        "判断を選んでください。",
    )
    text = text_area("確認したこと", "見たものと、判断の理由。", "確認したことを書いてください。", LONGEST_TEXT)


class DutyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Another owner, or another last day."""

    owner = _owner()
    due_on = _due()
    why = text_area("理由", "経過に残ります。", "理由を書いてください。", LONGEST_TEXT)
