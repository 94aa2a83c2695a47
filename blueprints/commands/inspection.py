"""``flask inspect``: are the promises kept, with an exit code for cron; ``flask reports``: a month's figures."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from blueprints.admin.inspection.runs import csv_of
from blueprints.commands.console import console_actor, in_words, one_act
from blueprints.own_answers import present_ground
from blueprints.unit_of_work import current_session
from models.assurance.run import keep_run
from models.inspection.check import Result
from models.inspection.examining import Inspection, inspect_all
from models.reporting.computing import compute
from models.reporting.document import Document
from models.reporting.month import Month
from models.reporting.workbook import workbook_of

HELP = (
    "自己点検（遵守事項が守られているか）。終了コードは、すべて守られていれば 0、確認できないものがあれば 1、"
    "守られていないものがあれば 2"
)
NOT_KEPT_CODE = 2
UNKNOWN_CODE = 1
MARKS = {
    Result.KEPT: ("○", "green"),
    Result.NOTHING: ("－", "white"),
    Result.UNKNOWN: ("？", "yellow"),
    Result.NOT_KEPT: ("×", "red"),
}


@click.command("inspect", help=HELP)
@click.option("--promise", default="", help="この番号の遵守事項だけ（例: M5）")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="結果を書き出すファイル（.html 又は .csv）"
)
@click.option("--keep", is_flag=True, help="結果を保存し、保有者の確認を求める")
@click.option("--whole-trail", is_flag=True, help="証跡の全件を計算し直す")
@with_appcontext
def inspect_command(promise: str, out: Path | None, keep: bool, whole_trail: bool) -> None:
    """Print every line; the exit code is the worst of them."""
    if out is not None and out.suffix not in {".html", ".csv"}:
        raise click.UsageError("--out には、.html 又は .csv のファイルを指定してください。")
    if keep and promise:
        raise click.UsageError("保存できるのは、すべての遵守事項の点検だけです。")
    with in_words():
        found = inspect_all(present_ground(whole_trail=whole_trail), promise)
    for line in found.lines:
        mark, colour = MARKS[line.result]
        click.secho(f"{mark} {line.promise} {line.title}: {line.evidence}", fg=colour)
    if keep:
        with one_act():
            run = keep_run(current_session(), console_actor(), found.to_text(), found.sha256, found.counts)
        click.echo(f"保存しました（{run.reference}）。")
    if out is not None:
        with in_words():
            out.write_text(_file(found, out.suffix), encoding="utf-8", newline="")
    _kept, not_kept, unknown, _nothing = found.counts
    raise SystemExit(NOT_KEPT_CODE if not_kept else UNKNOWN_CODE if unknown else 0)


def _file(found: Inspection, suffix: str) -> str:
    return (
        csv_of(found)
        if suffix == ".csv"
        else current_app.jinja_env.get_template("inspection/paper.html").render(found=found)
    )


reports_cli = AppGroup("reports", help="月次報告")


@reports_cli.command("monthly")
@click.argument("month")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="書き出す Excel のファイル（.xlsx）")
def monthly(month: str, out: Path | None) -> None:
    """Work out the figures of MONTH (2026-10) from the trail. They are filed on the page, where they are signed too."""
    with in_words():
        document = compute(current_session(), Month.read(month))
        if out is not None:
            out.write_bytes(workbook_of(document, _facts(document)))
    if out is not None:
        click.echo(f"{out} に書き出しました。")
        return
    for section in document.sections:
        click.secho(section.title, bold=True)
        click.echo(f"  {section.sentence}")
        for table in section.tables:
            click.echo(f"  [{table.caption}] {'、'.join(column.label for column in table.columns)}")
            for row in table.rows:
                click.echo(f"    {'  '.join(f'{value:,}' if isinstance(value, int) else value for value in row)}")


def _facts(document: Document) -> tuple[tuple[str, str], ...]:
    return (("対象の月", document.month), ("計算した日時", document.made_at), ("署名", "（署名のない写しです）"))
