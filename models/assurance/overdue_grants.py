"""The finding that grants in force are overdue for their review: the system raises it by itself (M9, M13)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission, permissions_of
from models.accounts.account import Account, AccountState
from models.assurance.finding import LONGEST_TEXT, Finding, FindingEntryKind, FindingSource, write
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Grant, GrantsEdition, edition_in_force
from models.db import SessionFactory, begin_writing, one_transaction
from models.organisations.kinds import OrganisationKind
from models.reviewing.review_dates import overdue_grants

PROMISE, CHECK = "M9", "reviews-in-time"
TIME_TO_REVIEW = timedelta(days=30)
"""How long its owner has to have the grants reviewed, or closed."""
NAMED = 30
"""How many of the grants a finding names; the list of reviews due shows them all."""


def raise_of_overdue_grants(sessions: SessionFactory, now: datetime) -> int:
    """Raise a finding when grants in force are overdue and none about that is being followed; returns how many.

    It is given to who proposed the edition in force, or who approved it, or else to an officer of the owner; where
    there is none of them it waits until there is. Two at once do no harm.
    """
    with one_transaction(sessions) as session:
        begin_writing(session)
        edition = edition_in_force(session, now)
        if edition is None:
            return 0
        # Held, so that of two only one finds none.
        session.execute(select(GrantsEdition.number).where(GrantsEdition.number == edition.number).with_for_update())
        late, owner = overdue_grants(session, edition), _owner(session, edition)
        if not late or owner is None or _is_followed(session):
            return 0
        _raise(session, edition, late, owner, now)
    return 1


def _is_followed(session: Session) -> bool:
    open_one = select(Finding.id).where(Finding.check_code == CHECK, Finding.closed_at.is_(None)).limit(1)
    return session.scalar(open_one) is not None


def _owner(session: Session, edition: GrantsEdition) -> Account | None:
    active = select(Account).where(Account.state_code == AccountState.ACTIVE.value).order_by(Account.id)
    able = [one for one in session.scalars(active) if _officer(one)]
    first = [edition.proposed_by, edition.approved_by]
    return min(able, key=lambda one: first.index(one.id) if one.id in first else len(first), default=None)


def _officer(account: Account) -> bool:
    held = permissions_of(account.organisation.kind, account.role)
    return held >= {Permission.FINDING_HANDLE, Permission.GRANTS_REVIEW}


def _raise(session: Session, edition: GrantsEdition, late: Sequence[Grant], owner: Account, now: datetime) -> None:
    due_on = clock.day_in_japan(now) + TIME_TO_REVIEW
    finding = Finding(
        title=f"点検の期限を過ぎた閲覧の許可が {len(late):,} 件ある",
        detail=_in_words(edition, late),
        promise=PROMISE,
        check_code=CHECK,
        source_code=FindingSource.SELF_INSPECTION.value,
        owner_id=owner.id,
        due_on=due_on,
        raised_at=now,
    )
    session.add(finding)
    session.flush()
    write(session, finding, FindingEntryKind.RAISED, None, finding.detail)
    details = {
        "source": finding.source_code,
        "promise": PROMISE,
        "owner": owner.login_id,
        "due_on": due_on.isoformat(),
    }
    record(session, Event(EventName.FINDING_RAISED, Actor.worker(), object=f"finding:{finding.id}", details=details))


def _in_words(edition: GrantsEdition, late: Sequence[Grant]) -> str:
    then = "期限の翌日から表示していません。" if edition.closes_overdue else "表示は続いています。"
    known = catalogue().by_key
    named = [
        f"・{known[one.item].code} {known[one.item].label}（{OrganisationKind(one.attribute).label}、"
        f"期限 {one.review_due_on}）"
        for one in late[:NAMED]
        if one.item in known
    ]
    more = [f"ほか {len(late) - NAMED:,} 件"] if len(late) > NAMED else []
    head = (
        f"第{edition.number}版の許可のうち {len(late):,} 件が、次の点検の期限を過ぎています。{then}"
        "点検をして期限を改めるか、許可を外す改正を提案してください。すべては「点検の期限」の一覧にあります。"
    )
    return "\n".join([head, *named, *more])[:LONGEST_TEXT]
