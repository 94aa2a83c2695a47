"""The databases measured on: migrated, filled, and kept in a folder, for building them takes longer than measuring."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import filling, loaders, made_up
from tests.bench.loaders import PostgresqlLoader, SqliteLoader
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
    if system == "sqlite":
        yield _sqlite(rows, folder)
        return
    made = folder / f"postgresql-{rows}-{_mark()}"
    if not made.exists():
        with _running(folder / "unfinished") as cluster:
            cluster.execute("CREATE DATABASE {}", "bench")
            migrated(cluster.url("bench"))
            _fill(PostgresqlLoader(cluster.url("bench")), rows)
        (folder / "unfinished").rename(made)
    with _running(made) as cluster:
        yield cluster.url("bench")


def _sqlite(rows: int, folder: Path) -> str:
    path = folder / f"sqlite-{rows}-{_mark()}.db"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            made = Path(temporary) / "made.db"
            migrated(f"sqlite:///{made}")
            _fill(SqliteLoader(made), rows)
            shutil.move(made, path)
    return f"sqlite:///{path}"


@contextmanager
def _running(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder, SERVER)
    try:
        yield cluster
    finally:
        cluster.stop()


def _fill(loader: filling.Loader, rows: int) -> None:
    begun = time.monotonic()
    filling.fill(loader, rows)
    print(f"  {loader.dialect}: {rows:,} certifications made in {time.monotonic() - begun:.0f} s", flush=True)


def _mark() -> str:
    """Changes with what makes the rows and the tables: an old database is not measured as a new one."""
    sources = [Path(module.__file__ or "") for module in (made_up, filling, loaders)]
    sources += sorted(Path("models/migrations/versions").glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
