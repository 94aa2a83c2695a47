"""``flask mail``: sending what waits in the outbox."""

import time

import click
from flask.cli import AppGroup

from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session
from models import clock
from models.mail.delivery import deliver_due
from models.mail.post import post_for
from models.secret_box import SecretBox

mail_cli = AppGroup("mail", help="メールの送信")
PAUSE_SECONDS = 20


@mail_cli.command("deliver")
@click.option("--keep-running", is_flag=True, help=f"{PAUSE_SECONDS} 秒ごとに送り続けます（systemd の常駐用）")
def deliver(keep_running: bool) -> None:
    """Send the letters that are due; those that cannot be sent stay queued."""
    settings = current_settings()
    while True:
        done = deliver_due(current_session(), post_for(settings), SecretBox(settings.encryption_keys), clock.now())
        if not keep_running or done != type(done)():
            click.echo(f"送信 {done.sent}、後で再送 {done.put_off}、送信不能 {done.failed}")
        if not keep_running:
            return
        time.sleep(PAUSE_SECONDS)
