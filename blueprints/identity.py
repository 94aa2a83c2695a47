"""Who is asking: the session behind the cookie, the person, and the viewer the register will meet.

Everything is read afresh from the database once per request, so that a stop, a ban or a change of rights takes
effect at the next one in every worker (M7, M8, M16).
"""

from ipaddress import ip_address

from flask import g, request
from flask_login import LoginManager, UserMixin, current_user

from blueprints.cookies import browser_cookie, session_cookie
from blueprints.deployment import current_settings
from blueprints.guarded import needs_of
from blueprints.unit_of_work import commit, current_session
from models import clock
from models.access.admission import Needs, Presence
from models.access.presence import presence_of, presence_of_stopped, viewer_if_admitted, viewer_of
from models.access.viewer import Viewer
from models.accounts import sessions
from models.accounts.account import Account
from models.accounts.place import is_elsewhere
from models.accounts.sign_in_session import Rung, SignInSession
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.training.rule import TrainingRule

login_manager = LoginManager()
login_manager.session_protection = None


class Person(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """The account as Flask-Login's ``current_user``."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """The account's number."""
        return str(self.account.id)


@login_manager.request_loader
def _load_person(_request: object) -> Person | None:
    sign_in = current_sign_in()
    proved = sign_in is not None and sign_in.rung >= Rung.SECOND_FACTOR
    # A copied cookie is shown nobody's name.
    shown = sign_in is not None and proved and not is_elsewhere(sign_in, current_visit())
    return Person(sign_in.account) if sign_in is not None and shown else None


def current_sign_in() -> SignInSession | None:
    """The living sign-in session of this request, on whatever rung."""
    if "sign_in" not in g:
        token = request.cookies.get(session_cookie(), "")
        g.sign_in = sessions.find(current_session(), token, clock.now())
    found: SignInSession | None = g.sign_in
    return found


def forget_who_asks() -> None:
    """Treat the caller as nobody: for a page that has to show when the database cannot say who it is."""
    g.sign_in = None
    g.pop("_login_user", None)


def present_sign_in() -> SignInSession:
    """The session of a page behind the password."""
    sign_in = current_sign_in()
    if sign_in is None:
        raise RuntimeError("a page without a gate asked for the sign-in session")
    return sign_in


def sender_of_form() -> Account | None:
    """Whose form this request brings: of who is signed in, or was until their time ran out while they typed."""
    sign_in = current_sign_in()
    if sign_in is None:
        token = request.cookies.get(session_cookie(), "")
        sign_in = sessions.find_run_out(current_session(), token, clock.now())
    return sign_in.account if sign_in is not None and sign_in.rung is Rung.CONSENT else None


def current_presence() -> Presence:
    """What the ladder of rungs looks at."""
    sign_in, now = current_sign_in(), clock.now()
    if sign_in is None:
        token = request.cookies.get(session_cookie(), "")
        return presence_of_stopped(sessions.find_stopped(current_session(), token, now), now)
    return presence_of(current_session(), sign_in, training_rule(), now, current_visit())


def training_rule() -> TrainingRule:
    """From when overdue training keeps its person out here."""
    return TrainingRule.of(current_settings())


def current_visit() -> Visit:
    """What the server knows of the browser."""
    sign_in = current_sign_in()
    return Visit(
        address=address_of_caller(),
        user_agent=request.headers.get("User-Agent", ""),
        browser_token=request.cookies.get(browser_cookie(), ""),
        request=g.request_id,
        device=sign_in.device if sign_in is not None else "",
    )


def current_actor() -> Actor:
    """Who acts, for the trail."""
    sign_in = current_sign_in()
    if sign_in is None:
        return current_visit().actor()
    return current_visit().actor(sign_in.account, sign_in.id)


def current_person() -> Person:
    """The signed-in person, past the second factor."""
    person: Person = current_user._get_current_object()
    return person


def is_freshly_proved() -> bool:
    """Whether this session gave a code within the time a step-up lasts."""
    sign_in = current_sign_in()
    return sign_in is not None and sessions.is_proved(sign_in, clock.now())


def viewer_if_still_admitted(needs: Needs | None = None) -> Viewer | None:
    """The viewer as the database knows them this very moment; None once anything ended. For long answers.

    ``needs`` are those of the page, if no others are given. A transaction begun before would still see the rights of
    its beginning, so it is closed first.
    """
    commit()
    g.pop("sign_in", None)
    g.pop("viewer", None)
    needs = needs or needs_of(request.endpoint)
    if needs is None:
        return None
    return viewer_if_admitted(
        current_session(), current_sign_in(), current_actor(), needs, training_rule(), current_visit()
    )


def current_viewer() -> Viewer:
    """The signed-in person with rows and items decided. Only pages behind the gate may ask."""
    if "viewer" not in g:
        sign_in = current_sign_in()
        if sign_in is None:
            raise RuntimeError("a page without a gate asked for a viewer")
        g.viewer = viewer_of(current_session(), sign_in.account, current_actor(), clock.now())
    viewer: Viewer = g.viewer
    return viewer


def address_of_caller() -> str:
    """The caller's address; an IPv4 address mapped into IPv6 is written as IPv4, what is no address is left out."""
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)
