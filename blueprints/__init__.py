"""HTTP: parse a form, make one domain call, render. No SQL and no rule."""

from flask import Flask


def register_all(app: Flask) -> None:
    """The one list of blueprints and command groups."""
    from blueprints.account import account
    from blueprints.admin.approvals import approvals
    from blueprints.admin.consents import consent_state
    from blueprints.admin.overview import admin
    from blueprints.admin.register_import import register_import
    from blueprints.admin.texts import texts
    from blueprints.certifications import certifications
    from blueprints.certifications.item_commands import register_cli
    from blueprints.commands import accounts_cli, doctor, items_cli, jobs_cli, mail_cli
    from blueprints.consent import consent
    from blueprints.demonstration import demo_cli
    from blueprints.health import health
    from blueprints.home import home
    from blueprints.legal import legal
    from blueprints.login import login

    pages = (home, login, consent, legal, certifications, account, health)
    for blueprint in (*pages, admin, approvals, register_import, texts, consent_state):
        app.register_blueprint(blueprint)
    for group in (register_cli, demo_cli, accounts_cli, items_cli, mail_cli, jobs_cli, doctor):
        app.cli.add_command(group)
