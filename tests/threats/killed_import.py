"""``flask register import`` in a process of its own, which dies at one point as if by ``kill -9``."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from unittest import mock

READING, PREPARED, WRITING, WRITTEN, COMMITTED, NEVER = (
    "while it reads", "when it has read", "while it writes", "before it commits", "after it committed", "never",
)  # fmt: skip
BEFORE = (READING, PREPARED, WRITING, WRITTEN)
"""Points at which nothing of the file is in the register yet."""
_PLACES = {
    READING: ("models.register.importing.RegisterImport._take", 2),
    PREPARED: ("models.certifications.intake._in_turn", 1),
    WRITING: ("models.register.bulk.Stamp.of", 5),
    WRITTEN: ("blueprints.commands.console.commit", 1),
}


def start(url: str, instance: Path, point: str, *arguments: str) -> "subprocess.Popen[str]":
    """The command, begun: it dies at ``point``."""
    command = [sys.executable, "-m", "tests.threats.killed_import", url, str(instance), point, *arguments]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dying(original: Callable[..., Any], call: int) -> Callable[..., Any]:
    calls = 0

    def die_at_last(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            _die()
        return original(*arguments, **options)

    return die_at_last


def _patched(point: str) -> Any:
    if point == COMMITTED:
        committing = resolve_name("blueprints.commands.console.commit")

        def commit_and_die() -> None:
            committing()
            _die()

        return mock.patch("blueprints.commands.console.commit", commit_and_die)
    place, call = _PLACES[point]
    return mock.patch(place, _dying(resolve_name(place), call))


def main(url: str, instance: str, point: str, *arguments: str) -> int:
    """Run the command in an application over this database."""
    from app import create_app
    from tests.databases.recipes import settings_for_tests

    runner = create_app(settings_for_tests(url, Path(instance))).test_cli_runner()
    with mock.patch("models.register.importing.BATCH", 2):
        if point == NEVER:
            result = runner.invoke(args=list(arguments))
        else:
            with _patched(point):
                result = runner.invoke(args=list(arguments))
    sys.stdout.write(result.output)
    return result.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
