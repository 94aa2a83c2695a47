"""The draft of the rules: what it changes, what it would have raised, and one rule of it at a time."""

from flask import Response, flash, url_for

from blueprints.admin.monitoring.audience_links import address_of, audience_from_address, kind_links, role_links
from blueprints.admin.monitoring.blueprint import MAY_EDIT, monitoring
from blueprints.admin.monitoring.forms import BeginForm, RevisionForm, RuleForm, rule_form
from blueprints.identity import current_viewer
from blueprints.progress import progress_of
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.detection.rulebook import Audience, Mode, WrongRules
from models.detection.rules import ALL_RULES
from models.detection.rules.rule import Rule
from models.errors import Conflict, NotFound
from models.monitoring import rehearsal_job, rule_draft
from models.monitoring.audiences import audience_label, audiences_of, taking_precedence
from models.monitoring.countries_in_use import credits_shipped
from models.monitoring.rehearsal import Rehearsal
from models.monitoring.rule_differences import figures_of
from models.monitoring.rule_draft import RuleDraft
from models.monitoring.rule_reading import rule_named
from models.monitoring.rules_in_force import label_of

WORKING = "過去の記録で試しています。"


@monitoring.get("/rules/draft/begin", needs=MAY_EDIT)
def ask_begin() -> Response:
    """The form."""
    return render("monitoring/begin.html", form=BeginForm(formdata=None))


@monitoring.post("/rules/draft/begin", needs=MAY_EDIT)
def begin() -> Response:
    """A draft equal to the rules in force."""
    form = BeginForm()
    if not form.validate_on_submit():
        return render("monitoring/begin.html", form=form, status=422)
    try:
        rule_draft.begin(current_session(), current_viewer(), form.title.text)
    except Conflict as error:
        flash(error.reason, "warning")
    return go_to(url_for("monitoring.draft"))


@monitoring.get("/rules/draft", needs=MAY_EDIT)
def draft() -> Response:
    """The draft as it stands."""
    session, found = current_session(), present_draft()
    job = rehearsal_job.job_of(session, found)
    kept = found.rehearsal if found.is_rehearsed else None
    tried = Rehearsal.told_to(current_viewer(), kept) if kept is not None else None
    return render(
        "monitoring/draft.html",
        draft=found,
        differences=rule_draft.differences_of(session, found),
        rules=[(rule, audiences_of(rule.code, found.rules)) for rule in ALL_RULES],
        audience_label=audience_label,
        address_of=address_of,
        label_of=label_of,
        progress=progress_of(job, WORKING) if job else None,
        rehearsal=tried,
        countries_credited=credits_shipped(tried.rules if tried else ()),
        form=RevisionForm(formdata=None, revision=found.revision),
    )


@monitoring.get("/rules/draft/<string:code>", needs=MAY_EDIT)
def ask_change(code: str) -> Response:
    """The rule's figures, for the people whom the address names."""
    found, one, audience = present_draft(), rule_named(code), audience_from_address()
    figures, mode = figures_of(found.rules, one, audience), found.rules.setting(code, *audience).mode
    form = rule_form(figures, formdata=None, revision=found.revision, mode=mode.value)
    return _ask(found, one, audience, form)


@monitoring.post("/rules/draft/<string:code>", needs=MAY_EDIT)
def change(code: str) -> Response:
    """Keep it in the draft."""
    found, one, audience = present_draft(), rule_named(code), audience_from_address()
    figures = figures_of(found.rules, one, audience)
    form = rule_form(figures)
    if not form.validate_on_submit():
        return _ask(found, one, audience, form, status=422)
    try:
        edit = rule_draft.edit_of(found.rules, one, audience, Mode(form.mode.data), form.figures(figures))
        rule_draft.change(current_session(), current_viewer(), form.shown, edit)
        flash("下書きに保存しました。", "success")
    except (Conflict, WrongRules) as error:
        flash(error.reason, "warning")
    return go_to(url_for("monitoring.draft"))


def present_draft() -> RuleDraft:
    """The draft under way. Raises ``NotFound``."""
    found = rule_draft.open_draft(current_session())
    if found is None:
        raise NotFound
    return found


def _ask(found: RuleDraft, one: Rule, audience: Audience, form: RuleForm, status: int = 200) -> Response:
    figures = figures_of(found.rules, one, audience)
    return render(
        "monitoring/change.html",
        status=status,
        draft=found,
        rule=one,
        people=audience_label(audience),
        choices=(("組織の種類", kind_links(one, audience)), ("役割", role_links(one, audience))),
        stronger=[audience_label(narrower) for narrower in taking_precedence(one.code, found.rules, audience)],
        form=form,
        fields=[field for field, _figure in form.fields_of(figures)],
    )
