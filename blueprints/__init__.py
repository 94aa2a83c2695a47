"""HTTP: parse a form, make one domain call, render. No SQL and no rule."""

from flask import Flask


def register_all(app: Flask) -> None:
    """The one list of blueprints and command groups."""
    from blueprints.account import account
    from blueprints.admin.approvals import approvals
    from blueprints.admin.overview import admin
    from blueprints.admin.register_import import register_import
    from blueprints.admin.training import admin_training
    from blueprints.certifications import certifications
    from blueprints.certifications.item_commands import register_cli
    from blueprints.commands import accounts_cli, doctor, items_cli, jobs_cli, mail_cli, training_cli
    from blueprints.consent import consent
    from blueprints.demonstration import demo_cli
    from blueprints.health import health
    from blueprints.home import home
    from blueprints.legal import legal
    from blueprints.login import login
    from blueprints.training import desk_training, training

    pages = (home, login, consent, legal, certifications, account, health)
    for blueprint in (*pages, admin, approvals, register_import, training, desk_training, admin_training):
        app.register_blueprint(blueprint)
    for group in (register_cli, demo_cli, accounts_cli, items_cli, mail_cli, jobs_cli, doctor, training_cli):
        app.cli.add_command(group)
