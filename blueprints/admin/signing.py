"""The form of a signature: over what the page showed, with a remark."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import Length

from blueprints.typed import PlainText
from models.assurance.sign_off import LONGEST_REMARK


class SignForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A signature; ``shown`` is the digest of what is signed."""

    shown = HiddenField()
    remark = PlainText(
        "所見",
        description="必要なときに書いてください。署名とともに保存され、後から変えられません。",
        validators=[Length(max=LONGEST_REMARK, message=f"所見は、{LONGEST_REMARK:,} 文字以内で書いてください。")],
    )
