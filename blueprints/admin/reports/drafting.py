"""Drafting a month's report: the manager says what is to be said, a job works the figures out."""

from flask import Response, url_for
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from blueprints.admin.reports.blueprint import MAY_DRAFT, MAY_WAIT, reports
from blueprints.identity import current_viewer
from blueprints.incidents.forms import text_area
from blueprints.progress import progress_of
from blueprints.rendering import blame, go_to, render
from blueprints.typed import PlainLine
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.errors import Conflict
from models.reporting import ordering
from models.reporting.filing import LONGEST_REMARKS
from models.reporting.month import Month, WrongMonth, last_complete

WORKING = "証跡から数値を計算しています。"


class DraftForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which month, and what is to be said of it."""

    month = PlainLine(
        "月", description="2026-10 のように入力してください。", validators=[DataRequired("月を入力してください。")]
    )
    remarks = text_area(
        "システム管理者の所見",
        "気付いたこと、検知への対応、翌月の予定などを書いてください。何もなければ「なし」と書いてください。",
        "所見を書いてください。",
        LONGEST_REMARKS,
    )


@reports.get("/new", needs=MAY_DRAFT)
def ask_draft() -> Response:
    """The form, for the month that was over last."""
    return render("reports/new.html", form=DraftForm(formdata=None, month=str(last_complete(clock.today()))))


@reports.post("/new", needs=MAY_DRAFT)
def make() -> Response:
    """Have the figures worked out and the version filed."""
    form = DraftForm()
    if not form.validate_on_submit():
        return render("reports/new.html", status=422, form=form)
    try:
        number = ordering.ask(current_session(), current_viewer(), Month.read(form.month.text), form.remarks.text)
    except (WrongMonth, Conflict) as error:
        blame(form.month, error.reason)
        return render("reports/new.html", status=422, form=form)
    return go_to(url_for("reports.order", number=number))


@reports.get("/orders/<int:number>", needs=MAY_WAIT)
def order(number: int) -> Response:
    """How far the report is; once it is made, the way to it."""
    found = ordering.order_for(current_session(), number)
    drafts = Permission.REPORT_DRAFT in current_viewer().permissions
    return render(
        "reports/order.html",
        "reports/_order.html",
        order=found.order,
        progress=progress_of(found.job, WORKING),
        url=url_for("reports.order", number=number),
        new_url=url_for("reports.ask_draft") if drafts else "",
    )
