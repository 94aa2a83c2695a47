"""Forms of the account pages."""

from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from blueprints.admin.reasons import ReasonForm
from blueprints.typed import DayField
from models.organisations.organisation import Organisation
from models.people.request import LONGEST_TEXT
from models.people.stopping import BY_PEOPLE

_LIMIT = Length(max=LONGEST_TEXT, message=f"{LONGEST_TEXT} 文字以内で入力してください。")


class StopForm(ReasonForm):
    """Why somebody is stopped: one of the reasons, and in words."""

    why = RadioField(
        "停止の種類",
        choices=[SelectChoice(one.value, one.label) for one in BY_PEOPLE],
        validators=[InputRequired("停止の種類を選んでください。")],
    )


class ChangeForm(ReasonForm):
    """What is registered of a person."""

    person_name = StringField("氏名", validators=[DataRequired("氏名を入力してください。"), _LIMIT])
    department = StringField("部署・役職", validators=[_LIMIT])
    duty = StringField("担当する業務", validators=[_LIMIT])
    unit = SelectField("部門", description="部門によって、閲覧できるかどうかが決まります。", validate_choice=False)
    telephone = StringField("緊急時の電話番号", description="システム利用責任者は必須です。", validators=[_LIMIT])

    def offer_units(self, organisation: Organisation) -> None:
        """The organisation's units; without any there is nothing to choose."""
        choices = [SelectChoice("", "（なし）")]
        self.unit.choices = [*choices, *(SelectChoice(one.name, one.describe()) for one in organisation.units)]


class LastDayForm(ReasonForm):
    """The last day of use; empty for none."""

    ends_on = DayField(
        "利用の最終日",
        description="翌日から利用できなくなります。終わりを決めないときは、空のままにしてください。",
        validators=[Optional()],
    )
