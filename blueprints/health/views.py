"""Liveness and readiness: one word each, no detail for strangers."""

from flask import Response

from blueprints.guarded import GuardedBlueprint
from blueprints.unit_of_work import DATABASE_FAILED, abandon, current_session
from models.access.admission import ANYONE
from models.inspection.readiness import is_ready

health = GuardedBlueprint("health", __name__)


@health.get("/healthz", needs=ANYONE)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@health.get("/readyz", needs=ANYONE)
def ready() -> Response:
    """The process can do its work: the database answers, with the tables and the catalogue it expects."""
    try:
        fit = is_ready(current_session())
    except DATABASE_FAILED:
        abandon()
        fit = False
    return Response("ready\n" if fit else "not ready\n", 200 if fit else 503, content_type="text/plain; charset=utf-8")
