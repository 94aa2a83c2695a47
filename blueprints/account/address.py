"""Changing one's own mail address: both addresses have to agree."""

from flask import Response, flash, url_for

from blueprints.account.blueprint import OWN_PROVED, account
from blueprints.account.forms import AddressForm
from blueprints.identity import current_visit, present_sign_in
from blueprints.letters import deliver_soon, outgoing
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import abandon, current_session
from models.errors import DomainError, Forbidden
from models.people import address_change


@account.get("/address", needs=OWN_PROVED)
def ask_address() -> Response:
    """The form, and the change under way."""
    return _page(AddressForm())


@account.post("/address", needs=OWN_PROVED)
def change_address() -> Response:
    """Write to both addresses."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        address_change.ask_change(
            current_session(), outgoing(), current_visit(), present_sign_in(), form.email.data or ""
        )
    except Forbidden:
        raise
    except DomainError as error:
        abandon()
        blame(form.email, error.reason)
        return _page(form, status=422)
    flash("今のアドレスと新しいアドレスに、確認の案内を送りました。両方で確認すると変わります。", "success")
    return deliver_soon(go_to(url_for("account.ask_address")))


def _page(form: AddressForm, status: int = 200) -> Response:
    present = present_sign_in()
    change = address_change.under_way(current_session(), present.account_id)
    return render("account/address.html", status=status, form=form, account=present.account, change=change)
