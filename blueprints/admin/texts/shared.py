"""Sentences that several kinds of organisation are asked alike: changed once, in all their drafts."""

from flask import Response, flash, url_for
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms

from blueprints.admin.texts.blueprint import MAY_EDIT, texts
from blueprints.admin.texts.forms import SentenceForm, read_day
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.errors import DomainError, NotFound
from models.organisations.kinds import OrganisationKind
from models.publishing import shared_sentences as shared
from models.publishing.checks import NotKept
from models.publishing.shared_sentences import SentenceChange, SharedSentence
from models.publishing.words import read_sentences


@texts.get("/shared", needs=MAY_EDIT)
def sentences() -> Response:
    """Item by item, and how many kinds have each."""
    found = shared.shared_sentences(current_session())
    by_item: dict[tuple[str, str], list[SharedSentence]] = {}
    for one in found:
        by_item.setdefault((one.code, one.heading), []).append(one)
    return render("texts/shared.html", items=by_item, new=shared.NEW, everybody=len(OrganisationKind))


@texts.get("/shared/<string:code>/<string:key>", needs=MAY_EDIT)
def sentence(code: str, key: str) -> Response:
    """The form for one of them, or for a new one; every kind that has it is ticked."""
    found = _found(code, key)
    form = SentenceForm(formdata=None, typed=found.text, kinds=[kind.value for kind in found.free])
    return _page(form, found)


@texts.post("/shared/<string:code>/<string:key>", needs=MAY_EDIT)
def change_sentence(code: str, key: str) -> Response:
    """On to the drafts, ready to be looked at and laid before the second person together."""
    found, form = _found(code, key), SentenceForm()
    _offer(form, found)
    accepted = form.validate_on_submit()
    version = read_day(form.version)
    if not accepted or form.version.errors:
        return _page(form, found, status=422)
    kinds = [OrganisationKind(value) for value in form.kinds.data or ()]
    change = SentenceChange(form.typed.data or "", kinds, read_sentences(form.changes.data or ""), version)
    try:
        numbers = shared.change_sentence(current_session(), current_viewer(), found, change)
    except NotKept as error:
        abandon()
        blame(form.changes if error.faults[0].place == "changes" else form.typed, error.reason)
        return _page(form, found, status=422)
    except DomainError as error:
        abandon()
        blame(form.kinds, error.reason)
        return _page(form, found, status=422)
    flash(f"{len(numbers)} 区分の下書きを変更しました。違いを確かめて、まとめて提案できます。", "success")
    return go_to(url_for("texts.propose", draft=numbers))


def _found(code: str, key: str) -> SharedSentence:
    found = shared.shared_sentence(current_session(), code, key)
    if found is None:
        raise NotFound
    return found


def _page(form: SentenceForm, found: SharedSentence, status: int = 200) -> Response:
    _offer(form, found)
    return render("texts/sentence.html", status=status, form=form, found=found)


def _offer(form: SentenceForm, found: SharedSentence) -> None:
    form.kinds.choices = [SelectChoice(kind.value, kind.label) for kind in found.free]
