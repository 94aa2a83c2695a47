"""Commands that belong to no page: accounts and grants, mail, jobs, training, watching, inspection, the doctor."""

from blueprints.commands import item_editions, rehearsal  # noqa: F401  # they add their commands
from blueprints.commands.accounts import accounts_cli
from blueprints.commands.audit import audit_cli
from blueprints.commands.doctor import doctor
from blueprints.commands.inspection import inspect_command, reports_cli
from blueprints.commands.items import items_cli
from blueprints.commands.jobs import jobs_cli
from blueprints.commands.mail import mail_cli
from blueprints.commands.monitoring import monitoring_cli
from blueprints.commands.organisations import organisations_cli
from blueprints.commands.training import training_cli

__all__ = [
    "accounts_cli",
    "audit_cli",
    "doctor",
    "inspect_command",
    "items_cli",
    "jobs_cli",
    "mail_cli",
    "monitoring_cli",
    "organisations_cli",
    "reports_cli",
    "training_cli",
]
