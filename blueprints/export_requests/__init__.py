"""Files over the quota, for whoever decides: the responsible persons, and the owner's officers."""

from blueprints.export_requests.views import export_requests

__all__ = ["export_requests"]
