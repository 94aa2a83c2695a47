"""The blueprint its pages add themselves to, and where their files lie."""

from blueprints.deployment import current_settings
from blueprints.guarded import GuardedBlueprint
from models.certifications.proposals.uploads import Uploads

register_import = GuardedBlueprint("register_import", __name__, url_prefix="/admin/register/import")


def uploads() -> Uploads:
    """Where uploaded files lie here."""
    return Uploads.of(current_settings())
