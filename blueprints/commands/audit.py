"""``flask audit``: the trail written out, checked, covered by a checkpoint, and its oldest part taken away."""

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.deployment import current_settings
from blueprints.letters import outgoing
from blueprints.unit_of_work import current_session
from models.audit.checkpoints import CheckpointBook, make_checkpoint
from models.audit.events_document import events_document
from models.auditing.days import Days
from models.auditing.files import export_trail
from models.auditing.purge import purge
from models.auditing.verifying import verify_trail

audit_cli = AppGroup("audit", help="証跡の書き出し、検証、照合点、廃棄")
DAY = click.DateTime(["%Y-%m-%d"])


@audit_cli.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--since", type=DAY, help="この日から（日本時間）")
@click.option("--until", type=DAY, help="この日まで（日本時間）")
def export(out: Path, since: datetime | None, until: datetime | None) -> None:
    """Write the trail into the new file OUT, for verify_trail.py."""
    written = None
    try:
        with one_act():
            written = export_trail(current_session(), console_actor(), out, Days(_day(since), _day(until)))
    except BaseException:
        if written is not None:  # the file is there, and that it was made could not be kept
            out.unlink(missing_ok=True)
        raise
    stretch = written.stretch
    click.echo(f"証跡 {stretch.first}〜{stretch.last}（{stretch.count:,} 件）を {out} に書き出しました。")
    click.echo(f"SHA-256 {written.sha256}")


@audit_cli.command("verify")
def verify() -> None:
    """Check the trail in the database, with every checkpoint; exit code 1 when something is wrong."""
    with one_act():
        book = CheckpointBook.of(current_settings())
        found = verify_trail(current_session(), outgoing(), console_actor(), book)
    if found.fault:
        raise click.ClickException(f"異常があります: {found.fault}")
    click.echo(f"異常はありません（{found.count:,} 件）。")


@audit_cli.command("checkpoint")
def checkpoint() -> None:
    """Write down how long the trail is and how it ends, outside the database."""
    book = CheckpointBook.of(current_settings())
    with one_act():
        made = make_checkpoint(current_session(), book, console_actor())
    click.echo(f"照合点 第{made.number}号を {book.path} に書きました。件数 {made.covers:,}、末尾 {made.head}")


@audit_cli.command("purge")
@click.argument("exported", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--approval", type=int, required=True, help="画面で二人が承認した「古い証跡の廃棄の許可」の番号")
def purge_(exported: Path, approval: int) -> None:
    """Take away the old events that the file EXPORTED holds, as two officers have permitted. Keep the file."""
    settings = current_settings()
    with one_act():
        proof = purge(
            current_session(), console_actor(), CheckpointBook.of(settings), exported, settings.audit_years, approval
        )  # fmt: skip
    click.echo(f"証跡 {proof.first}〜{proof.last} を廃棄しました。{exported} は、保存を続けてください。")
    click.echo(f"SHA-256 {proof.sha256}")


@audit_cli.command("document")
def document() -> None:
    """Print docs/audit-events.md anew."""
    click.echo(events_document(), nl=False)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
