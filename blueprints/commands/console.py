"""What every command at the console shares: who acts, and errors as sentences."""

import getpass
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click

from blueprints.unit_of_work import DATABASE_FAILED, abandon, commit
from models.audit.actor import Actor
from models.errors import DomainError

log = logging.getLogger(__name__)

NO_DATABASE = (
    "データベースを使えませんでした（使用中、容量の不足又は接続の失敗）。何も変わっていません。"
    "時間をおいてお試しください。"
)
NO_FILE = "ファイルを読み書きできませんでした（{}）。何も変わっていません。空き容量と権限を確かめてください。"


def console_actor() -> Actor:
    """The operating system's user, for the trail."""
    return Actor.at_console(getpass.getuser())


@contextmanager
def one_act() -> Iterator[None]:
    """Commit when the act succeeds; what keeps it from that becomes a sentence and exit code 1, and nothing changes."""
    with in_words():
        try:
            yield
            commit()
        except BaseException:
            abandon()
            raise


@contextmanager
def in_words() -> Iterator[None]:
    """Say what a rule forbids, and that the database or the disk could not be used, in a sentence with exit code 1."""
    try:
        yield
    except DomainError as error:
        raise click.ClickException(error.reason) from error
    except DATABASE_FAILED as error:
        log.exception("the database could not be used")
        raise click.ClickException(NO_DATABASE) from error
    except OSError as error:
        log.exception("a file could not be read or written")
        raise click.ClickException(NO_FILE.format(error.strerror or type(error).__name__)) from error
