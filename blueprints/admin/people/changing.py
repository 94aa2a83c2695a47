"""Changing what is registered of a person, and ending a responsible person's office."""

from dataclasses import fields

from flask import Response

from blueprints.admin.people.asking import Asked, account_in_view, ask, finished, with_reason
from blueprints.admin.people.blueprint import MAY_ACT, people
from blueprints.admin.people.forms import ChangeForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import blame, render
from blueprints.unit_of_work import abandon, current_session
from models.accounts.account import Account
from models.administration.two_person_acts import ACTS
from models.people import changing, unit_change
from models.people.changing import PersonDetails, WrongDetail
from models.people.unit_change import Changed

DISMISS = Asked(
    "責任者の登録の終了",
    "この人はシステム利用責任者ではなくなり、利用者として残ります。後任がいないときは終了できません。",
    "責任者の登録を終える",
)


@people.get("/<int:number>/change", needs=MAY_ACT)
def ask_change(number: int) -> Response:
    """What is registered, to be changed."""
    account = account_in_view(number)
    return _ask_change(account, ChangeForm(obj=PersonDetails.of(account)))


@people.post("/<int:number>/change", needs=MAY_ACT)
def change(number: int) -> Response:
    """Register it; a unit that opens the register waits for a second person."""
    account, form = account_in_view(number), ChangeForm()
    form.offer_units(account.organisation)
    if not form.validate_on_submit():
        return _ask_change(account, form, status=422)
    wanted = PersonDetails(**{one.name: form[one.name].data or "" for one in fields(PersonDetails)})
    reason = form.reason.data or ""

    def register() -> Changed:
        session, viewer = current_session(), current_viewer()
        return unit_change.change_or_propose(session, ACTS, outgoing(), viewer, number, wanted, reason)

    try:
        return finished(account, _changed, register)
    except WrongDetail as error:
        abandon()
        blame(form[error.field], error.reason)
        return _ask_change(account_in_view(number), form, status=422)


@people.get("/<int:number>/dismiss", needs=MAY_ACT)
def ask_dismissal(number: int) -> Response:
    """What it means."""
    return ask(number, DISMISS)


@people.post("/<int:number>/dismiss", needs=MAY_ACT)
def dismiss(number: int) -> Response:
    """End the office."""
    return with_reason(
        number,
        DISMISS,
        "責任者の登録を終えました。",
        lambda reason: changing.dismiss(current_session(), outgoing(), current_viewer(), number, reason),
    )


def _changed(came: Changed) -> str:
    registered = "登録内容を変更しました。" if came.registered else ""
    proposed = "部門の異動を提案しました。システム管理者の承認で変わります。" if came.approval else ""
    return registered + proposed


def _ask_change(account: Account, form: ChangeForm, status: int = 200) -> Response:
    form.offer_units(account.organisation)
    return render("people/change.html", status=status, account=account, form=form)
