"""One request, one unit of work: committed before the answer leaves, rolled back when it failed.

The only place of this wing that knows SQLAlchemy.
"""

import sqlite3

from flask import Flask, Response, request
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from models.db import SessionFactory, begin_writing, db

SAFE_METHODS = frozenset({"GET", "HEAD"})
DATABASE_FAILED = (OperationalError, InterfaceError, DatabaseError, sqlite3.DatabaseError)
_LATE_WRITERS: set[str] = set()


def current_session() -> Session:
    """The session of this request or command."""
    return db.session()


def session_factory() -> SessionFactory:
    """Opens sessions on this application's database, for a job that keeps what it does step by step."""
    return sessionmaker(db.engine, expire_on_commit=False)


def writes_late(endpoint: str) -> None:
    """Let an endpoint begin writing by itself: it does slow work first that must not hold SQLite's one writer up."""
    _LATE_WRITERS.add(endpoint)


def start_writing() -> None:
    """Take the turn to write before anything is read, so that what is checked is still true when it is written."""
    if request.endpoint and request.method not in SAFE_METHODS and request.endpoint not in _LATE_WRITERS:
        begin_writing(current_session())


def commit() -> None:
    """Keep what was done so far: for a streamed answer, whose end comes after the request's own commit."""
    db.session.commit()


def abandon() -> None:
    """Undo whatever this request has done so far."""
    db.session.rollback()


def install(app: Flask) -> None:
    """Begin writing once a request has passed every check, and commit after every one that did not fail.

    To be installed after the gate, the limits and the form token: a stranger never takes the turn to write.
    """
    app.before_request(start_writing)

    @app.after_request
    def finish(response: Response) -> Response:
        if response.status_code >= 500:
            db.session.rollback()
        else:
            db.session.commit()
        return response
