"""Commands that belong to no page: first accounts and grants, mail, jobs, the doctor, inspection, training."""

from blueprints.commands import item_editions  # noqa: F401  # it adds its commands
from blueprints.commands.accounts import accounts_cli
from blueprints.commands.doctor import doctor
from blueprints.commands.inspection import inspect_command, reports_cli
from blueprints.commands.items import items_cli
from blueprints.commands.jobs import jobs_cli
from blueprints.commands.mail import mail_cli
from blueprints.commands.organisations import organisations_cli
from blueprints.commands.training import training_cli

__all__ = [
    "accounts_cli",
    "doctor",
    "inspect_command",
    "items_cli",
    "jobs_cli",
    "mail_cli",
    "organisations_cli",
    "reports_cli",
    "training_cli",
]
