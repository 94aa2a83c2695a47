"""Forms of the import pages."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length

from models.certifications.proposals.acts import MAX_FILE_BYTES
from models.certifications.proposals.proposal import LONGEST_REASON, ProposalKind

_LIMIT = Length(max=LONGEST_REASON, message=f"{LONGEST_REASON} 文字以内で書いてください。")


class UploadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A file, what it is, how it is to be taken in, and why."""

    kind = RadioField(
        "ファイルの種類",
        description="項目ファイルは、設備IDと項目の列を持つ表です。本システムから書き出したファイルも使えます。",
        choices=[SelectChoice(one.value, one.label) for one in ProposalKind],
        default=ProposalKind.PUBLISHED.value,
        validators=[InputRequired("ファイルの種類を選んでください。")],
    )
    file = FileField(
        "ファイル",
        description=f"Excelブック（.xlsx）又はCSV。{MAX_FILE_BYTES >> 20} MiBまでです。",
        validators=[FileRequired("ファイルを選んでください。")],
    )
    strict = BooleanField("取り込めない行が1行でもあれば、ファイル全体を取り込まない")
    accept_vanished = BooleanField("一覧から1割を超える設備がなくなっていても、掲載がなくなった日を記録する")
    reason = StringField(
        "取り込む理由",
        description=f"何のファイルを、なぜ取り込むか（{LONGEST_REASON} 文字以内）。監査の証跡に残ります。",
        validators=[DataRequired("取り込む理由を書いてください。"), _LIMIT],
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why the file is given up."""

    reason = StringField(
        "取り下げる理由",
        description=f"{LONGEST_REASON} 文字以内。監査の証跡に残ります。",
        validators=[DataRequired("取り下げる理由を書いてください。"), _LIMIT],
    )
