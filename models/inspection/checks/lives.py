"""Whether stops take effect: dormancy, roll-calls, barred organisations, incidents in time (M7, M8, M16)."""

from datetime import timedelta

from sqlalchemy import select

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.sign_in_session import SignInSession
from models.accounts.standing import Bar, what_bars
from models.incidents.deadlines import is_overdue
from models.incidents.incident import Incident
from models.inspection.check import Answer, Check, Ground, Result, counted, nobody, none_left
from models.inspection.checks.identity import LIVING
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people.roll_call import RollCall

TO_BE_WRITTEN_DOWN = timedelta(days=1)
"""The clock stops an account at once; the state in its row follows when the accounts are next tidied."""


def dormant_stopped(ground: Ground) -> Answer:
    """No account that six months without use have stopped is still kept as living.

    Of an organisation that is cut off nobody can sign in: there nothing is written down, and their time is given back.
    """
    latest = ground.now - TO_BE_WRITTEN_DOWN
    people = ground.session.scalars(select(Account).where(LIVING).order_by(Account.login_id)).all()
    offenders = [one.login_id for one in people if what_bars(one, latest) is Bar.DORMANT]
    fine = "6か月以上利用されず、停止されていないアカウントはありません。"
    return nobody(
        offenders,
        fine,
        among=len(people),
        wrong="6か月以上利用されていないのに、停止が記録されていないアカウントがあります",
    )


def sessions_ended(ground: Ground) -> Answer:
    """Nobody who is stopped, struck off or barred has a session that is not ended."""
    chosen = select(Account).join(SignInSession).where(SignInSession.ended_at.is_(None)).distinct()
    present = ground.session.scalars(chosen).all()
    offenders = sorted(
        one.login_id
        for one in present
        if one.state in {AccountState.STOPPED, AccountState.STRUCK_OFF}
        or (what_bars(one, ground.now) is not None and one.organisation.standing is not Standing.ACTIVE)
    )
    fine = "停止された人、利用を停止された組織の人のセッションは、すべて終了しています。"
    return nobody(
        offenders, fine, among=len(present), wrong="停止されたのに、セッションが終了していないアカウントがあります"
    )


def roll_calls_closed(ground: Ground) -> Answer:
    """No roll-call is over by the clock and still open."""
    chosen = select(RollCall).where(RollCall.closed_at.is_(None))
    over = [one.quarter for one in ground.session.scalars(chosen) if one.due_at + TO_BE_WRITTEN_DOWN < ground.now]
    fine = "期限を過ぎて締め切られていない棚卸しはありません。"
    return nobody(over, fine, "締め切られていない棚卸しがあります", among=counted(ground, RollCall))


def incidents_in_time(ground: Ground) -> Answer:
    """No report of a breach to the authority is late, and somebody is there to handle incidents."""
    officer = Account.role_code == Role.OWNER_OFFICER.value
    active = Account.state_code == AccountState.ACTIVE.value
    officers = counted(ground, Account, officer, active)
    if not officers:
        return Answer(Result.NOT_KEPT, "漏えい等に対応する保有者担当が、一人も利用中ではありません。")
    late, known = counted(ground, Incident, is_overdue(clock.day_in_japan(ground.now))), counted(ground, Incident)
    fine = f"対応する保有者担当が {officers} 名います。事案 {known:,} 件に、報告の期限を過ぎたものはありません。"
    return none_left(late, fine, "報告の期限を過ぎた事案があります", among=officers)


def closed_struck_off(ground: Ground) -> Answer:
    """No organisation whose registration has ended has living accounts."""
    closed = Organisation.standing_code == Standing.CLOSED.value
    chosen = select(Account.login_id).join(Organisation).where(LIVING, closed).order_by(Account.login_id)
    fine = "登録を終了した組織に、停止・抹消されていないアカウントはありません。"
    offenders, number = ground.session.scalars(chosen).all(), counted(ground, Organisation, closed)
    return nobody(offenders, fine, "登録を終了した組織に、アカウントが残っています", among=number)


CHECKS = (
    Check(
        "dormant-stopped",
        "M7",
        "6か月未利用による停止",
        "停止・抹消されていないアカウントの最後の利用",
        dormant_stopped,
    ),
    Check("sessions-ended", "M7", "停止の即時の効力", "終了していないセッションとその人の状態", sessions_ended),
    Check("roll-calls-closed", "M7", "棚卸しの実施", "締め切られていない棚卸し", roll_calls_closed),
    Check("incidents-in-time", "M8", "漏えい等への対応", "対応中の事案の報告期限と、対応する担当", incidents_in_time),
    Check(
        "closed-struck-off",
        "M16",
        "組織の利用停止・登録終了の効力",
        "登録を終了した組織のアカウント",
        closed_struck_off,
    ),
)
