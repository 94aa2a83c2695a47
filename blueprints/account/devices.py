"""Devices and recovery codes: every change needs a fresh proof, given before the page that makes it."""

from flask import Response, flash, url_for

from blueprints.account.blueprint import OWN_PROVED, account
from blueprints.account.forms import DeviceForm
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_visit, present_sign_in
from blueprints.letters import deliver_soon, secret_box
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.accounts import devices, own_security, recovery_codes
from models.accounts.devices import CodeDoesNotMatch
from models.errors import DomainError


@account.get("/devices/connect", needs=OWN_PROVED)
def connect_device() -> Response:
    """Begin, or the QR code of the device begun."""
    return _connect_page(DeviceForm())


@account.post("/devices/begin", needs=OWN_PROVED)
def begin_device() -> Response:
    """Make the key of one more device."""
    own_security.begin_another_device(current_session(), secret_box(), present_sign_in())
    return go_to(url_for("account.connect_device"))


@account.post("/devices/connect", needs=OWN_PROVED)
def confirm_device() -> Response:
    """It counts from its first right code; other sessions end."""
    form = DeviceForm()
    if not form.validate_on_submit():
        return _connect_page(form, status=422)
    try:
        own_security.confirm_another_device(
            current_session(),
            secret_box(),
            current_visit(),
            present_sign_in(),
            form.code.data or "",
            form.label.data or "",
        )
    except CodeDoesNotMatch as error:
        blame(form.code, error.reason)
        return _connect_page(form, status=422)
    flash("端末を接続しました。ほかのサインイン状態は終了しました。", "success")
    return deliver_soon(go_to(url_for("account.index")))


@account.get("/devices/<int:number>/remove", needs=OWN_PROVED)
def ask_removal(number: int) -> Response:
    """What removing means, and the button."""
    return _removal_page(number)


@account.post("/devices/<int:number>/remove", needs=OWN_PROVED)
def remove_device(number: int) -> Response:
    """Disconnect it; the last one stays."""
    try:
        own_security.remove_device(current_session(), secret_box(), current_visit(), present_sign_in(), number)
    except DomainError as error:
        return _removal_page(number, error.reason, status=422)
    flash("端末を外しました。ほかのサインイン状態は終了しました。", "success")
    return deliver_soon(go_to(url_for("account.index")))


@account.get("/recovery-codes", needs=OWN_PROVED)
def ask_renewal() -> Response:
    """How many are left, and what making new ones means."""
    left = recovery_codes.count_left(current_session(), present_sign_in().account_id)
    return render("account/recovery_codes.html", left=left)


@account.post("/recovery-codes", needs=OWN_PROVED)
def renew_recovery_codes() -> Response:
    """Ten new ones; the old are void. They are shown on the page that showed the first."""
    own_security.renew_recovery_codes(current_session(), secret_box(), current_visit(), present_sign_in())
    return deliver_soon(go_to(url_for("login.recovery_codes")))


def _connect_page(form: DeviceForm, status: int = 200) -> Response:
    present = present_sign_in()
    connection = devices.connecting(current_session(), secret_box(), present.account, present.id)
    return render(
        "account/connect_device.html",
        form=form,
        connection=connection,
        now=clock.now(),
        status=status,
    )


def _removal_page(number: int, reason: str = "", status: int = 200) -> Response:
    own = devices.list_devices(current_session(), present_sign_in().account_id)
    device = next((each for each in own if each.id == number), None)
    if device is None:
        return go_to(url_for("account.index"))
    return render("account/remove_device.html", form=ConfirmForm(), device=device, reason=reason, status=status)
