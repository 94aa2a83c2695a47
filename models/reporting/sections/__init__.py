"""The sections of the monthly report, in their order: a new one is a file beside these and one more line here."""

from collections.abc import Callable

from models.reporting.document import Section
from models.reporting.ground import Ground
from models.reporting.sections.accounts import accounts
from models.reporting.sections.addresses import addresses
from models.reporting.sections.alerts import alerts
from models.reporting.sections.exports import exports
from models.reporting.sections.grants import grants
from models.reporting.sections.hours import hours
from models.reporting.sections.lives import lives
from models.reporting.sections.organisations import organisations
from models.reporting.sections.overall import overall
from models.reporting.sections.rules_of_use import rules_of_use
from models.reporting.sections.standing import standing
from models.reporting.sections.trail import trail

SECTIONS: tuple[Callable[[Ground], Section], ...] = (
    overall,
    organisations,
    accounts,
    hours,
    addresses,
    exports,
    alerts,
    lives,
    standing,
    rules_of_use,
    grants,
    trail,
)
