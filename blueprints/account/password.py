"""Changing the own password."""

from flask import Response, flash, url_for

from blueprints.account.blueprint import OWN, account
from blueprints.account.forms import ChangePasswordForm
from blueprints.identity import current_visit, present_sign_in
from blueprints.letters import deliver_soon, secret_box
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session, writes_late
from models.accounts import password_change
from models.accounts.passwords import PasswordRefused

writes_late("account.change_password")


@account.get("/password", needs=OWN)
def ask_password() -> Response:
    """The current password and the new one."""
    return _page(ChangePasswordForm())


@account.post("/password", needs=OWN)
def change_password() -> Response:
    """Change it; every other session ends."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        refused = password_change.change_password(
            current_session(),
            secret_box(),
            current_visit(),
            present_sign_in(),
            form.current.data or "",
            form.new.data or "",
        )
    except PasswordRefused as error:
        blame(form.new, error.reason)
        return _page(form, status=422)
    if refused is not None:
        blame(form.current, refused.reason)
        return _page(form, status=422)
    flash("パスワードを変更しました。ほかのサインイン状態は終了しました。", "success")
    return deliver_soon(go_to(url_for("account.index")))


def _page(form: ChangePasswordForm, status: int = 200) -> Response:
    return render("account/password.html", form=form, status=status)
