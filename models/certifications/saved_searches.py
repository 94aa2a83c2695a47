"""Saved searches: a question kept under a name, for oneself or for one's organisation.

What is kept is the address of the question. It is read anew, by the rights of whoever looks, each time it is shown or
run: a condition on an item that is no longer visible is gone then, name and value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, and_, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.lifecycle import lock_account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.criteria import SearchCriteria, read_criteria
from models.db import Base
from models.errors import Conflict, DomainError, Forbidden, NotFound

LONGEST_NAME = 60
MOST = 50


class SavedSearch(Base):
    """One question of one account. ``parameters`` are its pairs of name and value, in the order of the address.

    ``shared_with`` is the organisation whose people may run it too. It is stated, not looked up at the account, so that
    somebody who changes the organisation takes nothing of the old one along.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    parameters: Mapped[list[Any]]
    shared_with: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    saved_at: Mapped[datetime]


class WrongName(DomainError):
    """The name is missing, too long, or taken by another of one's own."""


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A saved search as its viewer may see it now.

    ``criteria`` holds only what is visible; ``dropped`` says that something else was asked once. ``owner`` is the name
    of whoever saved it, ``mine`` whether that is the viewer.
    """

    id: int
    name: str
    owner: str
    mine: bool
    shared: bool
    criteria: SearchCriteria
    dropped: bool


def saved_questions(session: Session, viewer: Viewer) -> tuple[SavedQuestion, ...]:
    """The viewer's own, then those shared within the organisation, each by name."""
    rows = session.execute(_within_reach(viewer).order_by(SavedSearch.name, SavedSearch.id)).all()
    found = [_question(viewer, *row) for row in rows]
    return tuple(sorted(found, key=lambda one: not one.mine))


def saved_question(session: Session, viewer: Viewer, number: int) -> SavedQuestion:
    """One of them. Raises ``NotFound`` alike for what does not exist and what is not for this viewer."""
    row = session.execute(_within_reach(viewer).where(SavedSearch.id == number)).one_or_none()
    if row is None:
        raise NotFound
    return _question(viewer, *row)


def own_question(session: Session, viewer: Viewer, number: int) -> SavedQuestion:
    """One that the viewer may change: their own. Raises ``NotFound`` for any other."""
    found = saved_question(session, viewer, number)
    if not found.mine:
        raise NotFound
    return found


def save(session: Session, viewer: Viewer, name: str, criteria: SearchCriteria, *, shared: bool) -> int:
    """Keep a question, and return its number. Raises ``WrongName``, or ``Conflict`` when there are too many."""
    _take_turn(session, viewer)
    name = _checked(session, viewer, name)
    number = session.scalar(select(func.count()).where(SavedSearch.account_id == viewer.actor.account_id))
    if (number or 0) >= MOST:
        raise Conflict(f"保存できる条件は、1人 {MOST} 件までです。使わなくなった条件を削除してください。")
    saved = SavedSearch(
        account_id=viewer.actor.account_id,
        name=name,
        parameters=[list(pair) for pair in criteria.parameters()],
        shared_with=viewer.actor.organisation_id if shared else None,
        saved_at=clock.now(),
    )
    session.add(saved)
    session.flush()
    details = {"name": name, "asked": criteria.asked(), "shared": shared}
    _record(session, viewer, EventName.SEARCH_SAVED, saved.id, details)
    return saved.id


def change(session: Session, viewer: Viewer, number: int, name: str, *, shared: bool) -> None:
    """Rename one's own, share it or withdraw it. Raises ``NotFound`` or ``WrongName``."""
    _take_turn(session, viewer)
    before = own_question(session, viewer, number)
    name = _checked(session, viewer, name, number)
    if (name, shared) == (before.name, before.shared):
        return
    values = {"name": name, "shared_with": viewer.actor.organisation_id if shared else None}
    session.execute(update(SavedSearch).where(SavedSearch.id == number).values(values))
    details = {"name": name, "former_name": before.name, "shared": shared}
    _record(session, viewer, EventName.SAVED_SEARCH_CHANGED, number, details)


def remove(session: Session, viewer: Viewer, number: int) -> None:
    """Delete one's own. Raises ``NotFound``."""
    _take_turn(session, viewer)
    before = own_question(session, viewer, number)
    session.execute(delete(SavedSearch).where(SavedSearch.id == number))
    details = {"name": before.name, "shared": before.shared}
    _record(session, viewer, EventName.SAVED_SEARCH_REMOVED, number, details)


def _take_turn(session: Session, viewer: Viewer) -> None:
    """Two requests of one person are dealt with one after the other, so that names and limit hold."""
    if viewer.actor.account_id is None:
        raise Forbidden("条件の保存には、個人のアカウントが必要です。")
    lock_account(session, viewer.actor.account_id)


def _within_reach(viewer: Viewer) -> Select[SavedSearch, str]:
    own = SavedSearch.account_id == viewer.actor.account_id
    shared = and_(
        SavedSearch.shared_with == viewer.actor.organisation_id,
        Account.organisation_id == viewer.actor.organisation_id,
    )
    columns = select(SavedSearch, Account.person_name).join(Account, Account.id == SavedSearch.account_id)
    return columns.where(or_(own, shared))


def _question(viewer: Viewer, saved: SavedSearch, owner: str) -> SavedQuestion:
    criteria = read_criteria(_by_name(saved.parameters), viewer.items)
    return SavedQuestion(
        id=saved.id,
        name=saved.name,
        owner=owner,
        mine=saved.account_id == viewer.actor.account_id,
        shared=saved.shared_with is not None and saved.shared_with == viewer.actor.organisation_id,
        criteria=replace(criteria, problems=(), ignored=False),
        # A value that can no longer be read (an abolished municipality) is dropped like an item that is hidden.
        dropped=criteria.ignored or bool(criteria.problems),
    )


def _by_name(pairs: Sequence[Sequence[str]]) -> Mapping[str, Sequence[str]]:
    named: dict[str, list[str]] = {}
    for name, value in pairs:
        named.setdefault(name, []).append(value)
    return named


def _checked(session: Session, viewer: Viewer, given: str, number: int | None = None) -> str:
    """The name without space around it; ``number`` is the saved search that may have it already."""
    name = " ".join(given.split())
    if not name:
        raise WrongName("名前を入力してください。")
    if len(name) > LONGEST_NAME:
        raise WrongName(f"名前は {LONGEST_NAME} 文字以内で入力してください。")
    chosen = select(SavedSearch.id).where(SavedSearch.account_id == viewer.actor.account_id, SavedSearch.name == name)
    if session.scalar(chosen) not in {None, number}:
        raise WrongName("同じ名前の条件が、すでに保存されています。別の名前にしてください。")
    return name


def _record(session: Session, viewer: Viewer, name: EventName, number: int, details: Mapping[str, Any]) -> None:
    record(session, Event(name, viewer.actor, object=f"saved-search:{number}", details=details))
