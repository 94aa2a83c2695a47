"""The databases measured on: migrated, filled, and kept in a folder, for building them takes longer than measuring."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sqlalchemy import make_url

from tests.bench import filling, loaders, made_up
from tests.bench.loaders import PostgresqlLoader, SqliteLoader
from tests.bench.trail import filling as trail_filling
from tests.bench.trail import made_up as trail_made_up
from tests.databases.cluster import Cluster
from tests.databases.recipes import migrated

SYSTEMS = ("sqlite", "postgresql")
SERVER = {
    "shared_buffers": "2GB",
    "work_mem": "32MB",
    "max_wal_size": "8GB",
    "effective_cache_size": "12GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
}
"""PostgreSQL as a server of this size is set up; see the deployment guide."""


@contextmanager
def database(system: str, rows: int, folder: Path) -> Iterator[str]:
    """The address of a filled database of ``rows`` certifications, made first if the folder holds none."""

    def fill(url: str) -> None:
        filling.fill(_loader(url), rows)

    with kept(system, f"{rows}-{mark(made_up, filling, loaders)}", folder, fill) as url:
        yield url


@contextmanager
def trail_database(system: str, events: int, folder: Path) -> Iterator[str]:
    """The address of a database with a trail of ``events`` and an empty register; made if the folder holds none."""

    def fill(url: str) -> None:
        trail_filling.fill(url, events)

    name = f"trail-{events}-{mark(trail_made_up, trail_filling)}"
    with kept(system, name, folder, fill) as url:
        yield url


@contextmanager
def kept(system: str, name: str, folder: Path, fill: Callable[[str], None]) -> Iterator[str]:
    """The address of a migrated database that ``fill`` has filled, which is kept under this name."""
    made = folder / (f"{system}-{name}.db" if system == "sqlite" else f"{system}-{name}")
    if system == "sqlite":
        if not made.exists():
            _make_file(made, fill)
        yield f"sqlite:///{made}"
        return
    if not made.exists():
        with _running(folder / "unfinished") as cluster:
            cluster.execute("CREATE DATABASE {}", "bench")
            _make(cluster.url("bench"), fill)
        (folder / "unfinished").rename(made)
    with _running(made) as cluster:
        yield cluster.url("bench")


def _make_file(made: Path, fill: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(dir=made.parent) as temporary:
        path = Path(temporary) / "made.db"
        _make(f"sqlite:///{path}", fill)
        shutil.move(path, made)


def _make(url: str, fill: Callable[[str], None]) -> None:
    begun = time.monotonic()
    migrated(url)
    fill(url)
    print(f"  {make_url(url).get_backend_name()}: made in {time.monotonic() - begun:.0f} s", flush=True)


def _loader(url: str) -> filling.Loader:
    path = make_url(url).database or ""
    return SqliteLoader(Path(path)) if url.startswith("sqlite") else PostgresqlLoader(url)


@contextmanager
def _running(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder, SERVER)
    try:
        yield cluster
    finally:
        cluster.stop()


def mark(*modules: ModuleType) -> str:
    """Changes with what makes the rows and the tables: an old database is not measured as a new one."""
    sources = [Path(module.__file__ or "") for module in modules]
    sources += sorted(Path("models/migrations/versions").glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
