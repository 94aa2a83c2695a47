"""The blueprint its pages add themselves to."""

from blueprints.guarded import GuardedBlueprint

login = GuardedBlueprint("login", __name__, url_prefix="/login")
