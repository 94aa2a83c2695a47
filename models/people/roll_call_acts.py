"""Opening a roll-call, answering it, and stopping what was not answered (M7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, insert, literal, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts import lifecycle
from models.accounts.account import Account, AccountState
from models.accounts.standing import StopReason
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import begin_writing, changed_rows, insert_or
from models.errors import Conflict, Forbidden, check_any
from models.mail.outgoing import Outgoing
from models.organisations.kind_standing import KindStanding
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people.authority import PersonAct, may
from models.people.roll_call import ANSWERED_WITHIN, Answer, RollCall, RollCallEntry, quarter_of
from models.people.roll_call_answering import BY_OFFICER, answered_by_officers
from models.people.roll_call_letters import tell_of_opening
from models.people.stopping import hold_people, hold_person, stop_at_once
from models.people.succession import check_not_last
from models.people.time_given_back import organisations_cut_off
from models.people.watchers import IN_CHARGE, TakesTwo


def open_round(session: Session, outgoing: Outgoing, actor: Actor) -> RollCall:
    """Open the round of the present quarter for every account in use, and write to those who answer.

    Raises ``Conflict`` when the quarter has had its round.
    """
    begin_writing(session)
    now, today = clock.now(), clock.today()
    close_due(session, now)  # whoever the last round has shut out is not let in again by a new one
    row = insert_or(session, RollCall).values(quarter=quarter_of(today), opened_at=now, due_on=today + ANSWERED_WITHIN)
    row = row.on_conflict_do_nothing(index_elements=["quarter"])
    number = session.execute(row.returning(RollCall.id)).scalar()
    if number is None:
        raise Conflict("この四半期の棚卸しは、すでに始められています。")
    opened = session.get_one(RollCall, number)
    accounts = _enter_everybody(session, opened)
    tell_of_opening(session, outgoing, opened)
    details = {"title": opened.title, "due": opened.due_on.isoformat(), "accounts": accounts}
    record(session, Event(EventName.ROLL_CALL_OPENED, actor, object=f"roll-call:{opened.id}", details=details))
    return opened


def _enter_everybody(session: Session, opened: RollCall) -> int:
    """An entry for every account in use of an organisation that can answer, in two statements however many they are;
    returns how many."""
    living = (
        select(Account)
        .join(Account.organisation)
        .join(KindStanding, KindStanding.kind_code == Organisation.kind_code)
        .where(
            Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value]),
            Organisation.standing_code == Standing.ACTIVE.value,
            KindStanding.stopped_at.is_(None),
        )
    )
    columns = ("account_id", "organisation_id", "login_id", "person_name", "department", "role")
    chosen = living.with_only_columns(
        literal(opened.id),
        Account.id,
        Account.organisation_id,
        Account.login_id,
        Account.person_name,
        Account.department,
        Account.role_code,
        literal(""),
    ).order_by(Account.id)
    session.execute(insert(RollCallEntry).from_select(["roll_call_id", *columns, "answer"], chosen))
    ids = select(RollCallEntry.account_id).where(RollCallEntry.roll_call_id == opened.id)
    statement = update(Account).where(Account.id.in_(ids)).values(roll_call_due_at=opened.due_at)
    entered = changed_rows(session, statement.execution_options(synchronize_session=False))
    session.expire_all()
    return entered


def entries_to_answer(session: Session, viewer: Viewer, opened: RollCall) -> Sequence[RollCallEntry]:
    """The entries this person answers for: their organisation's, or those that the owner's officers answer.

    Where no responsible person can act, an officer answers for everybody: silence would stop them all.
    """
    chosen = (
        select(RollCallEntry)
        .join(RollCallEntry.account)
        .join(RollCallEntry.organisation)
        .options(
            contains_eager(RollCallEntry.account),
            joinedload(RollCallEntry.answerer),
            contains_eager(RollCallEntry.organisation),
        )
        .where(RollCallEntry.roll_call_id == opened.id, _answered_by(viewer))
    )
    by_place = (Organisation.name, Organisation.id, RollCallEntry.person_name, RollCallEntry.id)
    return session.scalars(chosen.order_by(*by_place)).all()


def count_to_answer(session: Session, viewer: Viewer, opened: RollCall) -> int:
    """How many of them have no answer yet."""
    silent = (RollCallEntry.roll_call_id == opened.id, RollCallEntry.answer_code == "", _answered_by(viewer))
    return session.scalar(select(func.count()).where(*silent)) or 0


def _answered_by(viewer: Viewer) -> ColumnElement[bool]:
    if Permission.ACCOUNT_STRIKE_OFF in viewer.permissions:
        return answered_by_officers(clock.now())
    if Permission.DESK in viewer.permissions:
        own = RollCallEntry.organisation_id == viewer.actor.organisation_id
        return and_(own, RollCallEntry.role_code.not_in(BY_OFFICER))
    return false()


def answer(
    session: Session, outgoing: Outgoing, viewer: Viewer, opened: RollCall, answers: Mapping[int, Answer]
) -> tuple[int, int]:
    """Answer for some of one's entries, by entry number; returns how many are kept and how many stopped.

    A responsible person, and an officer, declares for themselves that they are still in post: that gives them nothing
    new. Raises ``Conflict`` (over, answered already, or the last responsible person would go), ``Forbidden``.
    """
    check_any(answers)
    begin_writing(session)
    if opened.closed_at is not None or clock.now() >= opened.due_at:
        raise Conflict("この棚卸しの期限は過ぎています。")
    mine = {entry.id: entry for entry in entries_to_answer(session, viewer, opened)}
    hold_people(session, [mine[number].account_id for number in answers if number in mine])
    given_to: dict[Answer, list[str]] = {Answer.KEPT: [], Answer.ENDED: []}
    for number, given in sorted(answers.items()):
        entry = mine.get(number)
        if entry is None:
            raise Forbidden("回答できるのは、自分が責任を持つアカウントだけです。")
        if entry.answer is not None:
            raise Conflict("すでに回答されている人が含まれています。画面を開き直してください。")
        _answer_one(session, outgoing, viewer, entry, given)
        given_to[given].append(entry.login_id)
    session.flush()
    kept, ended = given_to[Answer.KEPT], given_to[Answer.ENDED]
    details = {"title": opened.title, "organisation": viewer.actor.organisation, "kept": kept, "ended": ended}
    record(session, Event(EventName.ROLL_CALL_ANSWERED, viewer.actor, object=f"roll-call:{opened.id}", details=details))
    return len(kept), len(ended)


def close_due(session: Session, now: datetime) -> int:
    """Stop what was not answered by the day, as the clock has decided already; returns how many.

    Of an organisation that was cut off on that day, nobody: it could not answer, and is asked in the next round after
    it is let in again (``time_given_back``).
    """
    begin_writing(session)
    stopped = 0
    due = select(RollCall).where(RollCall.closed_at.is_(None)).order_by(RollCall.id)
    for one in session.scalars(due).all():
        if now < one.due_at:
            continue
        # Whoever was stopped and taken back meanwhile is asked in the next round.
        silent = (
            select(RollCallEntry.account_id)
            .join(RollCallEntry.account)
            .where(
                RollCallEntry.roll_call_id == one.id,
                RollCallEntry.answer_code == "",
                Account.roll_call_due_at <= now,
                Account.organisation_id.not_in(organisations_cut_off(one.due_at)),
            )
        )
        count, due_accounts = 0, session.scalars(silent.order_by(RollCallEntry.account_id)).all()
        hold_people(session, due_accounts)
        for account_id in due_accounts:
            count += lifecycle.stop(session, Actor.worker(), account_id, StopReason.ROLL_CALL, now)
        one.closed_at = now
        session.flush()
        details = {"title": one.title, "stopped": count}
        about = f"roll-call:{one.id}"
        record(session, Event(EventName.ROLL_CALL_CLOSED, Actor.worker(), object=about, details=details))
        stopped += count
    return stopped


def _answer_one(session: Session, outgoing: Outgoing, viewer: Viewer, entry: RollCallEntry, given: Answer) -> None:
    account = hold_person(session, entry.account_id)
    own = account.id == viewer.actor.account_id
    if given is Answer.ENDED and own:
        raise Conflict("自分のアカウントは、後任の責任者に停止してもらってください。")
    if not own and not may(viewer, PersonAct.CONFIRM, account):
        raise Forbidden("回答できるのは、自分が責任を持つアカウントだけです。")
    living = account.state in {AccountState.ISSUED, AccountState.ACTIVE}
    if given is Answer.ENDED and living and account.role in IN_CHARGE:
        raise TakesTwo
    if given is Answer.ENDED and living:
        check_not_last(session, account)
        stop_at_once(session, outgoing, viewer.actor, account, StopReason.TRANSFER, "棚卸しの回答")
    account.roll_call_due_at = None
    entry.answer_code, entry.answered_by, entry.answered_at = given.value, viewer.account_id, clock.now()
    session.flush()
