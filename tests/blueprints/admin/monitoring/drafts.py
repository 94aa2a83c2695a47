"""A draft of the rules in the hands of a visitor: begun with one change, rehearsed."""

from tests.blueprints.admin.conftest import Office
from tests.driver.visitor import Visitor

LIMIT = "figure-measures-export_rows-limit"
DRAFT = "/admin/monitoring/rules/draft"


def begin(visitor: Visitor) -> None:
    """A draft with another upper limit for grid companies."""
    visitor.visit("/admin/monitoring/rules")
    visitor.follow("下書きを作る")
    visitor.submit("begin", title="2026年度第2回")
    visitor.visit(f"{DRAFT}/export-volume?kind=grid_operator")
    visitor.submit("change", {LIMIT: "４，０００"})


def rehearse(office: Office, visitor: Visitor) -> None:
    """The job, done at once."""
    visitor.visit(DRAFT)
    visitor.submit("rehearse")
    assert office.app.test_cli_runner().invoke(args=["jobs", "work"]).exit_code == 0
    visitor.visit(DRAFT)
