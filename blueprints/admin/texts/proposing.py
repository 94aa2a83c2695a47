"""Laying drafts before the second person, one or several together."""

from collections.abc import Sequence

from flask import Response, request, url_for

from blueprints.admin.texts.blueprint import MAY_DECIDE, MAY_EDIT, texts
from blueprints.admin.texts.forms import ProposeForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import abandon, current_session
from models import clock
from models.errors import DomainError
from models.publishing import drafts, publication
from models.publishing.checks import in_words
from models.publishing.drafts import Draft


@texts.get("/propose", needs=MAY_EDIT)
def propose() -> Response:
    """The drafts that are ready; those the address names are ticked."""
    named = {whole(value) for value in request.args.getlist("draft")}
    form = ProposeForm(formdata=None)
    found = drafts.open_drafts(current_session())
    form.drafts.data = [_value(one) for one in found if one.row.id in named]
    return _page(form, found)


@texts.post("/propose", needs=MAY_DECIDE)
def lay_before() -> Response:
    """On to the approval, which now waits for somebody else."""
    form = ProposeForm()
    found = drafts.open_drafts(current_session())
    _offer(form, found)
    if not form.validate_on_submit():
        return _page(form, found, status=422)
    chosen = [(whole(number), whole(revision)) for number, _, revision in map(_parted, form.drafts.data or ())]
    try:
        approval = publication.lay_before(current_session(), current_viewer(), chosen, form.reason.data or "")
    except DomainError as error:
        abandon()
        blame(form.drafts, error.reason)
        return _page(form, drafts.open_drafts(current_session()), status=422)
    return go_to(url_for("approvals.page", number=approval.id))


def _page(form: ProposeForm, found: Sequence[Draft], status: int = 200) -> Response:
    today = clock.today()
    _offer(form, found)
    if not _ready(found):  # no boxes to link the reason to
        form.form_errors, form.drafts.errors = list(form.drafts.errors), []
    ready = [(one, publication.comparison_of(one)) for one in _ready(found)]
    unready = [(one, one.faults(today)) for one in found if not one.waiting and one.faults(today)]
    return render("texts/propose.html", status=status, form=form, ready=ready, unready=unready)


def _offer(form: ProposeForm, found: Sequence[Draft]) -> None:
    form.offer([(_value(one), _label(one)) for one in _ready(found)])


def _ready(found: Sequence[Draft]) -> list[Draft]:
    today = clock.today()
    return [one for one in found if not one.waiting and not one.faults(today)]


def _value(draft: Draft) -> str:
    return f"{draft.row.id}:{draft.row.revision}"


def _parted(value: str) -> tuple[str, str, str]:
    return value.partition(":")


def _label(draft: Draft) -> str:
    version = draft.row.version
    return f"{draft.document.label}（{in_words(version)}施行）" if version else draft.document.label
