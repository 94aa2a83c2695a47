"""Bringing a draft up to date with a newer edition, cell by cell where both have changed something."""

from flask import Response, flash, request, url_for

from blueprints.admin.editions.blueprint import MAY_EDIT, editions
from blueprints.admin.editions.forms import RevisionForm
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import current_session
from models.catalogue.catalogue import catalogue
from models.reviewing.cells import CellKey
from models.reviewing.drafts import find_draft
from models.reviewing.updating import bring_up_to_date, clashes

MINE = "mine"


@editions.get("/drafts/<int:number>/update", needs=MAY_EDIT)
def ask_update(number: int) -> Response:
    """Where the draft and the newer edition differ about the same cell."""
    found = find_draft(current_session(), number)
    form = RevisionForm(formdata=None, revision=str(found.row.revision))
    both = [
        (name_of(key), catalogue().by_key.get(key.item), key.attribute, found.base.get(key), found.changes[key], theirs)
        for key, theirs in clashes(current_session(), found).items()
    ]
    return render("editions/update.html", draft=found, form=form, both=both)


@editions.post("/drafts/<int:number>/update", needs=MAY_EDIT)
def update(number: int) -> Response:
    """Take the newer edition in; of cells both have changed, keep what was chosen."""
    form = RevisionForm()
    form.validate_on_submit()
    found = find_draft(current_session(), number)
    mine = [key for key in clashes(current_session(), found) if request.form.get(name_of(key)) == MINE]
    bring_up_to_date(current_session(), current_viewer(), number, whole(form.revision.data), mine)
    flash("新しい版の内容を下書きに取り込みました。", "success")
    return go_to(url_for("editions.draft", number=number))


def name_of(key: CellKey) -> str:
    """The name of a cell's choice in the form."""
    return f"cell:{key.attribute.value}:{key.item}"
