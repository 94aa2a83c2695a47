"""Someone's presence, read from the database for the ladder of rungs: the same for a request, a file and a job."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import clock
from models.access.admission import NOBODY, Needs, Presence, admit
from models.access.permissions import permissions_of
from models.access.row_scope import NO_ROWS, RowScope, row_scope
from models.access.viewer import Viewer
from models.access.visible_items import visible_items
from models.accounts.account import Account
from models.accounts.place import is_elsewhere
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.standing import what_bars, why_barred
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.consent import consents
from models.training.rule import TrainingRule, is_untrained


def presence_of(
    session: Session, sign_in: SignInSession | None, rule: TrainingRule, now: datetime, visit: Visit | None = None
) -> Presence:
    """What the ladder looks at, for a living session or none; ``rule`` is the deployment's.

    ``visit`` is the browser that asks. A job asks from none: where the session was used was looked at when it began.
    """
    if sign_in is None:
        return NOBODY
    account, today = sign_in.account, clock.day_in_japan(now)
    bar = what_bars(account, now)
    return Presence(
        rung=sign_in.rung,
        bar=bar,
        told=why_barred(account, bar) if bar is not None else "",
        consent_current=sign_in.rung is Rung.CONSENT and consents.is_current(session, sign_in, today),
        permissions=permissions_of(account.organisation.kind, account.role),
        proved_at=sign_in.proved_at,
        elsewhere=visit is not None and is_elsewhere(sign_in, visit),
        untrained=sign_in.rung is Rung.CONSENT and is_untrained(session, account, rule, today),
    )


def presence_of_stopped(stopped: SignInSession | None, now: datetime) -> Presence:
    """Somebody whose session a stop has ended: they learn why at the next click, as long as it lasts, and no more."""
    bar = what_bars(stopped.account, now) if stopped is not None else None
    if stopped is None or bar is None:
        return NOBODY
    return Presence(rung=stopped.rung, bar=bar, told=why_barred(stopped.account, bar))


def viewer_of(session: Session, account: Account, actor: Actor, now: datetime) -> Viewer:
    """The viewer an account is, by the grants edition in force at ``now``."""
    organisation = account.organisation
    return Viewer(
        actor=actor,
        kind=organisation.kind,
        role=account.role,
        permissions=permissions_of(organisation.kind, account.role),
        scope=scope_of(account),
        items=visible_items(session, organisation.kind, now),
    )


def scope_of(account: Account) -> RowScope:
    """The rows of an account: its organisation's, unless its unit is one whose people may not read."""
    organisation = account.organisation
    if not organisation.unit_reads(account.unit):
        return NO_ROWS
    return row_scope(organisation.kind, organisation.scope_code, organisation.laws)


def viewer_if_admitted(
    session: Session,
    sign_in: SignInSession | None,
    actor: Actor,
    needs: Needs,
    rule: TrainingRule,
    visit: Visit | None = None,
) -> Viewer | None:
    """The viewer as the database knows them this very moment; ``None`` once they would be refused ``needs``.

    For work that outlives a transaction. ``sign_in`` has to be read afresh, in a transaction begun just now.
    """
    now = clock.now()
    if sign_in is None or admit(presence_of(session, sign_in, rule, now, visit), needs, now) is not None:
        return None
    return viewer_of(session, sign_in.account, actor, now)
