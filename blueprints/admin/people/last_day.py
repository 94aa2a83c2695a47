"""Moving the last day of somebody's use."""

from flask import Response

from blueprints.admin.people.asking import account_in_view, finished
from blueprints.admin.people.blueprint import MAY_ACT, people
from blueprints.admin.people.forms import LastDayForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import blame, render
from blueprints.unit_of_work import abandon, current_session
from models.accounts.account import Account
from models.administration.two_person_acts import ACTS
from models.people.last_day import furthest_last_day
from models.people.moving_last_day import Moved, WrongLastDay, move_or_propose
from models.people.watchers import IN_CHARGE


@people.get("/<int:number>/last-day", needs=MAY_ACT)
def ask_last_day(number: int) -> Response:
    """The last day as it is, to be moved."""
    account = account_in_view(number)
    return _ask(account, LastDayForm(obj=account))


@people.post("/<int:number>/last-day", needs=MAY_ACT)
def move_last_day(number: int) -> Response:
    """Move it, or lay it before a second person."""
    account, form = account_in_view(number), LastDayForm()
    if not form.validate_on_submit():
        return _ask(account, form, status=422)
    last, reason = form.ends_on.data, form.reason.data or ""

    def move() -> Moved:
        return move_or_propose(current_session(), ACTS, outgoing(), current_viewer(), number, last, reason)

    try:
        return finished(account, _moved, move)
    except WrongLastDay as error:
        abandon()
        blame(form.ends_on, error.reason)
        return _ask(account_in_view(number), form, status=422)


def _moved(came: Moved) -> str:
    waits = "利用の最終日の変更を提案しました。もう一人の担当者の承認を待っています。"
    return waits if came.approval else "利用の最終日を変更しました。"


def _ask(account: Account, form: LastDayForm, status: int = 200) -> Response:
    furthest, by_two = furthest_last_day(account.organisation.kind), account.role in IN_CHARGE
    return render("people/last_day.html", status=status, account=account, form=form, furthest=furthest, by_two=by_two)
