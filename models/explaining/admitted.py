"""May they reach the register at all: the rungs of the ladder, each asked by itself (M5, M7, M8, M15–M17).

``admit`` decides each of them, of somebody with whom everything else is right.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models import clock
from models.access.admission import Needs, Presence, admit, permitted
from models.access.permissions import Permission, permissions_of
from models.accounts.account import Account
from models.accounts.sign_in_session import Rung
from models.accounts.standing import Bar, StopReason, what_bars, what_bars_all_of, what_bars_the_kind
from models.consent import consents
from models.explaining.links import Answer, Link
from models.explaining.subject import Subject
from models.organisations.kind_standing import KindStanding
from models.training.passes import own_standings
from models.training.rule import TrainingRule, is_untrained
from models.training.standing import TrainingState

NEEDS: Needs = permitted(Permission.CERTIFICATION_READ)
_ALL_RIGHT = Presence(Rung.CONSENT, consent_current=True, permissions=frozenset({Permission.CERTIFICATION_READ}))
_BARS = {
    Bar.STOPPED: "アカウントが停止されています",
    Bar.STRUCK_OFF: "アカウントが抹消されています",
    Bar.DORMANT: "6か月以上の未利用のため、アカウントが停止されています",
    Bar.ORGANISATION_BARRED: "組織の利用が停止されています",
    Bar.ORGANISATION_CLOSED: "組織の登録が終了しています",
    Bar.KIND_STOPPED: "同じ種類の組織すべての利用が、緊急に停止されています",
    Bar.ROLL_CALL: "棚卸しに期限までに回答がなく、アカウントが停止されています",
    Bar.NOT_BEGUN: "利用開始日が、まだ来ていません",
    Bar.OVER: "利用期限が、過ぎています",
}


def admission_links(session: Session, subject: Subject, rule: TrainingRule, now: datetime) -> Iterator[Link]:
    """Standing, consent, training, role: what must hold before any row or item is asked about."""
    yield _standing(session, subject, now)
    if subject.account is not None:
        yield _consent(session, subject.account, now)
        yield _training(session, subject.account, rule, now)
    yield _role(subject, now)


def _passes(now: datetime, **theirs: Any) -> Answer:
    return Answer.of(admit(replace(_ALL_RIGHT, **theirs), NEEDS, now) is None)


def _standing(session: Session, subject: Subject, now: datetime) -> Link:
    bar = _what_bars(session, subject, now)
    question = "利用できる状態か（アカウント、組織、緊急停止）"
    told = f"{_BARS[bar]}。" if bar else _in_use(subject)
    return Link(
        question, _passes(now, bar=bar), told, "登録されている状態と、現在の日時", _stopped_because(subject, bar)
    )


def _what_bars(session: Session, subject: Subject, now: datetime) -> Bar | None:
    if subject.account is not None:
        return what_bars(subject.account, now)
    if subject.organisation is not None:
        return what_bars_all_of(subject.organisation)
    return what_bars_the_kind(session.get_one(KindStanding, subject.kind.value))


def _in_use(subject: Subject) -> str:
    if subject.account is not None:
        return f"アカウントは「{subject.account.state.label}」で、組織も利用できる状態です。"
    return "組織は利用できる状態です。" if subject.organisation is not None else "緊急停止は行われていません。"


def _stopped_because(subject: Subject, bar: Bar | None) -> tuple[str, ...]:
    account = subject.account
    if account is None or bar not in {Bar.STOPPED, Bar.DORMANT, Bar.ROLL_CALL, Bar.OVER} or not account.stop_reason:
        return ()
    return (f"停止の理由：{StopReason(account.stop_reason).label}",)


def _consent(session: Session, account: Account, now: datetime) -> Link:
    given = consents.last_current(session, account, clock.day_in_japan(now))
    told = (
        "現在の版に同意しています。"
        if given is not None
        else "現在の版に同意していません。次にサインインしたときに、同意が求められます。"
    )
    again = account.organisation.kind in consents.ASKED_AT_EVERY_START
    more = ("この種類の組織には、利用を始めるたびに改めて同意が求められます。",) if again else ()
    day = clock.day_in_japan(given.given_at) if given is not None else None
    question = "同意事項・利用規約・プライバシーポリシーの現在の版に同意したか"
    return Link(question, _passes(now, consent_current=given is not None), told, "同意の記録", more, day)


def _training(session: Session, account: Account, rule: TrainingRule, now: datetime) -> Link:
    today = clock.day_in_japan(now)
    untrained = is_untrained(session, account, rule, today)
    late = [one for one in own_standings(session, account, today) if one.state is TrainingState.OVERDUE]
    if untrained:
        told = "期限を過ぎた研修が修了していないため、研修のほかの画面は開けません。"
    else:
        told = "期限を過ぎた研修がありますが、猶予の期間内です。" if late else "期限を過ぎた研修はありません。"
    more = tuple(f"期限超過：{one.course.title}" for one in late)
    return Link("必要な研修を修了しているか", _passes(now, untrained=untrained), told, "研修の記録", more)


def _role(subject: Subject, now: datetime) -> Link:
    held = permissions_of(subject.kind, subject.role)
    answer = _passes(now, permissions=held)
    able = "できます" if answer is Answer.YES else "できません"
    told = f"「{subject.kind.label}」の「{subject.role.label}」は、認定情報を閲覧{able}。"
    return Link("認定情報を閲覧できる属性と役割か", answer, told, "属性と役割の表")
