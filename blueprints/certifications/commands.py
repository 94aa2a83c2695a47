"""``flask register``: published registers from the console, and what is worked out from them."""

from dataclasses import dataclass
from pathlib import Path

import click
from flask.cli import AppGroup

from blueprints.certifications.import_report import Pace, printable, progress, show, show_refused
from blueprints.commands.console import console_actor, one_act
from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models.certifications.intake import ImportReport, RowsRefused, import_file
from models.certifications.reindexing import reindex
from models.certifications.under_way import under_way, unfinished

register_cli = AppGroup("register", help="認定情報（公表ファイルの取込み、索引の作り直し）")


@dataclass(frozen=True, slots=True)
class Options:
    """How files are to be taken in."""

    strict: bool
    dry_run: bool
    accept_vanished: bool


@register_cli.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="取り込めない行が1行でもあれば、そのファイルは取り込まない")
@click.option("--dry-run", is_flag=True, help="結果だけを表示し、何も変更しない")
@click.option(
    "--accept-vanished",
    is_flag=True,
    help="一覧から1割を超える設備がなくなっていても、掲載がなくなった日を記録する",
)
def import_files(files: tuple[Path, ...], strict: bool, dry_run: bool, accept_vanished: bool) -> None:
    """Take published registers in, each file whole or not at all. Exit code 1 when one was refused."""
    for one in unfinished(current_session(), current_settings().imports_folder, forget=not dry_run):
        click.echo(one.sentence, err=True)
    options = Options(strict, dry_run, accept_vanished)
    whole = Pace()
    reports = [report for path in files if (report := _import(path, options))]
    for report in reports:
        whole.add(report)
    if len(reports) > 1:
        click.echo(f"合計 {len(reports)} ファイル、{whole.describe()}")
    if refused := len(files) - len(reports):
        raise click.ClickException(f"{len(files)}個のうち{refused}個のファイルを取り込みませんでした。")


@register_cli.command("reindex")
def reindex_register() -> None:
    """Work scope, totals and search index out anew, after a release that changes how they are made."""
    with one_act():
        number = reindex(current_session(), console_actor())
    click.echo(f"{number:,}件の認定情報について、閲覧範囲・集計・検索の索引を作り直しました。")


def _import(path: Path, options: Options) -> ImportReport | None:
    name = printable(path.name)
    session, folder = current_session(), current_settings().imports_folder
    pace = Pace()
    try:
        with (
            under_way(session, folder, path, queue=not options.dry_run, waiting=_say_waiting) as own,
            one_act(),
            progress(name) as tell,
        ):
            report = import_file(
                session,
                console_actor(),
                path,
                strict=options.strict,
                dry_run=options.dry_run,
                accept_vanished=options.accept_vanished,
                folder=own,
                progress=tell,
                waiting=_say_waiting,
            )
    except click.ClickException as error:
        click.echo(f"{name}: {error.message}", err=True)
        if isinstance(error.__cause__, RowsRefused):
            show_refused(error.__cause__.report)
        return None
    show(report, pace)
    return report


def _say_waiting() -> None:
    click.echo("ほかの取込みが終わるのを待っています。", err=True)
