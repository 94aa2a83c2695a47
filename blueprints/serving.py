"""gunicorn's settings: ``gunicorn --config python:blueprints.serving wsgi:app``.

Sync workers would die of a few slow connections, so threads answer. SQLite lets one connection write, and every page
writes its record, so there is one process; on PostgreSQL more are started by gunicorn's own ``WEB_CONCURRENCY``. The
address to listen on is the command's to say.
"""

from models import capacity

worker_class = "gthread"
threads = capacity.THREADS
# The control socket of newer gunicorns would be one more way in, and nothing here uses it.
control_socket_disable = True
# Searches stand in addresses; longer ones are refused before anything reads them.
limit_request_line = 8190
