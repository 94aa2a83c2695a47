"""Forms of a case."""

from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import InputRequired, Length

from blueprints.incidents.forms import one_of, text_area
from blueprints.typed import DayField, PlainLine
from models.incidents.answers import LONGEST_ID
from models.incidents.deadlines import AuthorityReport
from models.incidents.facts import Facts
from models.incidents.incident import Incident
from models.incidents.kinds import IncidentKind, IncidentOutcome, Severity, YesNo

LONGEST_NAME = 200
_NOT_YET = "まだ決めない"


class EntryWish(StrEnum):
    """For whom a line is written."""

    NOTE = "note"
    ANSWER = "answer"


class EntryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A line of the timeline."""

    wish = one_of(
        "誰のための記録か",
        "",
        [
            (EntryWish.NOTE, "担当だけが読む記録"),
            (EntryWish.ANSWER, "報告者と所属組織の責任者が読む回答（報告者にメールで知らせる）"),
        ],
        "誰のための記録かを選んでください。",
    )
    text = text_area("内容", "書いた内容は、後から変えられません。", "内容を書いてください。")


class FactsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What is known; ``shown`` is the mark of the facts it was filled in over."""

    shown = HiddenField()
    kind = one_of("種類", "", [(one, one.label) for one in IncidentKind], "種類を選んでください。")
    severity = RadioField(
        "重大度",
        choices=[*(SelectChoice(one.value, one.sentence) for one in Severity), SelectChoice("", _NOT_YET)],
        validators=[],
    )
    personal_data = one_of(
        "個人情報保護委員会への報告の対象か",
        "個人の権利利益を害するおそれが大きい漏えい等（個人情報保護法第26条又は第68条）に当たるかどうかです。",
        [(one, one.label) for one in YesNo],
        "報告の対象かを選んでください。",
    )
    malicious = one_of(
        "不正の目的で行われたおそれがあるか",
        "「はい」のとき、確報の期限は60日です。",
        [(one, one.label) for one in YesNo],
        "不正の目的のおそれを選んでください。",
    )
    learned_on = DayField(
        "事態を知った日",
        description="組織のいずれかの部署が知った日です。期限は、この日を1日目として数えます。",
        validators=[InputRequired("事態を知った日を入力してください。")],
    )
    person = PlainLine(
        "関係する利用者のID",
        description="この人は、保有者担当であっても、この事案を閲覧できなくなります。",
        validators=[Length(max=LONGEST_ID, message=f"IDは {LONGEST_ID} 文字以内で入力してください。")],
    )
    organisation = PlainLine(
        "関係する組織の名称",
        description="空のままなら、関係する利用者の所属組織になります。",
        validators=[Length(max=LONGEST_NAME, message=f"名称は {LONGEST_NAME} 文字以内で入力してください。")],
    )
    period_from = DayField("調べる期間のはじめ", description="この期間に、関係する利用者が閲覧した内容を調べられます。")
    period_to = DayField("調べる期間の終わり", description="この日を含みます。")

    def facts(self) -> Facts:
        """What was filled in; for a form that was found right."""
        return Facts(
            IncidentKind(self.kind.data),
            Severity(self.severity.data) if self.severity.data else None,
            YesNo(self.personal_data.data),
            YesNo(self.malicious.data),
            self.learned_on.day,
            self.person.text,
            self.organisation.text,
            self.period_from.data,
            self.period_to.data,
        )

    @classmethod
    def over(cls, incident: Incident, facts: Facts) -> "FactsForm":
        """The form over the facts as they are."""
        form = cls(formdata=None, obj=facts, shown=incident.facts_mark)
        form.severity.data = facts.severity.value if facts.severity else ""
        return form


class ToldForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """That a report was made to the Personal Information Protection Commission."""

    report = one_of("報告", "", [(one, one.label) for one in AuthorityReport], "どの報告かを選んでください。")
    on = DayField("報告した日", validators=[InputRequired("報告した日を入力してください。")])


class CloseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """How the case ended."""

    outcome = one_of("結果", "", [(one, one.label) for one in IncidentOutcome], "結果を選んでください。")
    cause = text_area("原因", "", "原因を書いてください。")
    prevention = text_area("再発防止の措置", "", "再発防止の措置を書いてください。")


class ReopenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why a closed case is taken up again."""

    why = text_area("再開する理由", "", "再開する理由を書いてください。")
