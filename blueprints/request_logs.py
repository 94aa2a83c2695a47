"""Logs: JSON lines with a request id. Ids only: never codes, passwords, names or search words."""

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, has_request_context, request

REQUEST_ID_BYTES = 8


def configure(level: str) -> None:
    """Send every log line of the process to standard error as one JSON object."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        _name_the_request,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Migrations tell of every step they look at; only what goes wrong is news.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _name_the_request(_logger: object, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Every line written while a request is answered carries its id, warnings of libraries and failures included."""
    if has_request_context() and "request_id" in g:
        line.setdefault("request_id", g.request_id)
    return line


def install(app: Flask) -> None:
    """Give every request an id, and write one line when it is answered."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(REQUEST_ID_BYTES)
        g.begun_at = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        app.logger.info(
            "request",
            extra={
                "request_id": g.request_id,
                "endpoint": request.endpoint,
                "method": request.method,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - g.begun_at) * 1000, 1),
            },
        )
        return response
