"""Forms of the matrix: the terms of new grants, the ticks of a page, an act on everything found."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Self

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from blueprints.identity import current_sign_in
from blueprints.typed import DayField, PlainLine, whole
from models import clock
from models.catalogue.grants import Ground
from models.organisations.kinds import OrganisationKind
from models.reviewing.bulk import Bulk, BulkAct
from models.reviewing.cells import LONGEST, CellKey, GrantTerms, attributes

YEAR = timedelta(days=365)
EVERY, EVERY_ATTRIBUTE = "every", "すべての属性"


def _chosen(
    members: Callable[[], Iterable[Ground | OrganisationKind]], nothing: str
) -> Callable[[], list[SelectChoice]]:
    """The choices when a form is made: how they are called is the catalogue's, which is chosen later than this."""
    return lambda: [SelectChoice("", nothing), *(SelectChoice(one.value, one.label) for one in members())]


def _grounds() -> tuple[Ground, ...]:
    return tuple(Ground)


def _line(label: str, name: str, hint: str = "") -> PlainLine:
    longest = LONGEST[name]
    told = Length(max=longest, message=f"{longest} 文字以内で入力してください。")
    return PlainLine(label, description=hint, validators=[told])


class TermsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The terms of grants. Everything may be missing in a draft."""

    ground = SelectField(
        "根拠の区分",
        choices=_chosen(_grounds, "その属性でいつも使う根拠"),
    )
    reference = _line(
        "業務又は条文", "reference", "空欄にすると、その属性でいちばん多く使われている業務又は条文を使います。"
    )
    reviewer = _line("点検者", "reviewer")
    reviewed_on = DayField("点検日")
    review_due_on = DayField("次の点検の期限")
    less_will_not_do = _line(
        "より少ない情報では足りない理由", "less_will_not_do", "個人情報の項目に必要です。ほかの項目には残しません。"
    )
    note = _line("備考", "note")
    revision = HiddenField()

    @property
    def terms(self) -> GrantTerms:
        """What was typed."""
        return GrantTerms(
            Ground(self.ground.data) if self.ground.data else None,
            self.reference.text,
            self.reviewer.text,
            self.reviewed_on.data,
            self.review_due_on.data,
            self.less_will_not_do.text,
            self.note.text,
        )

    @property
    def seen(self) -> int:
        """The state of the draft that was looked at."""
        return whole(self.revision.data)


class MatrixForm(TermsForm):
    """A page of the matrix: ``shown`` names its items, ``columns`` its attributes; the ticks stand beside it.

    A tick names its cell by the places of both, counted from 1 (``12.3``): a page has hundreds.
    """

    shown = HiddenField()
    columns = HiddenField()

    @property
    def cells(self) -> dict[str, CellKey]:
        """The cells that were shown, by the names of their ticks; attributes nobody knows are left out."""
        known = {one.value: one for one in attributes()}
        columns = [known.get(code) for code in (self.columns.data or "").split()]
        return {
            f"{row}.{column}": CellKey(item, attribute)
            for row, item in enumerate((self.shown.data or "").split(), start=1)
            for column, attribute in enumerate(columns, start=1)
            if attribute is not None
        }

    @property
    def ticked(self) -> set[CellKey]:
        """Those of them that were sent with a tick."""
        cells = self.cells
        return {cells[name] for name in request.form.getlist("on") if name in cells}


class CellForm(TermsForm):
    """One cell."""

    ground = SelectField("根拠の区分", choices=_chosen(_grounds, "未定"))
    reference = _line("業務又は条文", "reference")
    granted = RadioField(
        "閲覧",
        choices=[SelectChoice("yes", "許可する"), SelectChoice("no", "許可しない")],
        validators=[InputRequired("許可するかどうかを選んでください。")],
    )

    @property
    def wanted(self) -> GrantTerms | None:
        """The cell as it was wanted."""
        return self.terms if self.granted.data == "yes" else None


class BulkForm(TermsForm):
    """An act on everything found, and on what terms. ``digest`` names the consequence that was shown."""

    act = RadioField(
        "操作",
        choices=[SelectChoice(one.value, one.label) for one in BulkAct],
        validators=[DataRequired("操作を選んでください。")],
    )
    attribute = SelectField("対象の属性", choices=_chosen(attributes, EVERY_ATTRIBUTE))
    source = SelectField("写す元の属性", choices=_chosen(attributes, "―"))
    digest = HiddenField()

    def ask_about(self, named: Sequence[OrganisationKind]) -> Self:
        """Offer the attributes that the filter names before every other; nothing else is meant unless it is chosen."""
        if named:
            labels = "、".join(one.label for one in named)
            others = (SelectChoice(one.value, one.label) for one in attributes())
            every = SelectChoice(EVERY, EVERY_ATTRIBUTE)
            self.attribute.choices = [SelectChoice("", f"絞り込んだ属性（{labels}）"), every, *others]
        return self

    def validate_source(self, field: SelectField) -> None:
        """Copying names two different attributes."""
        if self.act.data != BulkAct.COPY.value:
            return
        if not field.data or self.attribute.data in {"", EVERY, field.data}:
            raise ValidationError("写す元と対象に、別々の属性を選んでください。")

    @property
    def bulk(self) -> Bulk:
        """The act."""
        every = self.attribute.data == EVERY
        attribute = OrganisationKind(self.attribute.data) if self.attribute.data and not every else None
        source = OrganisationKind(self.source.data) if self.source.data else None
        return Bulk(BulkAct(self.act.data), attribute, self.terms, source, every)


def first_terms() -> GrantTerms:
    """What the terms are before anybody has typed: reviewed by this person, today, again in a year."""
    sign_in, today = current_sign_in(), clock.today()
    name = sign_in.account.person_name if sign_in is not None else ""
    return GrantTerms(reviewer=name, reviewed_on=today, review_due_on=today + YEAR)
