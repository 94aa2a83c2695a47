"""What a letter's link leads to beside a password: taking an account back into use, confirming an address."""

from flask import Response, flash, request, url_for

from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_visit
from blueprints.letters import deliver_soon, outgoing
from blueprints.login.blueprint import login
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models.access.admission import ANYONE
from models.errors import NotFound
from models.people import address_change, releasing


@login.get("/release/<string:token>", needs=ANYONE)
def ask_release(token: str) -> Response:
    """The page behind the link; looking does not release."""
    try:
        releasing.look_at_release(current_session(), token, noted=request.method == "GET")
    except NotFound as error:
        return _unusable(error)
    return render("login/release.html", form=ConfirmForm())


@login.post("/release/<string:token>", needs=ANYONE)
def release(token: str) -> Response:
    """The person's half: the account is in use again."""
    ConfirmForm().validate_on_submit()
    try:
        releasing.confirm_release(current_session(), outgoing(), current_visit(), token)
    except NotFound as error:
        return _unusable(error)
    flash("アカウントの利用を再開しました。サインインしてください。", "success")
    return deliver_soon(go_to(url_for("login.password")))


@login.get("/address/<string:token>", needs=ANYONE)
def ask_address(token: str) -> Response:
    """The page behind the link; looking confirms nothing."""
    try:
        link = address_change.look_at_change(current_session(), token)
    except NotFound as error:
        return _unusable(error)
    return render("login/address.html", form=ConfirmForm(), purpose=link.purpose)


@login.post("/address/<string:token>", needs=ANYONE)
def confirm_address(token: str) -> Response:
    """One of the two addresses agrees."""
    ConfirmForm().validate_on_submit()
    try:
        changed = address_change.confirm_address(current_session(), outgoing(), current_visit(), token)
    except NotFound as error:
        return _unusable(error)
    both = "メールアドレスを変更しました。"
    one = "確認しました。もう一方のアドレスに届いた案内でも確認すると、変更されます。"
    flash(both if changed else one, "success")
    return deliver_soon(go_to(url_for("login.password")))


def _unusable(error: NotFound) -> Response:
    return render("login/link_unusable.html", reason=error.reason, status=404)
