"""Extensions, made once and bound to each application."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from blueprints.identity import login_manager
from models.db import db

# The coarse fence, per address; the exact counts that lock an account live in the database.
PER_ADDRESS = "600 per minute"

csrf = CSRFProtect()
htmx = Htmx()
migrate = Migrate()
limiter = Limiter(get_remote_address, default_limits=[PER_ADDRESS], headers_enabled=False)


def install(app: Flask) -> None:
    """Bind every extension."""
    db.init_app(app)
    migrate.init_app(app, db, directory="models/migrations", render_as_batch=True)
    csrf.init_app(app)
    htmx.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
