"""``flask accounts``: the first accounts of a deployment, and the acts a person at the server's console expects."""

import logging

import click
from flask.cli import AppGroup

from blueprints.commands.console import console_actor, one_act
from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session, session_factory
from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.creation import NewAccount, create_account
from models.accounts.dormancy import days_left
from models.accounts.lifecycle import find_by_login_id, stop_if_due
from models.accounts.locking import unlock
from models.accounts.standing import StopReason
from models.administration.tidying import tidy_everything
from models.errors import DomainError, NotFound
from models.mail.outgoing import Outgoing
from models.organisations.kinds import OrganisationKind
from models.organisations.registration import create_organisation, find_by_name
from models.people.reading import accounts_by_id
from models.people.releasing import release_at_once, why_not_by_mail
from models.people.rescue import rescue
from models.people.stopping import BY_PEOPLE, hold_person
from models.people.watcher_stop import stop_at_console
from models.secret_box import SecretBox

log = logging.getLogger(__name__)
LIVING = frozenset({AccountState.ISSUED, AccountState.ACTIVE})

accounts_cli = AppGroup("accounts", help="アカウント（最初のアカウントの発行、停止、解除、定期の記録、非常用の復旧）")
FIRST_ROLES = {Role.SYSTEM_MANAGER: OrganisationKind.CONTRACTOR, Role.OWNER_OFFICER: OrganisationKind.OWNER}


@accounts_cli.command("unlock")
@click.argument("login_id")
def unlock_account(login_id: str) -> None:
    """Let someone whose account is locked after wrong passwords or codes try again before the lock runs out."""
    with one_act():
        account = _find(login_id)
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


@accounts_cli.command("list")
@click.option("--state", type=click.Choice([state.value for state in AccountState]), help="状態")
@click.option("--organisation", default="", help="組織の名称（一部でもよい）")
def list_accounts(state: str | None, organisation: str) -> None:
    """Every account: ID, state, role, organisation, last sign-in, days until dormancy, last day of use."""
    now = clock.now()
    for account in accounts_by_id(current_session(), state or "", organisation):
        last = f"{clock.in_japan(account.last_signed_in_at):%Y-%m-%d}" if account.last_signed_in_at else "―"
        left = f"{days_left(account, now)}日" if account.state in LIVING else "―"
        ends = account.ends_on.isoformat() if account.ends_on else "―"
        parts = (account.login_id, account.state.label, account.role.label, account.organisation.name, last, left, ends)
        click.echo("\t".join(parts))


@accounts_cli.command("stop")
@click.argument("login_id")
@click.option("--why", type=click.Choice([one.value for one in BY_PEOPLE]), required=True, help="停止の種類")
@click.option("--reason", required=True, help="理由（監査の証跡に残ります）")
@click.option("--break-glass", is_flag=True, help="管理・監査の担当者を止める非常用。担当者全員に警報を送ります")
def stop(login_id: str, why: str, reason: str, break_glass: bool) -> None:
    """Stop somebody's account, in effect at their next request. Those who watch are stopped by two, on the screen."""
    with one_act():
        account = stop_at_console(
            current_session(),
            _outgoing(),
            console_actor(),
            _find(login_id).id,
            StopReason(why),
            reason,
            break_glass=break_glass,
        )
    if account.stopped_at_console:
        log.critical("one of those who watch was stopped at the console", extra={"account": account.id})
    click.echo(f"アカウント {account.login_id} を停止しました。")


@accounts_cli.command("release")
@click.argument("login_id")
@click.option("--reason", required=True, help="理由（監査の証跡に残ります）")
def release(login_id: str, reason: str) -> None:
    """Take a stopped account back into use. A stop for security, or of those who watch, is lifted by two persons on
    the screen alone."""
    with one_act():
        account = hold_person(current_session(), _find(login_id).id)
        stop_if_due(current_session(), console_actor(), account, clock.now())  # the clock may have stopped it
        if problem := why_not_by_mail(account):
            raise DomainError(problem)
        release_at_once(current_session(), _outgoing(), console_actor(), account, reason)
    click.echo(f"アカウント {account.login_id} の停止を解除しました。")


@accounts_cli.command("tidy")
def tidy() -> None:
    """Write down what the clock has decided: warnings, dormancy, roll-calls, acts that expired. For a daily timer."""
    done = tidy_everything(session_factory(), _outgoing())
    for label, number in done:
        click.echo(f"{label}: {number}")


@accounts_cli.command("rescue")
@click.argument("login_id")
@click.option("--reason", required=True, help="理由（監査の証跡と警報に残ります）")
@click.confirmation_option(prompt="保有者担当とシステム管理者の全員に警報を送ります。続けますか")
def rescue_account(login_id: str, reason: str) -> None:
    """Break glass: reset an officer's or manager's account when nobody else can. Everybody in charge is told."""
    with one_act():
        account = rescue(current_session(), _outgoing(), console_actor(), login_id, reason)
    log.critical("an account was rescued at the console", extra={"account": account.id})
    click.echo(
        f"アカウント {account.login_id} をリセットし、{account.email} に設定用の案内を送ります。警報を送りました。"
    )


def _find(login_id: str) -> Account:
    account = find_by_login_id(current_session(), login_id)
    if account is None:
        raise NotFound("このIDのアカウントはありません。")
    return account


def _outgoing() -> Outgoing:
    settings = current_settings()
    return Outgoing(SecretBox(settings.encryption_keys), settings.public_url)
