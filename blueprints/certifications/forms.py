"""Forms of the certification pages."""

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from models.certifications.export import LONGEST_NOTE


class ExportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The purpose of a file. Which purposes may be chosen depends on the kind of organisation."""

    purpose = RadioField("利用目的", validators=[InputRequired("利用目的を選んでください。")])
    note = TextAreaField(
        "目的の説明",
        description=f"案件名や用途など。「その他」を選んだときは必ず書いてください（{LONGEST_NOTE} 文字以内）。",
        validators=[Length(max=LONGEST_NOTE, message=f"{LONGEST_NOTE} 文字以内で書いてください。")],
    )
