"""The production entry point: ``gunicorn wsgi:app``."""

from app import create_app
from blueprints import request_logs
from models.settings import WrongSettings, load_settings

try:
    _settings = load_settings()
except WrongSettings as wrong:
    raise SystemExit(wrong.reason) from None
request_logs.configure(_settings.log_level)
app = create_app(_settings)
