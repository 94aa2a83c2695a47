"""HTTP: parse a form, make one domain call, render. No SQL and no rule."""

from flask import Flask


def register_all(app: Flask) -> None:
    """The one list of blueprints and command groups."""
    from blueprints.account import account
    from blueprints.admin.approvals import approvals
    from blueprints.admin.audit import audit
    from blueprints.admin.cases import cases
    from blueprints.admin.consents import consent_state
    from blueprints.admin.editions import editions
    from blueprints.admin.exports import export_limits, export_traces
    from blueprints.admin.findings import findings
    from blueprints.admin.incidents import incident_cases
    from blueprints.admin.inquiries import inquiry_cases
    from blueprints.admin.inspection import inspection
    from blueprints.admin.item_files import item_files
    from blueprints.admin.items import items
    from blueprints.admin.kinds import kinds
    from blueprints.admin.monitoring import monitoring
    from blueprints.admin.operation import operation
    from blueprints.admin.organisations import organisations
    from blueprints.admin.overview import admin
    from blueprints.admin.paper_requests import paper_requests
    from blueprints.admin.people import people
    from blueprints.admin.preview import preview
    from blueprints.admin.register_import import register_import
    from blueprints.admin.reports import reports
    from blueprints.admin.requests import requests
    from blueprints.admin.roll_calls import roll_calls
    from blueprints.admin.texts import texts
    from blueprints.admin.training import admin_training
    from blueprints.admin.why import why
    from blueprints.certifications import certifications
    from blueprints.certifications.item_commands import register_cli
    from blueprints.commands import (
        accounts_cli,
        audit_cli,
        doctor,
        inspect_command,
        items_cli,
        jobs_cli,
        mail_cli,
        monitoring_cli,
        organisations_cli,
        reports_cli,
        training_cli,
    )  # fmt: skip
    from blueprints.consent import consent
    from blueprints.demonstration import demo_cli
    from blueprints.desk import desk
    from blueprints.export_requests import export_requests
    from blueprints.health import health
    from blueprints.home import home
    from blueprints.incidents import incidents
    from blueprints.legal import legal
    from blueprints.login import login
    from blueprints.operator import operator
    from blueprints.training import desk_training, training

    pages = (home, login, consent, legal, certifications, account, health)
    own = (training, incidents, desk, desk_training)
    offices = (admin, people, organisations, requests, approvals, roll_calls, admin_training, kinds, operation)
    watching = (monitoring, cases, audit)
    reviews = (texts, items, item_files, editions, why, preview)
    looking_back = (operator, inquiry_cases, paper_requests, export_requests, export_traces, export_limits)
    assurance = (inspection, reports, findings)
    first_pages = (*pages, *own, *offices, *watching, *looking_back, *assurance)
    for blueprint in (*first_pages, *reviews, incident_cases, consent_state, register_import):
        app.register_blueprint(blueprint)
    first_groups = (register_cli, demo_cli, accounts_cli, organisations_cli, items_cli, mail_cli, jobs_cli)
    last_groups = (training_cli, audit_cli, monitoring_cli, reports_cli, doctor, inspect_command)
    for group in (*first_groups, *last_groups):
        app.cli.add_command(group)
