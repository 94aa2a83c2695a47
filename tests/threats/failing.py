"""Things that fail underneath, as the operating system and the database make them fail."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import models.db
from tests.threats.conftest import Service
from tests.threats.test_faults import locked


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes: a write comes half through and fails, as on a full disk.

    The databases of PostgreSQL are written by another process and go on.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def busy(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody else has the turn to write and does not give it back; whoever waits for it gives up soon."""
    with monkeypatch.context() as patched, service.app.app_context():
        patched.setattr(models.db, "BUSY_MILLISECONDS", 50)
        models.db.db.engine.dispose()
        with locked(service):
            yield
        models.db.db.engine.dispose()
