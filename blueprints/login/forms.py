"""Forms of the sign-in pages. What is right or wrong is the domain's to say; these only see that something is there."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired

from models.accounts.passwords import SHORTEST

NEW_PASSWORD_HINT = f"{SHORTEST}文字以上。文字の種類は問いません。いくつかの言葉を並べると覚えやすくなります。"


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The first step."""

    login_id = StringField("ID", validators=[DataRequired("IDを入力してください。")])
    password = PasswordField("パスワード", validators=[InputRequired("パスワードを入力してください。")])


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A code from the own device. Full-width digits, spaces and hyphens are fine."""

    code = StringField(
        "確認コード（6桁）",
        description="認証アプリに表示されている数字です。全角でも、間に空白があってもかまいません。",
        validators=[DataRequired("確認コードを入力してください。")],
    )


class RecoveryCodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A recovery code instead of the device."""

    code = StringField(
        "回復コード",
        description="保管してある16文字のコードのうち、まだ使っていないものを1つ入力します。一度使うと無効になります。",
        validators=[DataRequired("回復コードを入力してください。")],
    )


class KeptForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The person says that the recovery codes are kept."""

    kept = BooleanField(
        "回復コードを印刷または保存し、他の人の目に触れない場所に保管しました",
        validators=[InputRequired("保管したら、チェックを入れてください。")],
    )


class ResetForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Asking for a link to set a new password."""

    login_id = StringField("ID", validators=[DataRequired("IDを入力してください。")])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A new password, typed once: it can be pasted and shown, so typing it twice would only invite weaker ones."""

    password = PasswordField(
        "新しいパスワード",
        description=NEW_PASSWORD_HINT,
        validators=[InputRequired("新しいパスワードを入力してください。")],
    )
