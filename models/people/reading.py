"""Whose accounts somebody may look at: those of the own organisation, or all for those who manage people."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import not_past_last_day
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.kinds import kinds_in_use
from models.organisations.organisation import Organisation
from models.people.watchers import stopped_unconfirmed

LONGEST_UNUSED = timedelta(days=150)
"""Whoever has not signed in for so long is near dormancy: its exact day is a matter of the calendar."""
SOON = timedelta(days=30)


LIVING = (AccountState.ISSUED.value, AccountState.ACTIVE.value)
IN_USE = "living"
STATES = [*((one.value, one.label) for one in AccountState), (IN_USE, "発行済み・利用中")]


def visible_accounts(viewer: Viewer) -> Select[Account]:
    """The accounts this person may look at."""
    statement = select(Account).join(Account.organisation)
    if Permission.PEOPLE_LOOK in viewer.permissions:
        return statement
    if Permission.DESK in viewer.permissions:
        return statement.where(Account.organisation_id == viewer.actor.organisation_id)
    return statement.where(false())


def account_for(session: Session, viewer: Viewer, number: int) -> Account:
    """One of them. Raises ``NotFound``, for one that is not theirs to see too."""
    statement = visible_accounts(viewer).where(Account.id == number)
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def people_of(viewer: Viewer) -> ListSpec[Account]:
    """The list of people, by organisation and name."""
    last = func.coalesce(Account.last_signed_in_at, Account.issued_at)
    everywhere = (
        (
            ListFilter("organisation", "組織の名称", contains(Organisation.name)),
            ListFilter(
                "kind", "組織の種類", equals(Organisation.kind_code), [(one, one.label) for one in kinds_in_use()]
            ),
        )
        if Permission.PEOPLE_LOOK in viewer.permissions
        else ()
    )
    confirming = (
        (ListFilter("confirm", "停止の確認", _unconfirmed, [("waiting", "二人目の確認待ち")]),) if everywhere else ()
    )
    return ListSpec(
        visible_accounts(viewer),
        Account.id,
        {
            "name": Account.person_name,
            "id": Account.login_id,
            "organisation": Organisation.name,
            "last": last,
            "issued": Account.issued_at,
        },
        (
            ListFilter("q", "氏名・ID・メールアドレス", contains(Account.person_name, Account.login_id, Account.email)),
            *everywhere,
            ListFilter("state", "状態", _in_state, STATES),
            ListFilter("role", "役割", equals(Account.role_code), [(one, one.label) for one in Role]),
            ListFilter(
                "use", "利用", _unused, [("unused", "5か月以上サインインなし"), ("never", "一度もサインインなし")]
            ),
            ListFilter(
                "ends",
                "利用の最終日",
                _ends,
                [("soon", "30日以内"), ("over", "過ぎた"), ("given", "あり"), ("none", "なし")],
            ),
            *confirming,
        ),
    )


def _in_state(value: str) -> ColumnElement[bool]:
    return Account.state_code.in_(LIVING) if value == IN_USE else Account.state_code == value


def _unconfirmed(_value: str) -> ColumnElement[bool]:
    return stopped_unconfirmed()


def _unused(value: str) -> ColumnElement[bool]:
    if value == "never":
        return Account.last_signed_in_at.is_(None)
    long_ago = clock.now() - LONGEST_UNUSED
    return or_(
        Account.last_signed_in_at < long_ago, Account.last_signed_in_at.is_(None) & (Account.issued_at < long_ago)
    )


def _ends(value: str) -> ColumnElement[bool]:
    today = clock.today()
    match value:
        case "soon":
            return Account.ends_on.between(today, today + SOON)
        case "over":
            return Account.ends_on < today
        case "given":
            return Account.ends_on.is_not(None)
        case _:
            return Account.ends_on.is_(None)


def members_to_appoint(session: Session, viewer: Viewer) -> Sequence[Account]:
    """The members in use of one's own organisation, any of whom could become a responsible person."""
    chosen = select(Account).where(
        Account.organisation_id == viewer.actor.organisation_id,
        Account.role_code == Role.MEMBER.value,
        Account.state_code == AccountState.ACTIVE.value,
        not_past_last_day(clock.today()),
    )
    return session.scalars(chosen.order_by(Account.person_name, Account.id)).all()


def accounts_by_id(session: Session, state: str, organisation: str) -> Sequence[Account]:
    """Every account, for the server's console: of one state, of organisations whose name holds a text."""
    chosen = select(Account).join(Account.organisation)
    if state:
        chosen = chosen.where(Account.state_code == state)
    if organisation:
        chosen = chosen.where(contains(Organisation.name)(organisation))
    return session.scalars(chosen.order_by(Account.login_id)).all()
