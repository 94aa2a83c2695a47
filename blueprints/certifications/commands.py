"""``flask register``: published registers from the console, and what is worked out from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.unit_of_work import current_session
from models.certifications.intake import ImportReport, Progress, RowsRefused, import_file, item_label
from models.certifications.reindexing import reindex

register_cli = AppGroup("register", help="認定情報（公表ファイルの取込み、索引の作り直し）")
SHOWN_REFUSALS = 50


@register_cli.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="取り込めない行が1行でもあれば、そのファイルは取り込まない")
@click.option("--dry-run", is_flag=True, help="結果だけを表示し、何も変更しない")
def import_files(files: tuple[Path, ...], strict: bool, dry_run: bool) -> None:
    """Take published registers in, each file whole or not at all. Exit code 1 when one was refused."""
    refused = [path for path in files if not _import(path, strict, dry_run)]
    if refused:
        raise click.ClickException(f"{len(files)}個のうち{len(refused)}個のファイルを取り込みませんでした。")


@register_cli.command("reindex")
def reindex_register() -> None:
    """Work scope, totals and search index out anew, after a release that changes how they are made."""
    with one_act():
        number = reindex(current_session(), console_actor())
    click.echo(f"{number:,}件の認定情報について、閲覧範囲・集計・検索の索引を作り直しました。")


def _import(path: Path, strict: bool, dry_run: bool) -> bool:
    name = _printable(path.name)
    try:
        with one_act(), _progress(name) as progress:
            report = import_file(
                current_session(), console_actor(), path, strict=strict, dry_run=dry_run, progress=progress
            )
    except click.ClickException as error:
        click.echo(f"{name}: {error.message}", err=True)
        if isinstance(error.__cause__, RowsRefused):
            _show_refused(error.__cause__.report)
        return False
    _show(report)
    return True


def _show(report: ImportReport) -> None:
    done = "取込みの試行（変更していません）" if report.dry_run else "取込み完了"
    click.echo(f"{_printable(report.file)}: {done}")
    click.echo(
        f"  新規 {report.added:,} 件、変更 {report.changed:,} 件、変更なし {report.unchanged:,} 件、"
        f"取り込めない行 {len(report.refused):,} 行"
    )
    for key, count in report.changed_items.most_common():
        click.echo(f"  変更された項目 {item_label(key)}: {count:,} 件")
    if report.dry_run:
        for facility_id, keys in report.preview:
            click.echo(f"  変更 {facility_id}: {'、'.join(map(item_label, keys))}")
    _show_refused(report)


def _show_refused(report: ImportReport) -> None:
    for row in report.refused[:SHOWN_REFUSALS]:
        place = "、".join(part for part in (row.sheet, f"{row.row}行目", row.column) if part)
        click.echo(f"  取り込めない行 {place}: {row.reason}", err=True)
    if len(report.refused) > SHOWN_REFUSALS:
        click.echo(f"  ほか {len(report.refused) - SHOWN_REFUSALS:,} 行", err=True)


def _printable(name: str) -> str:
    """A file's name for the terminal, which would obey what is not printable in it."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


@contextmanager
def _progress(name: str) -> Iterator[Progress]:
    """A bar that runs up to the rows of the file; nothing where nobody looks at a terminal."""
    with click.progressbar(length=1, label=name) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(min(done, total) - bar.pos)

        yield show
