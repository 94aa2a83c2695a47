"""``flask items``: the grants edition a new deployment begins with."""

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.unit_of_work import current_session
from models.catalogue.first_edition import load_first_edition
from models.catalogue.visible_items_document import visible_items_document

items_cli = AppGroup("items", help="閲覧項目と閲覧権限の版")


@items_cli.command("load-first-edition")
def load_first() -> None:
    """Put the proposed first edition of grants in force; without any edition nobody sees any item."""
    with one_act():
        loaded = load_first_edition(current_session(), console_actor())
    click.echo("閲覧権限の第1版（提案）を有効にしました。" if loaded else "閲覧権限の版は、すでにあります。")


@items_cli.command("document")
def document() -> None:
    """Print docs/visible-items.md anew from the catalogue and the first edition."""
    click.echo(visible_items_document(), nl=False)
