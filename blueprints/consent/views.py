"""Asking for consent, taking it, and being declined."""

from flask import Response, flash, request, url_for

from blueprints.consent.forms import ConsentForm
from blueprints.cookies import clear_session_cookie
from blueprints.destinations import safe_destination
from blueprints.guarded import GuardedBlueprint
from blueprints.identity import current_visit, present_sign_in
from blueprints.login.steps import asked_destination, go_on
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import SECOND_FACTOR
from models.accounts.sign_in_session import Rung
from models.consent import consents
from models.consent.asked import told_since
from models.consent.consents import MissingBoxes, TextChanged
from models.errors import DomainError
from models.monitoring.in_line import watch_sign_in

consent = GuardedBlueprint("consent", __name__)
BOX = "agreed"


@consent.get("/consent", needs=SECOND_FACTOR)
def ask() -> Response:
    """The six items, none ticked."""
    present = present_sign_in()
    if present.rung is Rung.CONSENT and consents.is_current(current_session(), present, clock.today()):
        return go_to(safe_destination(asked_destination()))
    return _page()


@consent.post("/consent", needs=SECOND_FACTOR)
def accept() -> Response:
    """On to where one was going, all six being ticked."""
    form = ConsentForm()
    form.validate_on_submit()
    session, present, shown = current_session(), present_sign_in(), form.shown.data or ""
    boxes = request.form.getlist(BOX)
    try:
        outcome = watch_sign_in(
            session, present, lambda: consents.accept(session, current_visit(), present, shown, boxes)
        )
    except MissingBoxes as error:
        return _page(error, error.missing, status=422)
    except TextChanged as error:
        return _page(error, status=422)
    return go_on(outcome, lambda _reason: _page())


@consent.post("/consent/decline", needs=SECOND_FACTOR)
def decline() -> Response:
    """Without consent no use: signed out."""
    consents.decline(current_session(), current_visit(), present_sign_in())
    flash("同意しなかったため、サインアウトしました。同意するまで本システムは利用できません。", "info")
    return clear_session_cookie(go_to(url_for("login.signed_out")))


def _page(error: DomainError | None = None, missing: tuple[str, ...] = (), status: int = 200) -> Response:
    session, present = current_session(), present_sign_in()
    asked = consents.asked_of(session, present, clock.today())
    accepted = consents.last_accepted(session, present.account_id, asked.versions.kind)
    return render(
        "consent/ask.html",
        text=asked.text,
        versions=asked.versions,
        form=ConsentForm(formdata=None, shown=asked.shown),
        box=BOX,
        ticked=frozenset(request.form.getlist(BOX)) if status == 422 else frozenset(),
        reason=error.reason if error else "",
        missing=frozenset(missing),
        told=told_since(session, accepted, asked.versions) if accepted else (),
        every_start=present.account.organisation.kind in consents.ASKED_AT_EVERY_START,
        status=status,
    )
