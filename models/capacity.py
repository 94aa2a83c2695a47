"""How large one server is made: threads, connections, pages of the database, caches. Measured by ``make bench``.

The numbers stand here and nowhere else; ``models.db``, ``app`` and ``blueprints.serving`` take them from here, and the
deployment guide says how to choose others.
"""

THREADS = 32
"""Requests answered side by side in one process. Idle connections of browsers wait in threads of their own."""
KEPT_CONNECTIONS = 8
"""Connections to the database that stay open; up to one a thread is opened in a rush."""
FILE_CONNECTIONS = 8
"""Further ones for files on their way: each reads the register at one moment, on a connection of its own."""

SQLITE_PAGE_BYTES = 8192
"""Fixed when the file is made. Twice the default: rows of certifications are long, and a listing reads in order."""
SQLITE_MAPPED_BYTES = 2 << 30
"""Of the file, read without copying: as much as SQLite maps at most. Address space, not memory."""
SQLITE_CACHE_KIBIBYTES = 16 * 1024
"""Of each connection, beside the shared map: small, for there may be one a thread."""
BUSY_MILLISECONDS = 10_000
"""How long a writer waits for its turn, on either database, before the page says 503."""
