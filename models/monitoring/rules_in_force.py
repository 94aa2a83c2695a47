"""The rules detection goes by at this moment, and their words."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.detection.detector import Detector
from models.detection.rulebook import RuleBook, shipped_rules
from models.detection.rules import ALL_RULES
from models.detection.states import States
from models.monitoring.countries_in_use import country_of
from models.monitoring.rule_edition import newest_edition


def rules_in_force(session: Session) -> tuple[int, RuleBook]:
    """The edition's number and its rules: the newest one's, or (0) those shipped with the product.

    A rule or threshold younger than the edition is as shipped, so that an update does not stop detection.

    Raises ``WrongRules`` for an edition that this version of the product cannot read.
    """
    edition = newest_edition(session)
    return (0, shipped_rules()) if edition is None else (edition.number, shipped_rules().under(edition.document))


def detector_of(rules: RuleBook, states: States) -> Detector:
    """The detector of these rules."""
    return Detector(rules, states, country_of)


def rule_labels() -> Mapping[str, str]:
    """The rules' names, by their codes."""
    return {rule.code: rule.label for rule in ALL_RULES}


def label_of(code: str) -> str:
    """A rule's name; the code itself for one that no longer exists."""
    return rule_labels().get(code, code)
