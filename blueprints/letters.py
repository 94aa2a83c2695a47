"""Sending letters soon after the act that wrote them; ``flask mail deliver`` sends the rest."""

import logging

from flask import Flask, Response, current_app, g

from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models import clock
from models.mail.delivery import deliver_due
from models.mail.outgoing import Outgoing
from models.mail.post import post_for
from models.secret_box import SecretBox

log = logging.getLogger(__name__)


def secret_box() -> SecretBox:
    """The box of this deployment's encryption keys."""
    if "secret_box" not in g:
        g.secret_box = SecretBox(current_settings().encryption_keys)
    box: SecretBox = g.secret_box
    return box


def outgoing() -> Outgoing:
    """The way out for the letters of an act."""
    return Outgoing(secret_box(), current_settings().public_url)


def deliver_soon(response: Response) -> Response:
    """In demonstration mode, lay the letters down once this answer has left: no job runs there.

    Elsewhere a mail server may be slow, and nobody waits for it: the delivering job sends them.
    """
    if current_settings().demonstration:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own way
        response.call_on_close(lambda: _deliver(app))
    return response


def _deliver(app: Flask) -> None:
    with app.app_context():
        try:
            deliver_due(current_session(), post_for(current_settings()), secret_box(), clock.now())
        except Exception:
            log.exception("letters could not be laid down")
