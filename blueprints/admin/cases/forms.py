"""Forms of a case."""

from flask_wtf import FlaskForm

from blueprints.incidents.forms import one_of, text_area
from blueprints.typed import SeenField
from models.cases.case import LONGEST_TEXT
from models.cases.closing import CHOSEN
from models.incidents.kinds import IncidentKind

LONGEST_WHAT = 1000


class NoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A line of the timeline."""

    text = text_area("内容", "書いた内容は、後から変えられません。", "内容を書いてください。", LONGEST_TEXT)


class ExplanationForm(NoteForm):
    """What a responsible person has found out, about all that was ``seen`` to be detected."""

    seen = SeenField()


class CloseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What was found."""

    outcome = one_of("結果", "", [(one, one.label) for one in CHOSEN], "結果を選んでください。")
    conclusion = text_area(
        "そう判断した理由", "誰に何を確かめたかを書いてください。", "判断した理由を書いてください。", LONGEST_TEXT
    )


class PassOnForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """As what it is passed on."""

    kind = one_of("何が起きたか", "", [(one, one.label) for one in IncidentKind], "何が起きたかを選んでください。")
    what = text_area("起きたこと", "分かっている範囲で構いません。", "起きたことを書いてください。", LONGEST_WHAT)
