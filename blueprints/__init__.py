"""HTTP: parse a form, make one domain call, render. No SQL and no rule."""

from flask import Flask


def register_all(app: Flask) -> None:
    """The one list of blueprints and command groups."""
    from blueprints.account import account
    from blueprints.admin.approvals import approvals
    from blueprints.admin.kinds import kinds
    from blueprints.admin.operation import operation
    from blueprints.admin.organisations import organisations
    from blueprints.admin.overview import admin
    from blueprints.admin.people import people
    from blueprints.admin.register_import import register_import
    from blueprints.admin.requests import requests
    from blueprints.admin.roll_calls import roll_calls
    from blueprints.certifications import certifications
    from blueprints.certifications.item_commands import register_cli
    from blueprints.commands import accounts_cli, doctor, items_cli, jobs_cli, mail_cli, organisations_cli
    from blueprints.consent import consent
    from blueprints.demonstration import demo_cli
    from blueprints.desk import desk
    from blueprints.health import health
    from blueprints.home import home
    from blueprints.legal import legal
    from blueprints.login import login

    pages = (home, login, consent, legal, certifications, account, health)
    offices = (desk, admin, people, organisations, requests, approvals, roll_calls, kinds, operation, register_import)
    for blueprint in (*pages, *offices):
        app.register_blueprint(blueprint)
    groups = (register_cli, demo_cli, accounts_cli, organisations_cli, items_cli, mail_cli, jobs_cli, doctor)
    for group in groups:
        app.cli.add_command(group)
