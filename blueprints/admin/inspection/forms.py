"""Forms of the plan."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from blueprints.incidents.forms import one_of, text_area
from blueprints.typed import DayField, PlainLine
from models.assurance.plan import LONGEST_NOTE, LONGEST_SUBJECT, LONGEST_WHO, PlanKind, Planned

_MONTHS = (*range(4, 13), *range(1, 4))


class PlanForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Something to be done in a month of a fiscal year."""

    fiscal_year = IntegerField(
        "年度",
        description="4月に始まる年度です。例：2026",
        validators=[
            InputRequired("年度を入力してください。"),
            NumberRange(2000, 2100, message="年度は、2026 のように入力してください。"),
        ],
    )
    month = SelectField("実施する月", choices=[SelectChoice(f"{one}", f"{one}月") for one in _MONTHS])
    kind = one_of("種類", "", [(one, one.label) for one in PlanKind], "種類を選んでください。")
    subject = PlainLine(
        "対象",
        description="例：全項目の自己点検、閲覧権限の運用の監査",
        validators=[
            DataRequired("対象を入力してください。"),
            Length(max=LONGEST_SUBJECT, message=f"対象は {LONGEST_SUBJECT} 文字以内で入力してください。"),
        ],
    )
    who = PlainLine(
        "行う人",
        description="組織や役割の名前を書いてください。",
        validators=[
            DataRequired("行う人を入力してください。"),
            Length(max=LONGEST_WHO, message=f"行う人は {LONGEST_WHO} 文字以内で入力してください。"),
        ],
    )

    def planned(self) -> Planned:
        """What was filled in; for a form that was found right."""
        return Planned(int(self.month.data), PlanKind(self.kind.data), self.subject.text, self.who.text)


class DoneForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """That it was done."""

    on = DayField("実施した日", validators=[InputRequired("実施した日を入力してください。")])
    note = text_area(
        "結果",
        "報告書の番号や、見つかったことを書いてください。後から変えられません。",
        "結果を書いてください。",
        LONGEST_NOTE,
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """That it is given up."""

    note = text_area("取りやめる理由", "予定は消えず、取りやめとして残ります。", "理由を書いてください。", LONGEST_NOTE)
