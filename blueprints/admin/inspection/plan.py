"""The plan of a fiscal year: what is to be inspected and audited when, what was done, what is lacking."""

from functools import partial

from flask import Response, request, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.inspection.blueprint import MAY_LOOK, MAY_PLAN, inspection
from blueprints.admin.inspection.forms import DoneForm, PlanForm, WithdrawForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, render
from blueprints.typed import whole
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.assurance import plan as plans


@inspection.get("/plan", needs=MAY_LOOK)
def plan() -> Response:
    """A year's plan; this year's unless the address names another."""
    today = clock.today()
    year = whole(request.args.get("year")) or plans.fiscal_year_of(today)
    manages = Permission.PLAN_MANAGE in current_viewer().permissions
    found = plans.year_of_inspections(current_session(), min(max(year, 2000), 2100))
    return render("inspection/plan.html", found=found, today=today, manages=manages)


@inspection.get("/plan/new", needs=MAY_PLAN)
def ask_item() -> Response:
    """The form."""
    form = PlanForm(formdata=None, fiscal_year=plans.fiscal_year_of(clock.today()))
    return render("inspection/plan_new.html", form=form)


@inspection.post("/plan/new", needs=MAY_PLAN)
def add_item() -> Response:
    """Write it into the plan."""
    form = PlanForm()
    if not form.validate_on_submit():
        return render("inspection/plan_new.html", status=422, form=form)
    year = form.fiscal_year.data or 0
    act = partial(plans.add_item, current_session(), current_viewer(), year, form.planned())
    return carried_out(act, "計画に加えました。", url_for("inspection.plan", year=year), "plan-item:new")


@inspection.get("/plan/<int:number>/done", needs=MAY_PLAN)
def ask_done(number: int) -> Response:
    """The form."""
    return _item("inspection/plan_done.html", number, DoneForm(formdata=None, on=clock.today()))


@inspection.post("/plan/<int:number>/done", needs=MAY_PLAN)
def finish_item(number: int) -> Response:
    """State that it was done."""
    form, session = DoneForm(), current_session()
    if not form.validate_on_submit():
        return _item("inspection/plan_done.html", number, form, status=422)
    year = plans.plan_item(session, number).fiscal_year
    act = partial(plans.finish_item, session, current_viewer(), number, form.on.day, form.note.text)
    try:
        return carried_out(act, "実施を記録しました。", url_for("inspection.plan", year=year), f"plan-item:{number}")
    except plans.WrongDay as error:
        blame(form.on, error.reason)
        return _item("inspection/plan_done.html", number, form, status=422)


@inspection.get("/plan/<int:number>/withdraw", needs=MAY_PLAN)
def ask_withdraw(number: int) -> Response:
    """The form."""
    return _item("inspection/plan_withdraw.html", number, WithdrawForm(formdata=None))


@inspection.post("/plan/<int:number>/withdraw", needs=MAY_PLAN)
def withdraw_item(number: int) -> Response:
    """Give it up."""
    form, session = WithdrawForm(), current_session()
    if not form.validate_on_submit():
        return _item("inspection/plan_withdraw.html", number, form, status=422)
    year = plans.plan_item(session, number).fiscal_year
    act = partial(plans.withdraw_item, session, current_viewer(), number, form.note.text)
    return carried_out(act, "取りやめを記録しました。", url_for("inspection.plan", year=year), f"plan-item:{number}")


def _item(template: str, number: int, form: DoneForm | WithdrawForm, status: int = 200) -> Response:
    return render(template, status=status, item=plans.plan_item(current_session(), number), form=form)
