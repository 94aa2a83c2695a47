"""``flask doctor``: is this deployment fit, in plain Japanese."""

import click
from flask.cli import with_appcontext

from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models.inspection.doctor import Verdict, examine

MARKS = {Verdict.GOOD: ("○", "green"), Verdict.CAUTION: ("△", "yellow"), Verdict.BAD: ("×", "red")}


@click.command("doctor", help="動作環境の点検")
@with_appcontext
def doctor() -> None:
    """Print every finding; exit code 1 when one of them must be mended."""
    findings = examine(current_session(), current_settings())
    for finding in findings:
        mark, colour = MARKS[finding.verdict]
        click.secho(f"{mark} {finding.subject}: {finding.sentence}", fg=colour)
    if any(finding.verdict is Verdict.BAD for finding in findings):
        raise SystemExit(1)
