"""Every endpoint, at every stage of the way in, by every method, as page and as fragment: refused until admitted.

Derived from the routing table: a new page is in the matrix the moment it exists. What each stage may reach stands
here once more, in plain words, so that the ladder itself is checked and not asked.
"""

from dataclasses import dataclass, field, replace
from itertools import count
from zlib import crc32

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from blueprints.guarded import needs_of
from models.access.admission import Needs, Stage
from models.access.permissions import permissions_of
from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.organisations.kinds import OrganisationKind
from tests.access import people
from tests.access.people import Change
from tests.access.routes import Target, targets
from tests.amount import DEEP
from tests.driver.visitor import Visitor

SIGN_IN, CODE, CONSENT, STEP_UP = "login.password", "login.code", "consent.ask", "login.step_up"
TRAINING = "training.index"
REFUSED_PAGE = 403
COOKIE, HOST, HOME = "__Host-saiene", "saiene.example", "127.0.0.1"


@dataclass(frozen=True)
class Case:
    """Someone at one stage: how they signed in, what happened since, how far they may go, where they are sent.

    ``once``: the first refusal changes them (dormancy becomes a stop), so they are brought back before every request.
    """

    name: str
    rung: Rung | None = None
    since: tuple[Change, ...] = ()
    reaches: Stage = Stage.ANYONE
    sent_to: str | None = None
    once: bool = False
    account: dict[str, object] = field(default_factory=dict)


CASES = [
    Case("signed out", sent_to=SIGN_IN),
    Case("ID and password only", Rung.PASSWORD, reaches=Stage.PASSWORD, sent_to=CODE),
    Case("before consent", Rung.SECOND_FACTOR, reaches=Stage.SECOND_FACTOR, sent_to=CONSENT),
    Case(
        "consent to an older text",
        Rung.CONSENT,
        (people.agree_to_an_older_text,),
        reaches=Stage.SECOND_FACTOR,
        sent_to=CONSENT,
    ),
    Case(
        "training long overdue",
        Rung.CONSENT,
        (people.neglect_training,),
        reaches=Stage.SECOND_FACTOR,
        sent_to=TRAINING,
    ),
    Case("session ended", Rung.CONSENT, (people.end_session,), sent_to=SIGN_IN),
    Case("session left idle", Rung.CONSENT, (people.leave_idle,), sent_to=SIGN_IN),
    Case("stopped after ID and password", Rung.PASSWORD, (people.stop,), reaches=Stage.PASSWORD, sent_to=CODE),
    Case("stopped", Rung.CONSENT, (people.stop,)),
    Case("stopped before consent", Rung.SECOND_FACTOR, (people.stop,)),
    Case("struck off", Rung.CONSENT, (people.strike_off,)),
    Case("dormant", Rung.CONSENT, (people.make_dormant,), once=True),
    Case("organisation barred", Rung.CONSENT, (people.bar_organisation,)),
    Case("organisation closed", Rung.CONSENT, (people.close_organisation,)),
    Case("kind stopped", Rung.CONSENT, (people.stop_kind,)),
    Case("kind stopped before consent", Rung.SECOND_FACTOR, (people.stop_kind,)),
    Case(
        "kind stopped after ID and password", Rung.PASSWORD, (people.stop_kind,), reaches=Stage.PASSWORD, sent_to=CODE
    ),
    Case("roll-call unanswered", Rung.CONSENT, (people.leave_roll_call_unanswered,)),
    Case("first day not reached", Rung.CONSENT, (people.begin_tomorrow,)),
    Case("last day passed", Rung.CONSENT, (people.end_yesterday,)),
    Case("half a sign-in, copied elsewhere", Rung.PASSWORD, (people.use_from_elsewhere,), sent_to=SIGN_IN),
    Case("a cookie copied elsewhere", Rung.CONSENT, (people.use_from_elsewhere,), sent_to=STEP_UP),
    Case("a cookie copied elsewhere before consent", Rung.SECOND_FACTOR, (people.use_from_elsewhere,), sent_to=STEP_UP),
]
OUTSIDERS = [
    Case("the system's manager", account={"kind": OrganisationKind.CONTRACTOR, "role": Role.SYSTEM_MANAGER}),
    Case("the auditor", account={"kind": OrganisationKind.AUDITOR, "role": Role.AUDITOR}),
    Case("a grid company's member", account={"kind": OrganisationKind.GRID_OPERATOR, "scope": "tokyo"}),
    Case("a certified operator", account={"kind": OrganisationKind.CERTIFIED_OPERATOR, "scope": "1"}),
]

