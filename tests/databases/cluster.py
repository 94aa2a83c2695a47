"""A throw-away PostgreSQL cluster: made in a moment, reached through a socket in its own folder, gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "postgres"
EMPTY = "template1"
"""The database a new one is like."""
START_SECONDS, KEEP_SECONDS = 180, 300
COPIES_ROWS_SINCE = 15_00_00
"""The first version that would log every page of a copy, unless it is told to copy files as those before it did."""
# Nothing here outlives the test session, so nothing needs to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "128MB",
    "jit": "off",
    "shared_buffers": "64MB",
}


class PostgresqlMissing(Exception):
    """No PostgreSQL server is installed; the message names the package."""


class Cluster:
    """One running server. ``url`` addresses a database in it; ``execute`` runs administrative SQL.

    Without a ``folder`` it is gone when it stops; in one, it is kept, and found again by the next (``is_new`` tells).
    ``options`` are settings of the server beside or instead of ``FAST``.
    """

    def __init__(self, folder: Path | None = None, options: Mapping[str, str] = MappingProxyType({})) -> None:
        self._binaries = find_binaries()
        self._kept = folder is not None
        self._options = {**FAST, **options}
        self.is_new = folder is None or not folder.exists()
        if folder is None:
            # A socket's path may have 107 bytes at most, which is too little for most test folders.
            folder = Path(tempfile.mkdtemp(prefix="saiene-pg-"))
        folder.mkdir(exist_ok=True)
        self._folder = folder.resolve()
        # Should this process be killed, the server stops as well.
        self._prefix = ["setpriv", "--pdeathsig=QUIT"]
        if os.geteuid() == 0:
            # The server refuses to run as root.
            shutil.chown(self._folder, OWNER, OWNER)
            self._prefix += [f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"]
        if self.is_new:
            self._make()
        self._server = self._start()

    def url(self, database: str) -> str:
        """The address of one database, as the settings take it."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self._folder}"

    def execute(self, statement: LiteralString, *names: str) -> None:
        """Run one administrative statement; each ``{}`` in it stands for a quoted name."""
        self._administration.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def copy(self, template: str, name: str) -> None:
        """Create a database like another, which nobody is connected to."""
        as_files = " STRATEGY FILE_COPY" if self._administration.info.server_version >= COPIES_ROWS_SINCE else ""
        self.execute("CREATE DATABASE {} TEMPLATE {}" + as_files, name, template)

    def stop(self) -> None:
        """Stop the server, and remove everything it wrote unless it is kept."""
        self._administration.close()
        # At once, without a last checkpoint, where nobody will read the files again.
        self._server.send_signal(signal.SIGINT if self._kept else signal.SIGQUIT)
        try:
            self._server.wait(KEEP_SECONDS if self._kept else START_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        if not self._kept:
            shutil.rmtree(self._folder, ignore_errors=True)

    @cached_property
    def _administration(self) -> "psycopg.Connection[tuple[object, ...]]":
        return self._administer()

    def _administer(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=str(self._folder), user=OWNER, dbname=OWNER, autocommit=True)

    def _run(self, *arguments: str) -> Sequence[str]:
        return [*self._prefix, *arguments]

    def _make(self) -> None:
        command = self._run(
            str(self._binaries / "initdb"),
            f"--pgdata={self._folder / 'data'}",
            f"--username={OWNER}",
            "--auth=trust",
            "--encoding=UTF8",
            # Sorted as a Japanese office's database would be: what depends on it by mistake shows here.
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=ja",
            "--no-sync",
        )
        made = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")

    def _start(self) -> "subprocess.Popen[bytes]":
        options = {"listen_addresses": "", "unix_socket_directories": str(self._folder), **self._options}
        command = self._run(str(self._binaries / "postgres"), "-D", str(self._folder / "data"))
        command = [*command, *(part for name, value in options.items() for part in ("-c", f"{name}={value}"))]
        with (self._folder / "log").open("wb") as log:
            server = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if server.poll() is not None or time.monotonic() > deadline:
                server.kill()
                raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text()}")
            time.sleep(0.05)
        return server

    def _answers(self) -> bool:
        try:
            self._administer().close()
        except psycopg.OperationalError:
            return False
        return True


def find_binaries() -> Path:
    """The folder of the newest installed server's programs; ``PostgresqlMissing`` when there is none."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    if found is None:
        raise PostgresqlMissing("PostgreSQL is not installed: apt-get install postgresql")
    return Path(found).resolve().parent
