"""Stopping several accounts at once: who, with what consequence, and why; all or none."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.people.blueprint import MAY_STOP, people
from blueprints.admin.people.forms import StopForm
from blueprints.admin.ticked import ticked_rows
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.access.permissions import Permission
from models.accounts.account import Account
from models.accounts.standing import StopReason
from models.people.authority import PersonAct, fits_state, may
from models.people.reading import account_for
from models.people.stopping import stop_people


@people.get("/stop", needs=MAY_STOP)
def ask_stop_all() -> Response:
    """Who would be stopped, who cannot be, and the form for the reason."""
    return _ask(StopForm())


@people.post("/stop", needs=MAY_STOP)
def stop_all() -> Response:
    """Stop them, all or none."""
    form, chosen = StopForm(), chosen_people()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    why, reason = StopReason(form.why.data), form.reason.data or ""

    def stop_each() -> None:
        numbers = [account.id for account in chosen]
        stop_people(current_session(), outgoing(), current_viewer(), numbers, why, reason)

    return carried_out(stop_each, f"{len(chosen)} 件のアカウントを停止しました。", list_url(), "accounts")


def chosen_people() -> list[Account]:
    """The accounts ticked, of those one may look at. Raises ``NotFound`` for any other."""
    return [account_for(current_session(), current_viewer(), number) for number in ticked_rows()]


def _ask(form: StopForm, status: int = 200) -> Response:
    chosen, viewer = chosen_people(), current_viewer()
    fit = [one for one in chosen if fits_state(PersonAct.STOP, one) and may(viewer, PersonAct.STOP, one)]
    if not chosen:
        return go_to(list_url())
    unfit = [one for one in chosen if one not in fit]
    return render("people/stop_all.html", status=status, form=form, fit=fit, unfit=unfit, back_url=list_url())


def list_url() -> str:
    """The list the ticks were made in: everybody's, or one's own desk."""
    everybody = Permission.PEOPLE_LOOK in current_viewer().permissions
    return url_for("people.index" if everybody else "desk.index")
