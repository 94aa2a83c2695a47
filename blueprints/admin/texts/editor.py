"""One draft in its form: saved as often as one likes, its articles moved, added, removed; never over another's work."""

from dataclasses import dataclass

from flask import Response, flash, request, url_for

from blueprints.admin.texts.blueprint import MAY_EDIT, texts
from blueprints.admin.texts.forms import EditorForm, editor_form, fill, typed_edit
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import current_session
from models import clock
from models.errors import Conflict
from models.publishing import drafts
from models.publishing.checks import Edit, NotKept
from models.publishing.difference import TextDifference, compare
from models.publishing.drafts import Draft
from models.publishing.words import LONGEST_TEXT, Rearrangement

SAVED = "下書きを保存しました。"


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody typed against what somebody else has saved meanwhile."""

    reason: str
    difference: TextDifference


@texts.get("/drafts/<int:number>", needs=MAY_EDIT)
def edit(number: int) -> Response:
    """The form; a draft that waits for approval is only looked at."""
    draft = drafts.find_draft(current_session(), number)
    if draft.waiting:
        return go_to(url_for("texts.difference", number=number))
    form = editor_form(draft.document, draft.edit.words)
    fill(form, draft.edit, draft.row.revision)
    return _page(draft, form)


@texts.post("/drafts/<int:number>", needs=MAY_EDIT)
def save(number: int) -> Response:
    """Keep what was typed, and go on where it was."""
    session = current_session()
    draft = drafts.find_draft(session, number)
    form = editor_form(draft.document, draft.edit.words, sent=True)
    typed, arranging = typed_edit(form, draft.edit.words), _arranging()
    if form.version.errors:
        return _page(draft, form, status=422)
    try:
        drafts.save(session, current_viewer(), number, whole(form.revision.data), typed, arranging)
    except NotKept as error:
        form.blame_all(error.faults)
        return _page(draft, form, status=422)
    except Conflict as error:
        return _clash(draft, form, typed, error)
    flash(SAVED, "success")
    if request.form.get("then") == "difference":
        return go_to(url_for("texts.difference", number=number))
    return go_to(url_for("texts.edit", number=number, _anchor=_anchor(arranging)))


def _page(draft: Draft, form: EditorForm, clash: Clash | None = None, status: int = 200) -> Response:
    form.reveal()
    return render(
        "texts/edit.html",
        status=status,
        draft=draft,
        form=form,
        sections=form.section_fields(),
        clash=clash,
        faults=draft.faults(clock.today()) if status == 200 else (),
        length=draft.edit.words.length,
        longest=LONGEST_TEXT,
    )


def _clash(draft: Draft, form: EditorForm, typed: Edit, error: Conflict) -> Response:
    """Both, side by side; what was typed stays in the form, and saving it again is saving it knowingly."""
    difference = compare(draft.document, draft.edit.words, typed.words)
    form.revision.data = str(draft.row.revision)
    return _page(draft, form, Clash(error.reason, difference), status=409)


def _arranging() -> tuple[Rearrangement, int] | None:
    how, _, place = request.form.get("arrange", "").partition("-")
    return (Rearrangement(how), whole(place)) if how in set(Rearrangement) else None


def _anchor(arranging: tuple[Rearrangement, int] | None) -> str | None:
    """The section one was at, where it is now."""
    if arranging is None:
        return None
    how, place = arranging
    moves = {Rearrangement.UP: -1, Rearrangement.DOWN: 1, Rearrangement.ADD: 1, Rearrangement.REMOVE: -1}
    return f"section-{max(place + moves[how], 0)}"
