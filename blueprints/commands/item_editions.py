"""``flask items editions`` and ``flask items show-edition``: what was visible under which edition."""

import csv
import sys

import click

from blueprints.commands.items import items_cli
from blueprints.formatting import moment
from blueprints.unit_of_work import current_session
from models import clock
from models.catalogue.grants import GrantsEdition
from models.errors import NotFound
from models.lists import ListQuestion, every_row
from models.organisations.kinds import OrganisationKind
from models.reviewing.cells import attributes
from models.reviewing.editions import editions, find_edition, sight_of, standing_of, visible_under

HEAD = (
    "番号",
    "キー",
    "項目",
    "区分",
    "根拠",
    "業務・条文",
    "点検者",
    "点検日",
    "次の点検",
    "足りない理由",
    "備考",
    "表示",
)
CLOSED = "期限切れで非表示"


@items_cli.command("editions")
def list_editions() -> None:
    """List every edition with its state and its time of effect, the newest first."""
    session = current_session()
    standing = standing_of(session, clock.now())
    spec = editions(standing)
    for one in every_row(session, spec, ListQuestion({}, spec.first_sort, descending=True)):
        click.echo(_line(one, standing.state(one).label))


@items_cli.command("show-edition")
@click.argument("number", type=int)
@click.option("--attribute", required=True, help="利用者属性（grid_operator など）")
def show_edition(number: int, attribute: str) -> None:
    """Print as CSV what edition NUMBER makes visible to an attribute, of a past one what it granted; every ground."""
    if attribute not in attributes():
        raise click.BadParameter(f"利用者属性は {'、'.join(attributes())} のどれかです。")
    try:
        sight = sight_of(current_session(), find_edition(current_session(), number))
    except NotFound as error:
        raise click.ClickException(f"第{number}版はありません。") from error
    writer = csv.writer(sys.stdout)
    writer.writerow(HEAD)
    for section in visible_under(sight, OrganisationKind(attribute)):
        for granted in section.items:
            item, terms = granted.item, granted.terms
            ground = terms.ground.label if terms.ground else ""
            reviewed = (terms.reviewer, terms.reviewed_on, terms.review_due_on or "")
            said = (terms.reference, *reviewed, terms.less_will_not_do, terms.note, CLOSED if granted.closed else "")
            writer.writerow([item.code, item.key, item.label, section.section.label, ground, *said])


def _line(edition: GrantsEdition, state: str) -> str:
    return f"第{edition.number}版\t{state}\t{moment(edition.in_force_from)}\t{edition.note}"
