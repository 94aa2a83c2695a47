"""Looking at the rules: one by its code, and the editions there were, with whoever stands behind them."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Bundle, aliased

from models.accounts.account import Account
from models.detection.rules import BY_CODE
from models.detection.rules.rule import Rule
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, from_day_to_day
from models.monitoring.rule_edition import RuleEdition


def rule_named(code: str) -> Rule:
    """The rule with this code. Raises ``NotFound``."""
    found = BY_CODE.get(code)
    if found is None:
        raise NotFound
    return found


def rule_editions() -> ListSpec[Any]:
    """Every edition, newest first: ``number``, ``note``, ``made_at``, and the names ``proposer`` and ``approver``.

    The one with the highest number is in force.
    """
    edition, proposer, approver = RuleEdition, aliased(Account), aliased(Account)
    names = (proposer.person_name.label("proposer"), approver.person_name.label("approver"))
    rows: Select[Any] = select(Bundle("edition", edition.number, edition.note, edition.made_at, *names))
    return ListSpec(
        rows.join(proposer, proposer.id == edition.proposed_by).join(approver, approver.id == edition.approved_by),
        edition.number,
        {
            "number": edition.number,
            "note": edition.note,
            "at": edition.made_at,
            "proposer": proposer.person_name,
            "approver": approver.person_name,
        },
        (
            ListFilter("note", "名前", contains(edition.note)),
            ListFilter(
                "person",
                "提案・承認した人の氏名・ID",
                contains(proposer.person_name, proposer.login_id, approver.person_name, approver.login_id),
            ),
            *from_day_to_day(edition.made_at, "この日以後に発効", "この日以前に発効"),
        ),
        descending=True,
    )
