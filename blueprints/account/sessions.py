"""Ending sessions of one's own."""

from flask import Response, flash, url_for

from blueprints.account.blueprint import OWN, account
from blueprints.identity import current_actor, present_sign_in
from blueprints.rendering import go_to
from blueprints.unit_of_work import current_session
from models import clock
from models.accounts import sessions
from models.accounts.sessions import EndReason


@account.post("/sessions/<int:number>/end", needs=OWN)
def end_session(number: int) -> Response:
    """End one of them, or this very one."""
    own = present_sign_in().account_id
    ended = sessions.end_one(current_session(), current_actor(), own, number, EndReason.BY_PERSON, clock.now())
    flash("サインイン状態を終了しました。" if ended else "すでに終了しています。", "success")
    return go_to(url_for("account.index"))


@account.post("/sessions/end-others", needs=OWN)
def end_other_sessions() -> Response:
    """End all but this one."""
    present = present_sign_in()
    ended = sessions.end_others(
        current_session(), current_actor(), present.account_id, present.id, EndReason.BY_PERSON, clock.now()
    )
    flash(f"ほかのサインイン状態を{ended}件終了しました。", "success")
    return go_to(url_for("account.index"))
