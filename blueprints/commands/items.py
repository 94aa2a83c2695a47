"""``flask items``: the catalogue of viewing items, and the grants edition a new deployment begins with."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models.catalogue.catalogue import read_catalogue
from models.catalogue.first_edition import load_first_edition
from models.catalogue.visible_items_document import visible_items_document
from models.cataloguing.check import check_folder
from models.cataloguing.difference import Difference
from models.cataloguing.item_rules import unnamed_columns
from models.cataloguing.taking import propose, take
from models.words import SHIPPED

items_cli = AppGroup("items", help="閲覧項目の一覧と、閲覧権限の版")
FOLDER = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SHIPPED, required=False
)
PARTS = (
    ("追加される項目", "added"),
    ("なくなる項目", "removed"),
    ("変わる項目", "changed"),
    ("利用者属性", "attributes"),
    ("見えなくなるもの", "lost"),
    ("取り込めない理由", "refused"),
)


@items_cli.command("check")
@FOLDER
def check(folder: Path) -> None:
    """Say everything that is wrong with the catalogue in FOLDER (the shipped one), each with its file and line."""
    problems = check_folder(folder)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        raise SystemExit(1)
    found = read_catalogue(folder)
    click.echo(f"問題はありません（{len(found.items)} 項目、利用者属性 {len(found.attributes)}）。")
    if unnamed := unnamed_columns(found.items):
        click.echo(f"項目のない列（値があっても、誰にも見えません）: {'、'.join(unnamed)}")


@items_cli.command("diff")
@FOLDER
def diff(folder: Path) -> None:
    """Say what taking the catalogue in FOLDER (the shipped one) into use would change here."""
    with one_act():
        found = propose(current_session(), folder).difference
    _tell(found)
    if found.refused:
        raise SystemExit(1)


@items_cli.command("import")
@FOLDER
def import_(folder: Path) -> None:
    """Take the catalogue in FOLDER (the shipped one) into use. The service has to be restarted afterwards."""
    with one_act():
        _tell(propose(current_session(), folder).difference)
        told = take(current_session(), console_actor(), current_settings(), folder)
    click.echo(
        "項目一覧を取り込みました。サービスを再起動してください。" if told else "この項目一覧は、取込み済みです。"
    )


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


def _tell(found: Difference) -> None:
    for title, part in PARTS:
        sentences: Sequence[str] = getattr(found, part)
        if sentences:
            click.echo(f"■ {title}（{len(sentences)}）")
            for sentence in sentences:
                click.echo(f"  {sentence}")
    if found.nothing:
        click.echo("項目と利用者属性に、違いはありません。")
