"""Saved searches: listed, run, kept under a name, renamed and shared, deleted."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.certifications.addresses import search_url
from blueprints.certifications.blueprint import certifications
from blueprints.certifications.forms import SavedSearchForm
from blueprints.certifications.search import NEEDS, criteria_of_request, form_to_mend
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models.certifications import saved_searches
from models.certifications.criteria import SearchCriteria
from models.errors import Conflict

DROPPED = "保存したときの条件のうち、今は使えないものを除いて検索しました。"


@certifications.get("/saved", needs=NEEDS)
def saved() -> Response:
    """The own ones, and those of colleagues."""
    found = saved_searches.saved_questions(current_session(), current_viewer())
    return render(
        "certifications/saved.html",
        own=[(one, _in_words(one.criteria)) for one in found if one.mine],
        shared=[(one, _in_words(one.criteria)) for one in found if not one.mine],
        most=saved_searches.MOST,
    )


@certifications.get("/saved/<int:number>", needs=NEEDS)
def run_saved(number: int) -> Response:
    """The list it asks for, by the rights of this moment."""
    question = saved_searches.saved_question(current_session(), current_viewer(), number)
    if question.dropped:
        flash(DROPPED, "warning")
    return go_to(search_url(question.criteria))


@certifications.get("/saved/new", needs=NEEDS)
def ask_name() -> AnyResponse:
    """What will be kept, and the form for its name."""
    criteria = criteria_of_request()
    return form_to_mend() if criteria.problems else _ask_name(criteria, SavedSearchForm())


@certifications.post("/saved/new", needs=NEEDS)
def save_search() -> AnyResponse:
    """Keep the question of the address."""
    criteria, form = criteria_of_request(), SavedSearchForm()
    if criteria.problems:
        return form_to_mend()
    if not form.validate_on_submit():
        return _ask_name(criteria, form, status=422)
    try:
        saved_searches.save(
            current_session(), current_viewer(), form.name.data or "", criteria, shared=form.shared.data
        )
    except (saved_searches.WrongName, Conflict) as error:
        blame(form.name, error.reason)
        return _ask_name(criteria, form, status=422)
    flash("条件を保存しました。", "success")
    return go_to(url_for("certifications.saved"))


@certifications.get("/saved/<int:number>/edit", needs=NEEDS)
def edit_saved(number: int) -> Response:
    """The form with its present name."""
    question = saved_searches.own_question(current_session(), current_viewer(), number)
    return _edit(question, SavedSearchForm(name=question.name, shared=question.shared))


@certifications.post("/saved/<int:number>/edit", needs=NEEDS)
def change_saved(number: int) -> Response:
    """Rename, share, withdraw."""
    form = SavedSearchForm()
    question = saved_searches.own_question(current_session(), current_viewer(), number)
    if not form.validate_on_submit():
        return _edit(question, form, status=422)
    try:
        saved_searches.change(
            current_session(), current_viewer(), number, form.name.data or "", shared=form.shared.data
        )
    except saved_searches.WrongName as error:
        blame(form.name, error.reason)
        return _edit(question, form, status=422)
    flash("保存した条件を変更しました。", "success")
    return go_to(url_for("certifications.saved"))


@certifications.get("/saved/<int:number>/delete", needs=NEEDS)
def ask_removal(number: int) -> Response:
    """What is deleted, and the button."""
    question = saved_searches.own_question(current_session(), current_viewer(), number)
    return render("certifications/saved_remove.html", form=ConfirmForm(), question=question)


@certifications.post("/saved/<int:number>/delete", needs=NEEDS)
def remove_saved(number: int) -> Response:
    """Delete it."""
    saved_searches.remove(current_session(), current_viewer(), number)
    flash("保存した条件を削除しました。", "success")
    return go_to(url_for("certifications.saved"))


def _ask_name(criteria: SearchCriteria, form: SavedSearchForm, status: int = 200) -> Response:
    return render(
        "certifications/saved_new.html",
        status=status,
        form=form,
        words=_in_words(criteria),
        back_url=search_url(criteria),
    )


def _edit(question: saved_searches.SavedQuestion, form: SavedSearchForm, status: int = 200) -> Response:
    return render(
        "certifications/saved_edit.html",
        status=status,
        form=form,
        question=question,
        words=_in_words(question.criteria),
    )


def _in_words(criteria: SearchCriteria) -> str:
    """The question with its order and columns, of what is visible now."""
    words = list(criteria.describe()) or ["条件なし（閲覧できる範囲の全件）"]
    if criteria.sort.item is not None:
        words.append(f"並び順: {criteria.sort.item.short_label}（{'降順' if criteria.sort.descending else '昇順'}）")
    if criteria.columns_chosen:
        words.append(f"表示する項目: {len(criteria.columns)} 項目")
    return "、".join(words)
