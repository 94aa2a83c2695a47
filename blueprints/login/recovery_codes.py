"""Recovery codes, readable once: to print, to download, and to say that they are kept."""

from flask import Response, url_for

from blueprints.identity import present_sign_in
from blueprints.letters import secret_box
from blueprints.login.blueprint import login
from blueprints.login.forms import KeptForm
from blueprints.login.steps import enter
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import SECOND_FACTOR
from models.accounts import recovery_codes as codes
from models.accounts.recovery_sheet import as_text
from models.accounts.sign_in_session import Rung


@login.get("/recovery-codes", needs=SECOND_FACTOR)
def recovery_codes() -> Response:
    """The ten codes, as long as they have not been put away."""
    return _page(KeptForm())


@login.get("/recovery-codes.txt", needs=SECOND_FACTOR)
def download_recovery_codes() -> Response:
    """The same as a text file."""
    present = present_sign_in()
    readable = codes.readable_codes(current_session(), secret_box(), present.id)
    if not readable:
        return go_to(url_for("login.recovery_codes"))
    text = as_text(readable, present.account.login_id, clock.now())
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


@login.post("/recovery-codes", needs=SECOND_FACTOR)
def put_recovery_codes_away() -> Response:
    """They are kept: nobody can read them here any more."""
    form = KeptForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    present = present_sign_in()
    codes.put_away(current_session(), present.id)
    return go_to(url_for("account.index")) if present.rung is Rung.CONSENT else enter()


def _page(form: KeptForm, status: int = 200) -> Response:
    present = present_sign_in()
    readable = codes.readable_codes(current_session(), secret_box(), present.id)
    if not readable:
        return go_to(url_for("account.index" if present.rung is Rung.CONSENT else "consent.ask"))
    return render(
        "login/recovery_codes.html",
        form=form,
        codes=readable,
        account=present.account,
        connecting=present.rung is not Rung.CONSENT,
        now=clock.now(),
        status=status,
    )
