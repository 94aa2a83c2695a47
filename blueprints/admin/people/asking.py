"""What the pages of acts on one account share: the question with its consequence, the reason, the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.reasons import ReasonForm
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.accounts.account import Account
from models.people.reading import account_for


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of one act's page."""

    heading: str
    consequence: str
    button: str
    kind: str = "warning"


def account_in_view(number: int) -> Account:
    """The account the address names. Raises ``NotFound``, for one that is not theirs to see too."""
    return account_for(current_session(), current_viewer(), number)


def ask(number: int, asked: Asked, form: ReasonForm | None = None, status: int = 200) -> Response:
    """The page that states the consequence and asks the reason."""
    form = form if form is not None else ReasonForm()
    return render("people/act.html", status=status, account=account_in_view(number), asked=asked, form=form)


def with_reason(number: int, asked: Asked, done: str | Callable[[Any], str], act: Callable[[str], object]) -> Response:
    """Do the act with the reason given; ask once more where none is."""
    form, account = ReasonForm(), account_in_view(number)
    if not form.validate_on_submit():
        return ask(number, asked, form, status=422)
    return finished(account, done, lambda: act(form.reason.data or ""))


def finished(account: Account, done: str | Callable[[Any], str], act: Callable[[], object]) -> Response:
    """Do the act, and show the account as it stands then."""
    return carried_out(act, done, url_for("people.page", number=account.id), f"account:{account.id}")
