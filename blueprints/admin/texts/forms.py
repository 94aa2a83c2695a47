"""Forms of the texts. The editor has as many fields as its draft has sections."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.rendering import blame
from blueprints.typed import whole
from models.approvals.approval import LONGEST_REASON
from models.publishing.checks import Edit, Fault
from models.publishing.documents import TextDocument
from models.publishing.words import MOST_SECTIONS, Section, Words, plain_lines, read_sentences, read_typed, revealed

REASON = f"{LONGEST_REASON} 文字以内。監査の証跡に残ります。"
CHANGES_HINT = "同意し直す人に示す文です。一行に一文ずつ、何が変わったかを書きます。"
VERSION_HINT = "この日の0時（日本時間）から使われます。明日以降で、公開済みの版より後の日にします。"
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
NO_DAY = "日付で入力してください（例: 2027-04-01）。"
BODY_HINT = "段落は空の行で区切ります。「・」で始まる行は号（一、二…）になります。"
ITEM_HINT = "段落は空の行で区切ります。"


class BeginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One button: the draft of a document."""

    document = HiddenField()


class RevisionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One button; ``revision`` says which state of the draft was looked at."""

    revision = HiddenField()


class EditorForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What every draft has. ``revision`` says which state of it was opened, ``count`` how many sections it has."""

    revision = HiddenField()
    count = HiddenField()
    changes = TextAreaField("この版で変わったこと", description=CHANGES_HINT)
    version = StringField("施行日", description=VERSION_HINT)

    def section_fields(self) -> Sequence[tuple[Field | None, Field]]:
        """Heading and body of every section; no field for a heading that is fixed."""
        numbers = range(self.sections)
        return [(self._fields.get(f"heading_{number}"), self[f"body_{number}"]) for number in numbers]

    def blame_all(self, faults: Sequence[Fault]) -> None:
        """Show each fault at its field; one of the whole at the first."""
        for fault in faults:
            blame(self._fields.get(fault.place) or self.changes, fault.reason)

    def reveal(self) -> None:
        """Show where characters stand that cannot be seen, instead of sending them back."""
        for field in self:
            if isinstance(field, StringField) and field.data:
                field.data = revealed(plain_lines(field.data))


def editor_form(document: TextDocument, words: Words, *, sent: bool = False) -> EditorForm:
    """A form with the fields of these words, or, where it was ``sent``, of the sections that were."""
    sections = _sent_sections() if sent and not document.kind else len(words.sections)
    fields: dict[str, object] = {"sections": sections}
    if not document.kind:
        fields["title"] = StringField("題名")
    for number in range(sections):
        label = document.section_label(number + 1)
        if document.kind:
            heading = words.sections[number].heading
            fields[f"body_{number}"] = TextAreaField(f"{label} {heading}", description=ITEM_HINT)
        else:
            fields[f"heading_{number}"] = StringField(f"{label} の見出し")
            fields[f"body_{number}"] = TextAreaField(f"{label} の文", description=BODY_HINT)
    made: EditorForm = type("EditorForm", (EditorForm,), fields)(formdata=request.form if sent else None)
    return made


def fill(form: EditorForm, edit: Edit, revision: int) -> None:
    """Put a draft's present state into its form."""
    form.revision.data, form.count.data = str(revision), str(len(edit.words.sections))
    form.changes.data = "\n".join(edit.changes)
    form.version.data = edit.version.isoformat() if edit.version else ""
    if "title" in form:
        form.title.data = edit.words.title
    for number, section in enumerate(edit.words.sections):
        form[f"body_{number}"].data = section.typed
        if f"heading_{number}" in form:
            form[f"heading_{number}"].data = section.heading


def typed_edit(form: EditorForm, fixed: Words) -> Edit:
    """What was typed; headings that are fixed are taken from ``fixed``."""
    title = (form.title.data or "").strip() if "title" in form else ""
    sections = tuple(
        Section(
            fixed.sections[number].heading if heading is None else (heading.data or "").strip(),
            read_typed(body.data or ""),
        )
        for number, (heading, body) in enumerate(form.section_fields())
    )
    return Edit(Words(title, sections), read_sentences(form.changes.data or ""), read_day(form.version))


def read_day(field: Field) -> date | None:
    """The day in a date field, however it is written (``2027-04-01``, ``2027年4月1日``); None for none.

    What is no day is told at the field, and left for whoever looks at the field's errors.
    """
    typed = unicodedata.normalize("NFKC", field.data or "").strip()
    found = DAY.fullmatch(typed)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(typed) if typed else None
    except ValueError:
        blame(field, NO_DAY)
        return None


def _sent_sections() -> int:
    return min(max(whole(request.form.get("count")), 1), MOST_SECTIONS)


class Boxes(SelectMultipleField):
    """Choices to be ticked, any number of them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProposeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which drafts go together, each named with the revision that was looked at, and why."""

    drafts = Boxes("公開する下書き", validators=[DataRequired("公開する下書きを選んでください。")])
    reason = StringField(
        "提案の理由",
        description=REASON,
        validators=[
            DataRequired("提案の理由を書いてください。"),
            Length(max=LONGEST_REASON, message=f"{LONGEST_REASON} 文字以内で書いてください。"),
        ],
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """The drafts there are to choose from."""
        self.drafts.choices = [SelectChoice(value, label) for value, label in choices]


class SentenceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """New words for a sentence, and for whom."""

    typed = TextAreaField(
        "新しい文", description="空にすると、この文を取り除きます。空の行で区切ると、複数の文に分かれます。"
    )
    kinds = Boxes("変える区分", validators=[DataRequired("変える区分を選んでください。")])
    changes = TextAreaField("この版で変わったこと", description=f"{CHANGES_HINT}選んだ区分の下書きに加えます。")
    version = StringField("施行日", description=f"{VERSION_HINT}空にすると、下書きの施行日を変えません。")