OFFICER: dict[str, object] = {"kind": OrganisationKind.OWNER, "role": Role.OWNER_OFFICER}
"""Whoever may reach the most: every permission of the register, and those of the owner alone."""
LEAD: dict[str, object] = {"kind": OrganisationKind.BUREAU, "role": Role.RESPONSIBLE_PERSON}
"""Whoever looks after the people of one organisation."""
OPERATOR: dict[str, object] = {"kind": OrganisationKind.CERTIFIED_OPERATOR, "scope": "1"}
"""Whoever looks back at their own facilities."""
ADMITTED = {"the owner's officer": OFFICER, "a responsible person": LEAD, "a certified operator": OPERATOR}


class Entrance:
    """Brings somebody to a stage, in a browser of their own, with a valid forgery token.

    They fetch the token from an address of their own: the fence against floods is not what is asked about here.
    """

    def __init__(self, app: Flask, session: Session) -> None:
        self._app, self._session = app, session
        self._addresses = (f"127.1.{number // 250}.{1 + number % 250}" for number in count())
        self._last: people.SignedInPerson | None = None

    def __call__(self, case: Case) -> Visitor:
        visitor = Visitor(self._app, address=next(self._addresses))
        visitor.visit(self._app.url_map.bind(HOST).build(SIGN_IN))
        visitor.address = HOME  # where their session was begun
        if case.rung is not None:
            account = people.new_account(self._session, **case.account)  # type: ignore[arg-type]
            self._last = people.signed_in(self._session, account, case.rung)
            self.again(case)
            visitor.client.set_cookie(COOKIE, self._last.token, domain=HOST, secure=True, httponly=True)
        return visitor

    def again(self, case: Case) -> None:
        """Let what happened to the last person happen once more, whatever the product has made of it since."""
        assert self._last is not None
        self._session.expire_all()
        if case.once:
            self._last.sign_in.ended_at = None
        for change in case.since:
            change(self._last)
        self._session.commit()


@pytest.fixture
def enter(app: Flask, session: Session) -> Entrance:
    """The way in, for anybody."""
    return Entrance(app, session)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nobody_passes_before_their_stage(app: Flask, enter: Entrance, case: Case) -> None:
    wanted = [target for target in targets(app) if _needs(target).stage > case.reaches]
    if case.sent_to == STEP_UP:  # that page is where the session is proved anew
        wanted = [target for target in wanted if not _needs(target).elsewhere]
    if case.sent_to == TRAINING:  # and what nobody is kept from
        wanted = [target for target in wanted if not _needs(target).untrained]
    assert _not_refused(app, enter, case, wanted) == []


@pytest.mark.parametrize("case", OUTSIDERS, ids=lambda case: case.name)
def test_nobody_passes_without_the_permission(app: Flask, enter: Entrance, case: Case) -> None:
    case = replace(case, rung=Rung.CONSENT)
    held = permissions_of(case.account.get("kind"), case.account.get("role", Role.MEMBER))  # type: ignore[arg-type]
    wanted = [
        target
        for target in targets(app)
        if _needs(target).permission is not None and _needs(target).permission not in held
    ]
    assert _not_refused(app, enter, case, wanted) == []


def test_whoever_neglects_their_training_reaches_the_training_and_themselves(app: Flask, enter: Entrance) -> None:
    visitor = enter(Case("training long overdue", Rung.CONSENT, (people.neglect_training,), account=OFFICER))
    open_to_them = {target.endpoint for target in targets(app, "GET") if _needs(target).untrained}
    assert {"training.index", "training.course", "training.record", "account.index"} <= open_to_them
    for target in targets(app, "GET"):
        if target.endpoint in open_to_them:
            assert _ask(visitor, target, htmx=False).status_code in {200, 303, 404}
            assert _leads_to(app, visitor.response) not in {SIGN_IN, CONSENT, TRAINING}


def test_a_step_up_page_asks_for_a_fresh_code(app: Flask, enter: Entrance) -> None:
    """Of somebody who may reach it otherwise: whoever may not is refused before."""
    wanted = [target for target in targets(app) if _needs(target).step_up]
    for account in (*ADMITTED.values(), *(outsider.account for outsider in OUTSIDERS)):
        held = permissions_of(account["kind"], account.get("role", Role.MEMBER))  # type: ignore[arg-type]
        theirs = [target for target in wanted if _needs(target).permission in {None, *held}]
        case = Case("proof faded", Rung.CONSENT, (people.let_proof_fade,), sent_to=STEP_UP, account=account)
        assert _not_refused(app, enter, case, theirs) == []
        wanted = [target for target in wanted if target not in theirs]
    assert wanted == [], "nobody may reach these"


