"""``flask accounts``: the first accounts of a deployment, made by someone with access to the server."""

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models.accounts.account import Role
from models.accounts.creation import NewAccount, create_account
from models.accounts.lifecycle import find_by_login_id
from models.accounts.locking import unlock
from models.errors import NotFound
from models.organisations.creation import create_organisation, find_by_name
from models.organisations.kinds import OrganisationKind
from models.secret_box import SecretBox

accounts_cli = AppGroup("accounts", help="アカウント（最初のシステム管理者と保有者担当）")
FIRST_ROLES = {Role.SYSTEM_MANAGER: OrganisationKind.CONTRACTOR, Role.OWNER_OFFICER: OrganisationKind.OWNER}


@accounts_cli.command("unlock")
@click.argument("login_id")
def unlock_account(login_id: str) -> None:
    """Let someone whose account is locked after wrong passwords or codes try again before the lock runs out."""
    with one_act():
        account = find_by_login_id(current_session(), login_id)
        if account is None:
            raise NotFound("このIDのアカウントはありません。")
        unlock(current_session(), console_actor(), account)
    click.echo(f"アカウント {account.login_id} の一時的な停止を解除しました。")


@accounts_cli.command("create")
@click.argument("login_id")
@click.option("--role", type=click.Choice([role.value for role in FIRST_ROLES]), required=True, help="役割")
@click.option("--organisation", required=True, help="組織の名称（なければ登録します）")
@click.option("--name", required=True, help="本人の氏名")
@click.option("--email", required=True, help="設定用アドレスを送るメールアドレス")
@click.option("--department", default="", help="所属・役職")
def create(login_id: str, role: str, organisation: str, name: str, email: str, department: str) -> None:
    """Issue the first system manager's or owner's officer's account; the set-up link goes to EMAIL."""
    session, settings, actor = current_session(), current_settings(), console_actor()
    with one_act():
        place = find_by_name(session, organisation) or create_organisation(
            session, actor, kind=FIRST_ROLES[Role(role)], name=organisation
        )
        new = NewAccount(login_id, place, Role(role), name, email, department)
        account = create_account(session, SecretBox(settings.encryption_keys), actor, new, settings.public_url)
    click.echo(f"アカウント {account.login_id} を発行しました。{email} に設定用アドレスを送ります（24 時間有効）。")
