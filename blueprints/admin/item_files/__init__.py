"""Files of the review of viewing items: taken out for a committee, read back into a draft."""

from blueprints.admin.item_files import pages, taking_in  # noqa: F401  # they add their routes
from blueprints.admin.item_files.blueprint import item_files

__all__ = ["item_files"]
