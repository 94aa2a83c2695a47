"""``flask register import-items``: files of any items of the catalogue, beside the 設備ID."""

from pathlib import Path

import click

from blueprints.certifications.commands import register_cli
from blueprints.certifications.import_report import Pace, printable, progress, show, show_refused
from blueprints.commands.console import console_actor, one_act
from blueprints.unit_of_work import current_session
from models.certifications.item_intake import RowsRefused, import_items

__all__ = ["register_cli"]


@register_cli.command("import-items")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="取り込めない行が1行でもあれば、そのファイルは取り込まない")
@click.option("--dry-run", is_flag=True, help="結果だけを表示し、何も変更しない")
def import_item_files(files: tuple[Path, ...], strict: bool, dry_run: bool) -> None:
    """Write items of certifications, each file whole or not at all. Exit code 1 when one was refused.

    The header names items by code, key or label, one of them the 設備ID. A blank cell leaves its item as it is;
    「（削除）」 empties it.
    """
    refused = [path for path in files if not _import(path, strict, dry_run)]
    if refused:
        raise click.ClickException(f"{len(files)}個のうち{len(refused)}個のファイルを取り込みませんでした。")


def _import(path: Path, strict: bool, dry_run: bool) -> bool:
    name = printable(path.name)
    pace = Pace()
    try:
        with one_act(), progress(name) as tell:
            report = import_items(
                current_session(), console_actor(), path, strict=strict, dry_run=dry_run, progress=tell
            )
    except click.ClickException as error:
        click.echo(f"{name}: {error.message}", err=True)
        if isinstance(error.__cause__, RowsRefused):
            show_refused(error.__cause__.report)
        return False
    show(report, pace)
    return True