@pytest.mark.parametrize("account", ADMITTED.values(), ids=ADMITTED)
def test_someone_fully_admitted_is_refused_nothing_of_theirs(
    app: Flask, enter: Entrance, account: dict[str, object]
) -> None:
    """Without this the whole matrix could pass by refusing everyone."""
    visitor = enter(Case("admitted", Rung.CONSENT, account=account))
    held = permissions_of(account["kind"], account.get("role", Role.MEMBER))  # type: ignore[arg-type]
    refused = []
    for target in targets(app, "GET"):
        if _needs(target).stage is Stage.CONSENT and _needs(target).permission in {None, *held}:
            response = _ask(visitor, target, htmx=False)
            if response.status_code == REFUSED_PAGE or _leads_to(app, response) in {SIGN_IN, CODE, CONSENT, TRAINING}:
                refused.append(f"{target} → {response.status_code} {response.headers.get('Location')}")
    assert refused == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_answered_alike_to_everyone(app: Flask, enter: Entrance, method: str) -> None:
    nobody, member = enter(CASES[0]), enter(Case("admitted", Rung.CONSENT))
    for target in targets(app, "GET"):
        asked = Target(target.endpoint, target.path, method)
        answers = {_ask(visitor, asked, htmx=False).status_code for visitor in (nobody, member)}
        assert answers == {405}, f"{method} {target.path}: {answers}"


@pytest.mark.parametrize("account", ADMITTED.values(), ids=ADMITTED)
def test_a_form_without_its_token_changes_nothing_for_anyone(
    app: Flask, enter: Entrance, account: dict[str, object]
) -> None:
    visitor = enter(Case("admitted", Rung.CONSENT, account=account))
    held = permissions_of(account["kind"], account.get("role", Role.MEMBER))  # type: ignore[arg-type]
    taken = [
        str(target)
        for target in targets(app, "POST")
        if _needs(target).permission in {None, *held}
        and visitor.request("POST", target.path, data={}).status_code != 400
    ]
    assert taken == []


def _needs(target: Target) -> Needs:
    needs = needs_of(target.endpoint)
    assert needs is not None, f"{target.endpoint} does not say what it needs"
    return needs


def _not_refused(app: Flask, enter: Entrance, case: Case, wanted: list[Target]) -> list[str]:
    """What is wrong with the refusals of these targets to this case; nothing when all are proper ones."""
    visitor = enter(case)
    found = []
    for target in wanted:
        for htmx in _ways_to_ask(case, target):
            if case.once:
                enter.again(case)
            response = _ask(visitor, target, htmx=htmx)
            faults = _faults_of_refusal(app, response, case, htmx=htmx)
            found += [f"{target}{' by htmx' if htmx else ''}: {fault}" for fault in faults]
    return found


def _ways_to_ask(case: Case, target: Target) -> tuple[bool, ...]:
    """As a page and as a fragment; ordinarily one of the two, half of the targets either way at every stage.

    Whoever has come as far as the others but for one thing that ended it since is ordinarily asked for half of the
    targets, and for a quarter where the first refusal changes them: all are refused by the same rule.
    """
    if DEEP:
        return (False, True)
    drawn = crc32(f"{case.name} {target}".encode()) // 2
    left_out = drawn % 4 if case.once else drawn % 2 and bool(case.since)
    return () if left_out else (drawn // 4 % 2 == 1,)


def _ask(visitor: Visitor, target: Target, *, htmx: bool) -> TestResponse:
    number = len(visitor.steps)  # every request from an address of its own, as every browser
    visitor.address = f"127.0.0.{1 + number % 250}"
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}
    data = {"csrf_token": visitor.token()} if target.method not in ("GET", "HEAD") else None
    return visitor.request(target.method, target.path, headers=headers, data=data)


def _faults_of_refusal(app: Flask, response: TestResponse, case: Case, *, htmx: bool) -> list[str]:
    """Why an answer is no proper refusal for this case; nothing when it is one."""
    faults = []
    if case.sent_to is None and response.status_code != REFUSED_PAGE:
        faults.append(f"status {response.status_code}, not {REFUSED_PAGE}")
    if case.sent_to is not None and _leads_to(app, response) != case.sent_to:
        faults.append(f"status {response.status_code}, leads to {_leads_to(app, response)}, not to {case.sent_to}")
    if htmx and response.get_data():
        faults.append("a refusal to the script has a body")
    if htmx and "HX-Redirect" not in response.headers:
        faults.append("a refusal to the script does not say where to go")
    if not htmx and response.status_code in (200, 304):
        faults.append(f"status {response.status_code}")
    return faults


def _leads_to(app: Flask, response: TestResponse) -> str | None:
    address = response.headers.get("Location") or response.headers.get("HX-Redirect")
    if address is None:
        return None
    endpoint, _ = app.url_map.bind(HOST).match(address.partition("?")[0], method="GET")
    return str(endpoint)
