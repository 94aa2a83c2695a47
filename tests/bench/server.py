"""Pages of the real server, alone and beside somebody who takes long lists away: what others notice of it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from models.accounts.sign_in_session import Rung
from tests.access import people
from tests.bench.results import Ratio, Results
from tests.bench.timing import percentile
from tests.bench.world import KIND, SCOPE, World
from tests.databases.recipes import ENCRYPTION_KEY

PAGES = ("/certifications", f"/certifications?{urlencode({'q': '薬師'})}")
REQUESTS = 200
PAUSE_SECONDS = 0.03
"""Two hundred requests take no more than the server's own limit of requests a minute."""
START_SECONDS = 60
EXPORT_SECONDS = 60


def measure(world: World, url: str, system: str, rows: int, results: Results) -> None:
    """The ratio of the 95th percentiles."""
    token = _token(world)
    with _gunicorn(url) as port:
        _ask(port, token, 20)
        alone = percentile(_ask(port, token, REQUESTS), 0.95)
        with _exporting(url):
            beside = percentile(_ask(port, token, REQUESTS), 0.95)
    results.add(system, rows, Ratio("page beside an export : alone, 95th percentile", beside / alone, 4))
    results.note(system, rows, {"page, 95th percentile, real server": alone, "the same beside an export": beside})


def _token(world: World) -> str:
    with Session(world.engine) as session:
        account = people.new_account(session, kind=KIND, scope=SCOPE, login_id=f"bench-server-{time.time_ns()}")
        token = people.signed_in(session, account, Rung.CONSENT).token
        session.commit()
    return token


@contextmanager
def _gunicorn(url: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as instance:
        settings = {
            "SAIENE_INSTANCE": instance,
            "DATABASE_URL": url,
            "SAIENE_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
            "SAIENE_ENCRYPTION_KEYS": ENCRYPTION_KEY,
            "SAIENE_CHECKPOINT_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210",
            "SAIENE_TLS": "0",
            "SAIENE_TRUSTED_HOSTS": "127.0.0.1",
            "SAIENE_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SAIENE_MAIL_SERVER": "127.0.0.1",
            "SAIENE_MAIL_FROM": "saiene@saiene.example",
            "SAIENE_LOG_LEVEL": "ERROR",
        }
        program = str(Path(sys.executable).parent / "gunicorn")
        command = [program, "--config", "python:blueprints.serving", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
        with (Path(instance) / "log").open("wb") as log:
            server = subprocess.Popen(command, env={**os.environ, **settings}, stdout=log, stderr=log)
            try:
                _wait(port)
                yield port
            finally:
                server.terminate()
                server.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


@contextmanager
def _exporting(url: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.bench.long_export", "--url", url, "--seconds", str(EXPORT_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as exporter:
        if exporter.stdout is None or exporter.stdout.readline().strip() != "begun":
            raise RuntimeError("the export did not begin")
        yield
        exporter.terminate()


def _ask(port: int, token: str, requests: int) -> list[float]:
    times = []
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"User-Agent": "Visitor/1.0", "Cookie": f"saiene={token}"}
    for number in range(requests):
        begun = time.perf_counter()
        connection.request("GET", PAGES[number % len(PAGES)], headers=headers)
        response = connection.getresponse()
        response.read()
        times.append((time.perf_counter() - begun) * 1000)
        if response.status != 200:
            raise RuntimeError(f"a page answered {response.status}")
        time.sleep(PAUSE_SECONDS)
    connection.close()
    return times
