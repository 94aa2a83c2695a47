"""The account's first page, and its history."""

from flask import Response

from blueprints.account.blueprint import OWN, account
from blueprints.identity import present_sign_in
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.accounts import devices, dormancy, history, recovery_codes, sessions
from models.accounts.user_agents import describe_user_agent


@account.get("", needs=OWN)
def index() -> Response:
    """Who I am here, where I am signed in, with what I prove it."""
    session, present, now = current_session(), present_sign_in(), clock.now()
    own = present.account
    return render(
        "account/index.html",
        account=own,
        present=present,
        sessions=sessions.list_living(session, own.id, now),
        describe=describe_user_agent,
        devices=devices.list_devices(session, own.id),
        codes_left=recovery_codes.count_left(session, own.id),
        previous=history.previous_sign_in(session, own.id, present.id),
        days_left=dormancy.days_left(own, now),
    )


@account.get("/history", needs=OWN)
def own_history() -> Response:
    """Ninety days of sign-ins and of what touched my credentials."""
    present = present_sign_in()
    shown = history.own_security_events(current_session(), present.account_id, clock.now())
    return render("account/history.html", events=shown, days=history.SHOWN.days)
