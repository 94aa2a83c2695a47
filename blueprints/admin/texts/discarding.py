"""Giving a draft up."""

from flask import Response, flash, url_for

from blueprints.admin.texts.blueprint import MAY_DECIDE, MAY_EDIT, texts
from blueprints.admin.texts.forms import RevisionForm
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import current_session
from models.publishing import drafts
from models.publishing.publication import comparison_of


@texts.get("/drafts/<int:number>/discard", needs=MAY_EDIT)
def ask_discard(number: int) -> Response:
    """What would be lost."""
    draft = drafts.find_draft(current_session(), number)
    form = RevisionForm(formdata=None, revision=str(draft.row.revision))
    return render("texts/discard.html", draft=draft, compared=comparison_of(draft), form=form)


@texts.post("/drafts/<int:number>/discard", needs=MAY_DECIDE)
def discard(number: int) -> Response:
    """It is gone; the trail says that it was."""
    form = RevisionForm()
    form.validate_on_submit()
    label = drafts.find_draft(current_session(), number).document.label
    drafts.discard(current_session(), current_viewer(), number, whole(form.revision.data))
    flash(f"「{label}」の下書きを破棄しました。", "success")
    return go_to(url_for("texts.index"))
