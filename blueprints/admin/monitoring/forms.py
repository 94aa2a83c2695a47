"""Forms of the rules."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from blueprints.admin.reasons import ReasonForm
from blueprints.incidents.forms import one_of
from blueprints.typed import PlainLine, whole
from models.detection.rulebook import Mode
from models.monitoring.rule_differences import Figure
from models.monitoring.rule_draft import LONGEST_TITLE


class BeginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the new rules are for."""

    title = PlainLine(
        "下書きの名前",
        description="例：2026年度第2回 閾値の見直し",
        validators=[
            DataRequired("下書きの名前を書いてください。"),
            Length(max=LONGEST_TITLE, message=f"{LONGEST_TITLE} 文字以内で書いてください。"),
        ],
    )


class RevisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A button over the draft as it was shown."""

    revision = HiddenField()

    @property
    def shown(self) -> int:
        """The revision that was looked at."""
        return whole(self.revision.data)


class ProposeForm(ReasonForm):
    """Why the rules are to change, over the draft as it was shown."""

    revision = HiddenField()

    @property
    def shown(self) -> int:
        """The revision that was looked at."""
        return whole(self.revision.data)


class FigureField(StringField):
    """A figure of a rule, as somebody types it (``1,000``, full-width digits)."""

    def __init__(self, *given: Any, of: Figure, **more: Any) -> None:
        super().__init__(*given, **more)
        self.of = of

    @property
    def figure(self) -> float:
        """The number, in a form that was found right."""
        return _number(self.data)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no number, and one that makes no sense here."""
        try:
            reason = self.of.allowed.why_not(_number(self.data))
        except ValueError:
            reason = "数で入力してください。"
        if self.data and reason:
            raise ValidationError(f"「{self.label.text}」は、{reason}")


class RuleForm(RevisionForm):
    """A rule for one kind of organisation. Its mode and its figures are made for it (``rule_form``)."""

    mode: RadioField

    def figures(self, shown: Sequence[Figure]) -> dict[str, float]:
        """What was typed, by the figures' paths."""
        return {one.path: self[_name(one)].figure for one in shown}

    def fields_of(self, shown: Sequence[Figure]) -> list[tuple[Any, Figure]]:
        """Each figure's field beside it."""
        return [(self[_name(one)], one) for one in shown]


def rule_form(figures: Sequence[Figure], **given: Any) -> RuleForm:
    """A form with a field for every figure, filled in with what they are, and the modes."""
    fields = {
        _name(one): FigureField(
            f"{one.label}（{one.unit}）" if one.unit else one.label,
            of=one,
            default=f"{one.value:.10g}",
            validators=[InputRequired(f"「{one.label}」を入力してください。")],
        )
        for one in figures
    }
    mode = one_of("動作", "", [(one, one.label) for one in Mode], "動作を選んでください。")
    made: RuleForm = type("RuleFormOfOne", (RuleForm,), {"mode": mode, **fields})(**given)
    return made


def _name(figure: Figure) -> str:
    return "figure-" + figure.path.replace(".", "-")


def _number(typed: str | None) -> float:
    return float(unicodedata.normalize("NFKC", typed or "").replace(",", "").strip())
