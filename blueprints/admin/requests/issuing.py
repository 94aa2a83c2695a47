"""Issuing several applications at once: which, what keeps one from it, and the button; all or none."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.requests.blueprint import MAY_ACT, requests
from blueprints.admin.ticked import ticked_rows
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.people import deciding
from models.people.checks import checks_of, why_not_issuable
from models.people.request import AccountRequest
from models.people.request_reading import request_for


@requests.get("/issue", needs=MAY_ACT)
def ask_issue_all() -> Response:
    """Which would be issued, and which cannot be."""
    chosen = [(one, _why_not(one)) for one in chosen_requests()]
    if not chosen:
        return go_to(list_url())
    return render("requests/issue_all.html", chosen=chosen, form=ConfirmForm(), back_url=list_url())


@requests.post("/issue", needs=MAY_ACT)
def issue_all() -> Response:
    """Issue them, all or none."""
    ConfirmForm().validate_on_submit()
    numbers = [one.id for one in chosen_requests()]

    def issue_each() -> None:
        deciding.issue_all(current_session(), outgoing(), current_viewer(), numbers)

    return carried_out(issue_each, f"{len(numbers)} 件のアカウントを発行しました。", list_url(), "requests")


def chosen_requests() -> list[AccountRequest]:
    """The applications ticked, of those one may look at. Raises ``NotFound`` for any other."""
    return [request_for(current_session(), current_viewer(), number) for number in ticked_rows()]


def _why_not(found: AccountRequest) -> str:
    """Why it cannot be issued now; empty when it can."""
    why_not = deciding.why_not_decided(current_viewer(), found)
    return why_not or why_not_issuable(checks_of(current_session(), found))


def list_url() -> str:
    """The queue."""
    return url_for("requests.index", state="sent")
