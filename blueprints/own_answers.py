"""What the service answers a stranger: asked of this very application, for the self-inspection to look at (M19)."""

from collections.abc import Mapping

from flask import current_app

from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models import clock
from models.inspection.check import Answered, Ground
from models.inspection.checks.surface import ASKED


def answers_to_a_stranger() -> Mapping[str, Answered]:
    """The answers by path, as if somebody without a session came from this machine; nothing leaves the process."""
    client = current_app.test_client(use_cookies=False)
    base = current_settings().public_url
    found = {}
    for path in ASKED:
        response = client.get(path, base_url=base)
        found[path] = Answered(response.status_code, dict(response.headers), response.get_data(as_text=True))
    return found


def present_ground(*, whole_trail: bool = False) -> Ground:
    """This deployment as it is now, to be inspected."""
    return Ground(current_session(), current_settings(), clock.now(), answers_to_a_stranger(), whole_trail)
