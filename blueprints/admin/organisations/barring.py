"""Barring several organisations for one reason: which, who is cut off, and why; all or none."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.bulk import BulkAsked, BulkRow, Cut, ask_about
from blueprints.admin.organisations.blueprint import MAY_BAR, organisations
from blueprints.admin.reasons import ReasonForm
from blueprints.admin.ticked import ticked_rows
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.unit_of_work import current_session
from models.organisations.organisation import Organisation
from models.people import debarment
from models.people.organisations_reading import organisation_for

BAR = BulkAsked(
    "組織の一括利用停止",
    "停止すると、これらの組織の全員が、次の画面から利用できなくなります。停止の解除には、組織ごとに、二人の担当者の承認が必要です。",
    "これらの組織の利用を停止する",
    "組織",
)


@organisations.get("/bar", needs=MAY_BAR)
def ask_bar_all() -> Response:
    """Which would be barred, and who is cut off."""
    return _ask(ReasonForm())


@organisations.post("/bar", needs=MAY_BAR)
def bar_all() -> Response:
    """Bar them, all or none."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    numbers, reason = [one.id for one in _chosen()], form.reason.data or ""
    return carried_out(
        lambda: debarment.bar_all(current_session(), outgoing(), current_viewer(), numbers, reason),
        lambda reached: f"{len(reached)} 組織、{sum(one.accounts for one in reached)} 件のアカウントを停止しました。",
        url_for("organisations.index"),
        "organisations",
    )


def _chosen() -> list[Organisation]:
    return [organisation_for(current_session(), current_viewer(), number) for number in ticked_rows()]


def _ask(form: ReasonForm, status: int = 200) -> Response:
    session, rows, fit, total = current_session(), [], [], 0
    for one in _chosen():
        why_not = debarment.why_not_barred(current_viewer(), one)
        reach = debarment.preview(session, one.id)
        rows.append(BulkRow(one.id, f"{one.name}（利用中のアカウント {reach.accounts} 件）", why_not))
        if not why_not:
            fit.append(one.id)
            total += reach.accounts
    cut = Cut(debarment.preview_people(session, *fit), total)
    return ask_about(BAR, rows, form, url_for("organisations.index"), status, cut)
