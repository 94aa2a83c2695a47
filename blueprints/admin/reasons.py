"""The reason every act of the administration states; it stands in the trail."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from models.approvals.approval import LONGEST_REASON

HINT = f"{LONGEST_REASON} 文字以内。監査の証跡に残ります。"


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why."""

    reason = StringField(
        "理由",
        description=HINT,
        validators=[
            DataRequired("理由を書いてください。"),
            Length(max=LONGEST_REASON, message=f"{LONGEST_REASON} 文字以内で書いてください。"),
        ],
    )
