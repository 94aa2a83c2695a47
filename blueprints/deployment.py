"""The deployment's settings, as every request and command of the application meets them."""

from flask import Flask, current_app

from models.legal.documents import Names
from models.settings import Settings

KEY = "saiene.settings"


def install(app: Flask, settings: Settings) -> None:
    """Keep the settings with the application."""
    app.extensions[KEY] = settings


def current_settings() -> Settings:
    """The settings this application was made with."""
    settings: Settings = current_app.extensions[KEY]
    return settings


def legal_names() -> Names:
    """The names this deployment has in its terms and policy."""
    settings = current_settings()
    return Names(settings.operator_name, settings.contact)
