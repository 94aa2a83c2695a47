"""Forms of the own account."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.login.forms import NEW_PASSWORD_HINT

LONGEST_LABEL = 30


class DeviceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Confirming one more device."""

    label = StringField(
        "端末の呼び名",
        description=f"一覧で見分けるための名前です（{LONGEST_LABEL}文字以内）。",
        validators=[Length(max=LONGEST_LABEL, message=f"{LONGEST_LABEL}文字以内にしてください。")],
    )
    code = StringField(
        "確認コード（6桁）",
        description="接続する端末の認証アプリに表示されている数字です。",
        validators=[DataRequired("確認コードを入力してください。")],
    )


class AddressForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The new mail address."""

    email = StringField(
        "新しいメールアドレス",
        description="本人だけが読むアドレスです。所属組織に登録されたドメインのものに限ります。",
        validators=[DataRequired("新しいメールアドレスを入力してください。"), Length(max=254, message="長すぎます。")],
    )


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The current password and the new one."""

    current = PasswordField("現在のパスワード", validators=[InputRequired("現在のパスワードを入力してください。")])
    new = PasswordField(
        "新しいパスワード",
        description=NEW_PASSWORD_HINT,
        validators=[InputRequired("新しいパスワードを入力してください。")],
    )
