"""Forms of the approvals."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from models.approvals.approval import LONGEST_REASON


class ApproveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One button; ``shown`` is the digest of the difference the page showed."""

    shown = HiddenField()


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why it is declined or withdrawn."""

    why = StringField(
        "理由",
        description=f"{LONGEST_REASON} 文字以内。監査の証跡に残ります。",
        validators=[
            DataRequired("理由を書いてください。"),
            Length(max=LONGEST_REASON, message=f"{LONGEST_REASON} 文字以内で書いてください。"),
        ],
    )
