"""``flask demo``: a made-up register to try the product with. Refused outside demonstration mode."""

import os
import unicodedata
from pathlib import Path

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models.demonstration import credentials
from models.demonstration.cast import everybody
from models.demonstration.loading import CERTIFICATIONS, check_demonstration, is_loaded, load_demonstration
from models.errors import DomainError
from models.settings import Settings

demo_cli = AppGroup("demo", help="デモ（架空の認定情報）")
DEFAULT_PORT = "8000"
HEADINGS = ("ID", "所属", "役割", "見えるもの")
GAP = 2


@demo_cli.command("load")
@click.option("--count", default=CERTIFICATIONS, show_default=True, help="認定情報の件数")
def load(count: int) -> None:
    """Load the register and the accounts, once."""
    settings = _settings()
    with one_act():
        if not is_loaded(current_session()):
            click.echo("はじめての起動のため、架空の認定情報を用意します（1～2分）。")
        report = load_demonstration(current_session(), console_actor(), settings, count, progress=_Progress())
    if report.already_loaded:
        click.echo("デモ用の認定情報は読込み済みです。")
    else:
        click.echo(f"認定情報 {report.certifications:,} 件と、アカウント {report.accounts} 件を用意しました。")


@demo_cli.command("code")
@click.argument("login_id")
def code(login_id: str) -> None:
    """Print the six digits that LOGIN_ID's authenticator app would show now."""
    try:
        click.echo(credentials.present_code(_settings(), login_id))
    except DomainError as error:
        raise click.ClickException(error.reason) from error


@demo_cli.command("welcome")
def welcome() -> None:
    """Say where the demonstration is, and who can sign in."""
    settings = _settings()
    try:
        lines = {line.login_id: line for line in credentials.read(settings)}
    except DomainError as error:
        raise click.ClickException(error.reason) from error
    parts = [part for part in everybody() if part.login_id in lines]
    table = [(part.login_id, lines[part.login_id].organisation, part.role.label, part.shows) for part in parts]
    click.echo("")
    click.secho(f"デモ  http://127.0.0.1:{os.environ.get('PORT', DEFAULT_PORT)}", bold=True)
    click.echo("認定情報・事業者・氏名は、すべて架空のものです。\n")
    for row in _aligned([HEADINGS, *table]):
        click.echo(row)
    click.echo(f"\nパスワード   {credentials.accounts_file(settings)} の password 欄")
    click.echo(f"確認コード   別の端末で  {_command_for_a_code(settings)}")
    click.echo("初めての方   demo-tokyo-newcomer は、お手元の端末の接続から試せます。")
    click.echo("終了         Ctrl+C\n")


def _command_for_a_code(settings: Settings) -> str:
    """The command as it must be typed in a shell that knows nothing of this one's environment."""
    elsewhere = f"SAIENE_INSTANCE={settings.instance} " if settings.instance != Path("instance") else ""
    return f"{elsewhere}.venv/bin/flask demo code ID"


def _settings() -> Settings:
    settings = current_settings()
    try:
        check_demonstration(settings)
    except DomainError as error:
        raise click.ClickException(error.reason) from error
    return settings


class _Progress:
    """A line for each step, and one more for each tenth of it."""

    def __init__(self) -> None:
        self._shown: tuple[str, int] = ("", 0)

    def __call__(self, step: str, done: int, total: int) -> None:
        tenths = done * 10 // total
        if (step, tenths) != self._shown:
            self._shown = (step, tenths)
            click.echo(f"  {step} {tenths * 10:3d}%")


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) + GAP for column in range(len(HEADINGS))]
    padded = ((cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return ["".join(row).rstrip() for row in padded]


def _width(text: str) -> int:
    """Columns on a terminal, where a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
