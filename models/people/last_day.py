"""Which day may be the last of an account's use. An external auditor's account always has one (M13)."""

from datetime import date

from models import clock
from models.organisations.kinds import OrganisationKind

AUDITOR_MONTHS = 12
"""An audit is ordered for a year; a longer one is extended when its year is nearly over."""
LONGEST_MONTHS = 60
"""No fixed-term employment may be agreed for longer (労働基準法第14条), so a later day is a slip of the pen."""
NEEDED = "外部監査人のアカウントには、利用の最終日が必要です。"


def needs_last_day(kind: OrganisationKind) -> bool:
    """Whether nobody has an account there without a last day."""
    return kind is OrganisationKind.AUDITOR


def furthest_last_day(kind: OrganisationKind) -> date:
    """The latest last day that can be given today."""
    return clock.months_after(clock.today(), AUDITOR_MONTHS if needs_last_day(kind) else LONGEST_MONTHS)


def why_not_last_day(kind: OrganisationKind, last: date | None, first: date | None) -> str:
    """Why an account of that kind whose first day is ``first`` cannot end on ``last``; empty when it can.

    ``None`` is no last day. Days are those of Japan, as the clock has them now.
    """
    if last is None:
        return NEEDED if needs_last_day(kind) else ""
    if last < clock.today() or (first is not None and last < first):
        return "利用の最終日は、今日以後で、利用開始日以後の日にしてください。"
    if last > (furthest := furthest_last_day(kind)):
        return f"利用の最終日は、{furthest:%Y-%m-%d} までの日にしてください。"
    return ""
