"""One draft: what it changes for whom, what it still lacks, its name, giving it up."""

from flask import Response, flash, url_for

from blueprints.admin.editions.blueprint import MAY_DECIDE, MAY_EDIT, MAY_LOOK, editions
from blueprints.admin.editions.forms import ProposeForm, RevisionForm, RuleForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import abandon, current_session
from models import clock
from models.access.permissions import Permission
from models.catalogue.catalogue import catalogue
from models.errors import DomainError
from models.reviewing import drafting
from models.reviewing.drafts import Draft, find_draft
from models.reviewing.going_back import gone_back
from models.reviewing.putting_in_force import differences_of
from models.reviewing.showing import moved_rule

FAULTS_SHOWN = 50


@editions.get("/drafts/<int:number>", needs=MAY_LOOK)
def draft(number: int) -> Response:
    """The whole difference, whom it reaches, and the ways on."""
    return draft_page(number)


@editions.post("/drafts/<int:number>/rule", needs=MAY_EDIT)
def set_rule(number: int) -> Response:
    """Name it anew, and say what becomes of overdue grants."""
    form = RuleForm()
    if not form.validate_on_submit():
        return draft_page(number, rule_form=form, status=422)
    revision, title, closes = whole(form.revision.data), form.title.text, bool(form.closes_overdue.data)
    try:
        drafting.set_rule(current_session(), current_viewer(), number, revision, title, closes_overdue=closes)
    except DomainError as error:
        abandon()
        blame(form.title, error.reason)
        return draft_page(number, rule_form=form, status=422)
    flash("下書きの名前と扱いを保存しました。", "success")
    return go_to(url_for("editions.draft", number=number))


@editions.get("/drafts/<int:number>/discard", needs=MAY_EDIT)
def ask_discard(number: int) -> Response:
    """What would be lost."""
    found = find_draft(current_session(), number)
    form = RevisionForm(formdata=None, revision=str(found.row.revision))
    return render("editions/discard.html", draft=found, form=form)


@editions.post("/drafts/<int:number>/discard", needs=MAY_DECIDE)
def discard(number: int) -> Response:
    """It is gone; the trail says that it was."""
    form = RevisionForm()
    form.validate_on_submit()
    drafting.discard(current_session(), current_viewer(), number, whole(form.revision.data))
    flash("下書きを破棄しました。", "success")
    return go_to(url_for("editions.index"))


def draft_page(
    number: int, *, rule_form: RuleForm | None = None, propose_form: ProposeForm | None = None, status: int = 200
) -> Response:
    """The page of a draft, with a form that was sent wrong where there is one."""
    session = current_session()
    found = find_draft(session, number)
    faults = found.faults(clock.today())
    return render(
        "editions/draft.html",
        status=status,
        draft=found,
        back=gone_back(session, found.row.equal_to, found.cells),
        differences=differences_of(session, found, found.waiting),
        rule=moved_rule(*found.showings(clock.today())),
        faults=[(catalogue().by_key[key.item], key, lacking) for key, lacking in faults[:FAULTS_SHOWN]],
        fault_count=len(faults),
        rule_form=rule_form or _rule_form(found),
        propose_form=propose_form or ProposeForm(formdata=None, revision=str(found.row.revision)),
        may_edit=Permission.GRANTS_REVIEW in current_viewer().permissions,
    )


def _rule_form(found: Draft) -> RuleForm:
    row = found.row
    return RuleForm(formdata=None, title=row.title, closes_overdue=row.closes_overdue, revision=str(row.revision))
