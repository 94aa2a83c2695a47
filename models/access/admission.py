"""The ladder of rungs and who stands high enough: the one decision the gate asks for (M5, M7, M15–M17)."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from models.access.permissions import Permission
from models.accounts.sessions import is_fresh
from models.accounts.sign_in_session import Rung
from models.accounts.standing import Bar


class Stage(IntEnum):
    """What a page asks for. Each stage implies all below it."""

    ANYONE = 0
    PASSWORD = 1
    SECOND_FACTOR = 2
    CONSENT = 3


@dataclass(frozen=True, slots=True)
class Needs:
    """What a route declares: a stage, perhaps a permission, perhaps a fresh proof (step-up).

    ``elsewhere`` lets a session in that is used in another place than it was proved in: the page where it is proved.
    ``unattended`` says that the page asks for itself again and again: that does not count as the person being there.
    ``untrained`` lets somebody in whose training is long overdue: the page where it is done, and what nobody may be
    kept from.
    """

    stage: Stage
    permission: Permission | None = None
    step_up: bool = False
    elsewhere: bool = False
    unattended: bool = False
    untrained: bool = False


ANYONE = Needs(Stage.ANYONE)
PASSWORD = Needs(Stage.PASSWORD)
SECOND_FACTOR = Needs(Stage.SECOND_FACTOR)
CONSENT = Needs(Stage.CONSENT)


def permitted(
    permission: Permission, *, step_up: bool = False, unattended: bool = False, untrained: bool = False
) -> Needs:
    """A page for those who hold ``permission``, past every rung."""
    return Needs(Stage.CONSENT, permission, step_up, unattended=unattended, untrained=untrained)


class Refusal(StrEnum):
    """Why someone is not admitted; one table in ``blueprints.refusals`` turns each into an answer."""

    SIGN_IN = "sign-in"
    SECOND_FACTOR = "second-factor"
    CONSENT = "consent"
    TRAINING = "training"
    STEP_UP = "step-up"
    ELSEWHERE = "elsewhere"
    BARRED = "barred"
    NOT_PERMITTED = "not-permitted"


@dataclass(frozen=True, slots=True)
class Presence:
    """Everything the ladder looks at, read afresh from the database at every request.

    ``rung`` is None without a living session; ``bar`` is what keeps the account or its organisation out, and ``told``
    the sentence its person is told; ``elsewhere`` says that the session is used in another browser or network than it
    was last proved in; ``untrained`` that training is overdue by more than the deployment lets pass.
    """

    rung: Rung | None = None
    bar: Bar | None = None
    consent_current: bool = False
    permissions: frozenset[Permission] = frozenset()
    proved_at: datetime | None = None
    elsewhere: bool = False
    untrained: bool = False
    told: str = ""


NOBODY = Presence()


def admit(presence: Presence, needs: Needs, now: datetime) -> Refusal | None:
    """Whether this presence may pass: None, or the first rung it misses.

    What stopped an account is told only above the second factor: below it nobody can tell it from any other, and
    its person still reaches the page that asks the code (policy §5).
    """
    if needs.stage is Stage.ANYONE:
        return None
    if presence.rung is None:
        return Refusal.SIGN_IN
    proved = presence.rung >= Rung.SECOND_FACTOR
    if presence.elsewhere and not proved:
        return Refusal.SIGN_IN  # half a sign-in is bound to its browser
    if needs.stage >= Stage.SECOND_FACTOR and not proved:
        return Refusal.SECOND_FACTOR
    if presence.bar is not None and proved:
        return Refusal.BARRED
    if presence.elsewhere and not needs.elsewhere:
        return Refusal.ELSEWHERE
    if needs.stage >= Stage.CONSENT and not (presence.rung >= Rung.CONSENT and presence.consent_current):
        return Refusal.CONSENT
    if needs.stage >= Stage.CONSENT and presence.untrained and not needs.untrained:
        return Refusal.TRAINING
    if needs.permission is not None and needs.permission not in presence.permissions:
        return Refusal.NOT_PERMITTED
    if needs.step_up and not is_fresh(presence.proved_at, now):
        return Refusal.STEP_UP
    return None
