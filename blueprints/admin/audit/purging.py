"""Proposing that the trail's old part may be given up; what two officers permit, the console does."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.audit.blueprint import MAY_PURGE, audit
from blueprints.admin.audit.forms import PurgeProposal
from blueprints.deployment import current_settings
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.auditing import purging


@audit.get("/purge", needs=MAY_PURGE)
def ask_purge() -> Response:
    """The exports whose content may be given up."""
    return _ask(_form())


@audit.post("/purge", needs=MAY_PURGE)
def propose_purge() -> Response:
    """Lay one of them before the second officer."""
    form = _form()
    if not form.validate_on_submit():
        return _ask(form, status=422)

    def propose() -> None:
        years = current_settings().audit_years
        purging.propose(current_session(), current_viewer(), form.export.data, years, form.reason.data or "")

    done = "提案しました。もう一人の保有者担当の承認を待っています。"
    return carried_out(propose, done, url_for("approvals.index"), "audit:trail")


def _form() -> PurgeProposal:
    return PurgeProposal.over(purging.offered(current_session(), current_settings().audit_years))


def _ask(form: PurgeProposal, status: int = 200) -> Response:
    settings = current_settings()
    days = purging.PERMITTED_FOR.days
    return render("audit/purge.html", status=status, form=form, years=settings.audit_years, permitted_days=days)
