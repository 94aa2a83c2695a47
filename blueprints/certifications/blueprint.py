"""The blueprint its pages add themselves to."""

from blueprints.guarded import GuardedBlueprint

certifications = GuardedBlueprint("certifications", __name__, url_prefix="/certifications")
