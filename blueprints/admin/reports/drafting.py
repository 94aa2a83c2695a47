"""Drafting a month's report: the figures are worked out, the manager says what they mean."""

from flask import Response, flash, url_for
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired

from blueprints.admin.reports.blueprint import MAY_DRAFT, reports
from blueprints.identity import current_viewer
from blueprints.incidents.forms import text_area
from blueprints.rendering import blame, go_to, render
from blueprints.typed import PlainLine
from blueprints.unit_of_work import current_session, writes_late
from models import clock
from models.errors import Conflict
from models.reporting.computing import compute
from models.reporting.filing import LONGEST_REMARKS, draft
from models.reporting.month import Month, WrongMonth, last_complete

# The figures are worked out before the turn to write is taken.
writes_late("reports.make")


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
    """Work the figures out and file the version."""
    form, session = DraftForm(), current_session()
    if not form.validate_on_submit():
        return render("reports/new.html", status=422, form=form)
    try:
        document = compute(session, Month.read(form.month.text))
        report = draft(session, current_viewer(), document, form.remarks.text)
    except (WrongMonth, Conflict) as error:
        blame(form.month, error.reason)
        return render("reports/new.html", status=422, form=form)
    flash("月次報告を作成しました。内容を確認し、署名してください。", "success")
    return go_to(url_for("reports.page", number=report.id))
