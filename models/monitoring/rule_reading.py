"""Looking at the rules: one by its code, and the editions there were, with whoever stands behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.accounts.account import Account
from models.detection.rules import BY_CODE
from models.detection.rules.rule import Rule
from models.errors import NotFound
from models.monitoring.rule_edition import RuleEdition


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """An edition and the names of its two persons."""

    edition: RuleEdition
    proposer: str
    approver: str


def rule_named(code: str) -> Rule:
    """The rule with this code. Raises ``NotFound``."""
    found = BY_CODE.get(code)
    if found is None:
        raise NotFound
    return found


def editions_of(session: Session) -> Sequence[MadeEdition]:
    """Every edition, newest first."""
    proposer, approver = aliased(Account), aliased(Account)
    chosen = (
        select(RuleEdition, proposer.person_name, approver.person_name)
        .join(proposer, proposer.id == RuleEdition.proposed_by)
        .join(approver, approver.id == RuleEdition.approved_by)
        .order_by(RuleEdition.number.desc())
    )
    return [MadeEdition(*row) for row in session.execute(chosen)]
