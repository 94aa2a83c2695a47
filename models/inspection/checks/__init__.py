"""Every check of the self-inspection, by promise: a new one is a function and one more line in its file's tuple."""

from models.inspection.check import Check
from models.inspection.checks import (
    audits,
    deployment,
    guards,
    identity,
    lives,
    numbers,
    organisations,
    rules_of_use,
    surface,
    taking_away,
    trail,
    visibility,
    watching,
)

CHECKS: tuple[Check, ...] = (
    *organisations.CHECKS,
    *identity.CHECKS,
    *lives.CHECKS,
    *visibility.CHECKS,
    *taking_away.CHECKS,
    *audits.CHECKS,
    *rules_of_use.CHECKS,
    *watching.CHECKS,
    *trail.CHECKS,
    *guards.CHECKS,
    *surface.CHECKS,
    *numbers.CHECKS,
    *deployment.CHECKS,
)
