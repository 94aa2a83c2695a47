"""How far consent has come: how many of each organisation's people have agreed to what is in force today (M15).

Whoever may sign in counts. Up to date is who has agreed, for the organisation's kind, to today's versions of the six
items, the terms and the policy; grid companies' people too, although they are asked again at every start of use.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import Bundle, Session

from models.accounts.account import Account, AccountState
from models.consent.asked import texts_asked
from models.consent.record import Consent
from models.errors import NotFound
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.kinds import Standing, kinds_in_use
from models.organisations.organisation import Organisation

NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""In the order by the last consent, where none was given."""
_YES, _NO = "yes", "no"
_MAY_SIGN_IN = Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value])


def organisations_consent(session: Session, today: date) -> ListSpec[Any]:
    """The organisations that are not closed, each with ``people``, ``current`` of them, ``percent``, ``last`` consent.

    One statement for all of them. ``percent`` is rounded down: 100 means everybody. ``last`` is ``None`` for never.
    """
    columns = consent_of_organisations(session, today).subquery().c
    return ListSpec(
        select(Bundle("state", *columns)),
        columns.id,
        {
            "name": columns.name,
            "people": columns.people,
            "missing": columns.missing,
            "percent": columns.percent,
            "last": func.coalesce(columns.last, NEVER, type_=columns.last.type),
        },
        (
            ListFilter("q", "組織の名称", contains(columns.name)),
            ListFilter("kind", "区分", equals(columns.kind), [(one, one.label) for one in kinds_in_use()]),
            ListFilter(
                "complete",
                "全員の同意",
                lambda value: columns.missing == 0 if value == _YES else columns.missing > 0,
                [(_NO, "同意していない人がいる"), (_YES, "全員が同意済み")],
            ),
        ),
    )


def people_consent(session: Session, organisation: Organisation, today: date) -> ListSpec[Any]:
    """One organisation's people, each with the versions and moment of the last consent, and whether it is current."""
    columns = _last_consents(session, organisation, today).subquery().c
    return ListSpec(
        select(Bundle("person", *columns)),
        columns.id,
        {
            "name": columns.person_name,
            "login": columns.login_id,
            "current": columns.current,
            "last": func.coalesce(columns.given_at, NEVER, type_=columns.given_at.type),
        },
        (
            ListFilter("q", "氏名・ID・部署", contains(columns.person_name, columns.login_id, columns.department)),
            ListFilter(
                "current",
                "現在の版への同意",
                lambda value: columns.current == (1 if value == _YES else 0),
                [(_NO, "同意していない"), (_YES, "同意済み")],
            ),
        ),
    )


def organisation_of(session: Session, number: int) -> Organisation:
    """The organisation with this number. Raises ``NotFound``."""
    found = session.get(Organisation, number)
    if found is None:
        raise NotFound
    return found


def consent_of_organisations(session: Session, today: date) -> Select[*tuple[Any, ...]]:
    """Each organisation that is not closed, with what ``organisations_consent`` tells of its people."""
    each = _people(session, today).subquery()
    people = func.count(each.c.account_id)
    current = cast(func.coalesce(func.sum(each.c.current), 0), Integer)
    return (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.kind_code.label("kind"),
            people.label("people"),
            current.label("current"),
            (people - current).label("missing"),
            cast(case((people == 0, 100), else_=current * 100 // func.nullif(people, 0)), Integer).label("percent"),
            func.max(each.c.last).label("last"),
        )
        .outerjoin(each, each.c.organisation_id == Organisation.id)
        .where(Organisation.standing_code != Standing.CLOSED.value)
        .group_by(Organisation.id)
    )


def _last_consents(session: Session, organisation: Organisation, today: date) -> Select[*tuple[Any, ...]]:
    """Each person of the organisation with their last consent, if any."""
    each = _people(session, today).where(Account.organisation_id == organisation.id).subquery()
    theirs = Consent.account_id.in_(select(Account.id).where(Account.organisation_id == organisation.id))
    latest = select(Consent.account_id, func.max(Consent.id).label("id")).where(theirs).group_by(Consent.account_id)
    last = latest.subquery()
    return (
        select(
            Account.id,
            Account.person_name,
            Account.login_id,
            Account.department,
            each.c.current,
            Consent.version,
            Consent.terms_version,
            Consent.privacy_version,
            Consent.given_at,
        )
        .join(each, each.c.account_id == Account.id)
        .outerjoin(last, last.c.account_id == Account.id)
        .outerjoin(Consent, Consent.id == last.c.id)
    )


def _people(session: Session, today: date) -> Select[int, int, Any, datetime]:
    """Everybody who may sign in, with 1 or 0 for a consent that is current, and the moment of the last one."""
    return (
        select(
            Account.id.label("account_id"),
            Account.organisation_id,
            func.max(case((_is_current(session, today), 1), else_=0)).label("current"),
            func.max(Consent.given_at).label("last"),
        )
        .join(Organisation, Organisation.id == Account.organisation_id)
        .outerjoin(Consent, Consent.account_id == Account.id)
        .where(_MAY_SIGN_IN)
        .group_by(Account.id, Account.organisation_id)
    )


def _is_current(session: Session, today: date) -> ColumnElement[bool]:
    return or_(
        *(
            and_(
                Organisation.kind_code == kind.value,
                Consent.kind == kind.value,
                Consent.version == versions.items.isoformat(),
                Consent.terms_version == versions.terms.isoformat(),
                Consent.privacy_version == versions.privacy.isoformat(),
                Consent.text_sha256 == sha256,
            )
            for kind, (versions, sha256) in texts_asked(session, today).items()
        )
    )
