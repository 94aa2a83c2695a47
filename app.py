"""The application's assembly: settings, extensions, gate, blueprints, start-up checks. Nothing else."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints
from blueprints import (
    body_limits,
    deployment,
    errors,
    extensions,
    formatting,
    gate,
    guarded,
    navigation,
    request_logs,
    row_numbers,
    security_headers,
    static_files,
    trusted_hosts,
    unit_of_work,
)  # fmt: skip
from blueprints.demonstration.loopback import LoopbackOnly
from models.capacity import FILE_CONNECTIONS, KEPT_CONNECTIONS, THREADS
from models.catalogue.catalogue import use_catalogue
from models.db import db, guard_connections
from models.monitoring.countries_in_use import use_countries
from models.register.tripwire import install_tripwire
from models.settings import Settings, load_settings

LARGEST_BODY = 1024 * 1024
MOST_FORM_PARTS = 1000
SESSION_COOKIE_SECONDS = 12 * 3600


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application of one deployment.

    Raises ``WrongSettings``, ``WrongCatalogue`` or ``WrongCountryFile`` rather than start unsafely.
    """
    settings = settings or load_settings()
    settings.check()
    use_catalogue(settings.catalogue_folder)
    use_countries(settings.countries)
    app = Flask(__name__, static_folder=None)
    deployment.install(app, settings)
    app.config.from_mapping(_configuration(settings))
    app.jinja_env.undefined = StrictUndefined
    app.url_map.merge_slashes = False  # an address has one spelling; any other is absent
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    request_logs.install(app)
    row_numbers.install(app)
    trusted_hosts.install(app, settings.trusted_hosts)
    gate_then_extensions(app)
    security_headers.install(app)
    errors.install(app)
    formatting.install(app)
    navigation.install(app)
    blueprints.register_all(app)
    guarded.check_all_guarded({rule.endpoint for rule in app.url_map.iter_rules()})
    static_files.install(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    if settings.demonstration:
        app.wsgi_app = LoopbackOnly(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app


def gate_then_extensions(app: Flask) -> None:
    """Gate, then limits and form token, then the turn to write: nobody learns from a later check what lies behind."""
    gate.install(app)
    body_limits.install(app)
    extensions.install(app)
    unit_of_work.install(app)
    with app.app_context():
        install_tripwire(db.engine)
        guard_connections(db.engine)


def _configuration(settings: Settings) -> dict[str, object]:
    prefix = "__Host-" if settings.tls else ""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            # A failing statement is logged; what people searched for, and who they are, is not.
            "hide_parameters": True,
            # Together as many as the server has threads, so that none waits for a connection instead of its turn, and
            # some for files on their way, each of which reads from a connection of its own.
            "pool_size": KEPT_CONNECTIONS,
            "max_overflow": THREADS + FILE_CONNECTIONS - KEPT_CONNECTIONS,
        },
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_PARTS": MOST_FORM_PARTS,
        # The signed cookie carries the form token and notices; who is signed in lives in the database.
        "SESSION_COOKIE_NAME": f"{prefix}saiene-form",
        "SESSION_COOKIE_SECURE": settings.tls,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": SESSION_COOKIE_SECONDS,
        "WTF_CSRF_TIME_LIMIT": SESSION_COOKIE_SECONDS,
        "WTF_CSRF_SSL_STRICT": settings.tls,
        # Flask-Login would believe this cookie before it asks us. No cookie can be called so.
        "REMEMBER_COOKIE_NAME": ";",
        "RATELIMIT_STORAGE_URI": settings.rate_limit_storage,
        "PREFERRED_URL_SCHEME": "https" if settings.tls else "http",
    }
