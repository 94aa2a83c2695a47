"""What every command at the console shares: who acts, and errors as sentences."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

import click

from blueprints.unit_of_work import abandon, commit
from models.audit.actor import Actor
from models.errors import DomainError


def console_actor() -> Actor:
    """The operating system's user, for the trail."""
    return Actor.at_console(getpass.getuser())


@contextmanager
def one_act() -> Iterator[None]:
    """Commit when the act succeeds; a domain error becomes a sentence and exit code 1, with nothing changed."""
    try:
        yield
    except DomainError as error:
        abandon()
        raise click.ClickException(error.reason) from error
    except BaseException:
        abandon()
        raise
    commit()
