"""Refusing several applications for one reason: which, which not and why; all or none."""

from flask import Response

from blueprints.admin.answering import carried_out
from blueprints.admin.bulk import BulkAsked, BulkRow, ask_about
from blueprints.admin.reasons import ReasonForm
from blueprints.admin.requests.blueprint import MAY_ACT, requests
from blueprints.admin.requests.issuing import chosen_requests, list_url
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.unit_of_work import current_session
from models.people import deciding

REFUSE = BulkAsked(
    "申請の一括却下",
    "却下すると、申請した人に、書かれた理由を知らせます。却下した申請は、元に戻せません。",
    "却下する",
    "アカウントの申請",
)


@requests.get("/refuse", needs=MAY_ACT)
def ask_refuse_all() -> Response:
    """Which would be refused, and the form for the reason."""
    return _ask(ReasonForm())


@requests.post("/refuse", needs=MAY_ACT)
def refuse_all() -> Response:
    """Refuse them, all or none."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    numbers, why = [one.id for one in chosen_requests()], form.reason.data or ""
    return carried_out(
        lambda: deciding.refuse_all(current_session(), outgoing(), current_viewer(), numbers, why),
        "{} 件の申請を却下しました。".format,
        list_url(),
        "requests",
    )


def _ask(form: ReasonForm, status: int = 200) -> Response:
    rows = [
        BulkRow(
            one.id,
            f"{one.person_name}（{one.organisation.name}、{one.email}）",
            deciding.why_not_decided(current_viewer(), one),
        )
        for one in chosen_requests()
    ]
    return ask_about(REFUSE, rows, form, list_url(), status)
