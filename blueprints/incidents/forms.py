"""Forms of the reports."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.typed import DayField, PlainLine, PlainText
from models.incidents.answers import LONGEST_FACILITIES, LONGEST_ID, LONGEST_TEXT, Answers
from models.incidents.kinds import IncidentKind, Severity, YesNo
from models.incidents.passing_on import Assessment


def text_area(label: str, hint: str, missing: str = "", longest: int = LONGEST_TEXT) -> PlainText:
    """A field for a text of some lines; ``missing`` is what is said when it is empty, or it may be."""
    needed = [DataRequired(missing)] if missing else []
    return PlainText(
        label,
        description=hint,
        validators=[*needed, Length(max=longest, message=f"{label}は、{longest:,} 文字以内で書いてください。")],
    )


def one_of(label: str, hint: str, choices: Sequence[tuple[StrEnum, str]], missing: str) -> RadioField:
    """A choice among a closed set."""
    options = [SelectChoice(one.value, words) for one, words in choices]
    return RadioField(label, description=hint, choices=options, validators=[InputRequired(missing)])


YES_OR_NO = [(one, one.label) for one in YesNo]


class ReportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The report, in the order of the paper form: what, when, which facilities, who may have it, what was done."""

    kind = one_of("何が起きたか", "", [(one, one.label) for one in IncidentKind], "何が起きたかを選んでください。")
    what = text_area(
        "起きたこと",
        "分かっている範囲で構いません。推測は「おそらく」と書き分けてください。",
        "起きたことを書いてください。",
    )
    noticed_on = DayField("気付いた日", validators=[InputRequired("気付いた日を入力してください。")])
    happened_on = DayField("起きた日", description="分かるときに入力してください。")
    facilities = text_area(
        "関係する設備の設備ID",
        "分かるときに、1行に1件ずつ書いてください。書かれたとおりに保存し、登録の有無は確かめません。",
        longest=LONGEST_FACILITIES,
    )
    information = text_area(
        "どのような情報か",
        "例：事業者名、住所、電話番号、発電出力、一覧のファイル。",
        "どのような情報かを書いてください。",
    )
    holders = text_area(
        "情報が渡った可能性のある相手",
        "例：誤送信先の会社、委託先、不明。",
        "相手を書いてください。分からないときは「不明」と書いてください。",
    )
    done = text_area(
        "これまでにしたこと",
        "例：回収の依頼、パスワードの変更、端末の遠隔消去。まだなら「なし」と書いてください。",
        "これまでにしたことを書いてください。",
    )
    personal_data = one_of(
        "個人の情報を含むか",
        "氏名、住所、電話番号など、個人を見分けられる情報です。",
        YES_OR_NO,
        "個人の情報を含むかを選んでください。",
    )
    malicious = one_of(
        "不正の目的で行われたおそれがあるか",
        "例：持ち出し、不正アクセス。",
        YES_OR_NO,
        "不正の目的のおそれを選んでください。",
    )
    person = PlainLine(
        "関係する利用者のID",
        description="特定の利用者にかかわるとき、分かれば入力してください。その人は、この報告を閲覧できません。",
        validators=[Length(max=LONGEST_ID, message=f"IDは {LONGEST_ID} 文字以内で入力してください。")],
    )
    direct = BooleanField("所属組織のシステム利用責任者を経由せずに報告する")

    def answers(self) -> Answers:
        """What was filled in; for a form that was found right."""
        return Answers(
            IncidentKind(self.kind.data),
            self.what.text,
            self.noticed_on.day,
            self.happened_on.data,
            self.facilities.text,
            self.information.text,
            self.holders.text,
            self.done.text,
            YesNo(self.personal_data.data),
            YesNo(self.malicious.data),
            self.person.text,
            self.direct.data,
        )

    @classmethod
    def filled_in(cls, answers: Answers | None) -> "ReportForm":
        """The form with what its author has written so far."""
        return cls(formdata=None, obj=answers)


class SendForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One button; ``shown`` is the digest of the answers the page showed."""

    shown = HiddenField()


class WordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Something more."""

    text = text_area("追加の連絡", "後から分かったことを、担当に伝えます。", "伝えることを書いてください。")


class AssessmentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The responsible person's assessment."""

    severity = one_of("重大度", "", [(one, one.sentence) for one in Severity], "重大度を選んでください。")
    personal_data = one_of("個人の情報を含むか", "", YES_OR_NO, "個人の情報を含むかを選んでください。")
    measures = text_area(
        "初動の措置",
        "本人への聞き取り、回収、利用の停止など、これまでにしたことと予定。",
        "初動の措置を書いてください。まだなら「なし」と書いてください。",
    )

    def assessment(self) -> Assessment:
        """What was filled in."""
        return Assessment(Severity(self.severity.data), YesNo(self.personal_data.data), self.measures.text)


def without_data(form: type[Any]) -> Any:
    """The empty form, on a page that was asked for by GET or answers another form."""
    return form(formdata=None)
