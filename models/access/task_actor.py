"""For whom a job works: the person who asked for it, as long as they may still do so themselves."""

from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission, permissions_of
from models.accounts.account import Account
from models.accounts.standing import what_bars
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.errors import Forbidden
from models.jobs.worker import Task


class NoLongerAllowed(Forbidden):
    """Whoever asked for the job was stopped meanwhile, or has another role."""

    def __init__(self) -> None:
        super().__init__("指示した人の権限がなくなったため、行いませんでした。")


def actor_of(session: Session, task: Task, needed: Permission) -> Actor:
    """The person, as the database knows them now. Raises ``NoLongerAllowed``."""
    account = session.get(Account, task.account_id or 0)
    if account is None or what_bars(account, clock.now()) is not None:
        raise NoLongerAllowed
    if needed not in permissions_of(account.organisation.kind, account.role):
        raise NoLongerAllowed
    return Visit(request=f"job:{task.id}").actor(account)
