"""Forms of the certification pages."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length

from models.certifications.export_format import ExportFormat
from models.certifications.export_order import LONGEST_NOTE
from models.certifications.saved_searches import LONGEST_NAME


class ExportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Purpose and form of a file. Which purposes may be chosen depends on the kind of organisation."""

    purpose = RadioField("利用目的", validators=[InputRequired("利用目的を選んでください。")])
    note = TextAreaField(
        "目的の説明",
        description=f"案件名や用途など。「その他」を選んだときは必ず書いてください（{LONGEST_NOTE} 文字以内）。",
        validators=[Length(max=LONGEST_NOTE, message=f"{LONGEST_NOTE} 文字以内で書いてください。")],
    )
    format = RadioField(
        "形式",
        description="Shift_JISで表せない文字は「〓」に置き換え、どの文字かをお知らせします。",
        choices=[SelectChoice(one.value, one.label) for one in ExportFormat],
        default=ExportFormat.CSV.value,
        validators=[InputRequired("形式を選んでください。")],
    )


class SavedSearchForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The name of a saved search, and whether colleagues may run it."""

    name = StringField(
        "名前",
        description=f"一覧で見分けるための名前です（{LONGEST_NAME} 文字以内）。",
        validators=[
            DataRequired("名前を入力してください。"),
            Length(max=LONGEST_NAME, message=f"名前は {LONGEST_NAME} 文字以内で入力してください。"),
        ],
    )
    shared = BooleanField("同じ組織の人と共有する")
