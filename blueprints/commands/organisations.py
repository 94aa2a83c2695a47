"""``flask organisations``: a look at them, and the ban, for a person at the server's console."""

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models.errors import NotFound
from models.mail.outgoing import Outgoing
from models.organisations.registration import find_by_name
from models.people import debarment
from models.people.organisations_reading import every_organisation
from models.secret_box import SecretBox

organisations_cli = AppGroup("organisations", help="組織")


@organisations_cli.command("list")
def list_organisations() -> None:
    """Every organisation: number, kind, standing, name."""
    for one in every_organisation(current_session()):
        click.echo("\t".join((str(one.id), one.kind.label, one.standing.label, one.name)))


@organisations_cli.command("bar")
@click.argument("name")
@click.option("--reason", required=True, help="理由（監査の証跡に残ります）")
@click.confirmation_option(prompt="この組織の全員が利用できなくなります。解除には二人の承認が必要です。続けますか")
def bar(name: str, reason: str) -> None:
    """Bar an organisation: every account, session, link and application, at once. Two officers lift it."""
    session, settings = current_session(), current_settings()
    with one_act():
        found = find_by_name(session, name)
        if found is None:
            raise NotFound("この名称の組織はありません。")
        outgoing = Outgoing(SecretBox(settings.encryption_keys), settings.public_url)
        reach = debarment.bar_at_once(session, outgoing, console_actor(), found.id, reason)
    click.echo(f"{name} の利用を停止しました（アカウント {reach.accounts}、サインイン中 {reach.sessions}）。")
