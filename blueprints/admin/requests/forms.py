"""Forms of the applications."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from blueprints.typed import DayField
from models import clock
from models.accounts.account import Role
from models.organisations.organisation import Organisation
from models.people.application import Application
from models.people.request import LONGEST_ID, LONGEST_TEXT

_LIMIT = Length(max=LONGEST_TEXT, message=f"{LONGEST_TEXT} 文字以内で入力してください。")
LONGEST_NOTE = 1_000


class ApplicationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One person's application."""

    role = RadioField("役割", validators=[InputRequired("役割を選んでください。")])
    person_name = StringField("氏名", validators=[DataRequired("氏名を入力してください。"), _LIMIT])
    department = StringField("部署・役職", validators=[DataRequired("部署・役職を入力してください。"), _LIMIT])
    email = StringField(
        "メールアドレス",
        description="本人だけが読むアドレスです。共有のアドレスでは発行できません。",
        validators=[DataRequired("メールアドレスを入力してください。"), _LIMIT],
    )
    unit = SelectField("部門", description="部門によって、閲覧できるかどうかが決まります。", validate_choice=False)
    duty = StringField(
        "担当する業務",
        description="何のために使うかが分かるように書いてください（例：買取業務の契約照合）。",
        validators=[DataRequired("担当する業務を入力してください。"), _LIMIT],
    )
    starts_on = DayField("利用開始日", validators=[InputRequired("利用開始日を、年月日で入力してください。")])
    ends_on = DayField(
        "利用の最終日",
        description="派遣・任期付きなど、終わりが決まっている人は入力してください。翌日から利用できなくなります。",
        validators=[Optional()],
    )
    telephone = StringField(
        "緊急時の電話番号", description="システム利用責任者は必須です（例：03-0000-0000）。", validators=[_LIMIT]
    )

    former_id = StringField(
        "異動前のID",
        description="ほかの組織から異動してきた人だけ。異動前の組織で停止されたアカウントのIDです。発行と同時に抹消されます。",
        validators=[Length(max=LONGEST_ID, message=f"{LONGEST_ID} 文字以内で入力してください。")],
    )

    def offer(self, organisation: Organisation, roles: Sequence[Role]) -> None:
        """The organisation's units, and the roles that may be applied for."""
        self.role.choices = [SelectChoice(one.value, one.label) for one in roles]
        none = [SelectChoice("", "選んでください" if organisation.units else "（なし）")]
        self.unit.choices = [*none, *(SelectChoice(one.name, one.describe()) for one in organisation.units)]

    def application(self) -> Application:
        """What was filled in."""
        return Application(
            role=Role(self.role.data),
            person_name=self.person_name.data or "",
            department=self.department.data or "",
            email=(self.email.data or "").strip(),
            duty=self.duty.data or "",
            starts_on=self.starts_on.data or clock.today(),
            unit=self.unit.data or "",
            telephone=self.telephone.data or "",
            former_id=(self.former_id.data or "").strip(),
            ends_on=self.ends_on.data,
        )


class AppointmentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which member becomes a responsible person, and the number to reach them by."""

    account = RadioField("責任者にする人", validators=[InputRequired("責任者にする人を選んでください。")])
    telephone = StringField(
        "緊急時の電話番号",
        description="例：03-0000-0000",
        validators=[DataRequired("緊急時の電話番号を入力してください。"), _LIMIT],
    )


class NoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A question, an answer, or why it is refused."""

    text = TextAreaField(
        "内容",
        description=f"{LONGEST_NOTE} 文字以内。",
        validators=[
            DataRequired("内容を書いてください。"),
            Length(max=LONGEST_NOTE, message=f"{LONGEST_NOTE} 文字以内で書いてください。"),
        ],
    )
