"""``flask training``: the courses, and how many have done them."""

import click
from flask.cli import AppGroup

from blueprints.unit_of_work import current_session
from models import clock
from models.training.duties import figures
from models.training.standing import TrainingState

training_cli = AppGroup("training", help="研修")


@training_cli.command("list")
def list_courses() -> None:
    """The courses somebody has to do: for how many, and how these stand."""
    for one in figures(current_session(), clock.today()):
        states = "、".join(f"{state.label} {one.by_state[state]:,}" for state in TrainingState)
        click.echo(f"{one.course.name}  {one.course.version.isoformat()}  {one.course.title}")
        click.echo(f"    対象 {one.people:,} 人（{states}）")
