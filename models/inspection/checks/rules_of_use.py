"""Whether the texts are in force, agreed to, and people are trained (M14, M15, M17)."""

from sqlalchemy import exists, func, select

from models import clock
from models.accounts.account import Account
from models.accounts.sign_in_session import Rung, SignInSession
from models.consent.record import Consent
from models.consent.texts import ITEM_CODES, current_text
from models.errors import DomainError
from models.inspection.check import Answer, Check, Ground, counted, nobody
from models.legal.documents import Names, current_privacy, current_terms
from models.organisations.kinds import kinds_in_use
from models.training.duties import duties_on
from models.training.standing import TrainingState


def texts_in_force(ground: Ground) -> Answer:
    """The terms and the policy are in force today."""
    today = clock.day_in_japan(ground.now)
    names = Names(ground.settings.operator_name, ground.settings.contact)
    missing, versions = [], []
    for label, current in (("利用規約", current_terms), ("プライバシーポリシー", current_privacy)):
        try:
            versions.append(f"{label} {current(ground.session, today, names).version.isoformat()}")
        except DomainError:
            missing.append(label)
    fine = f"{'、'.join(versions)} の版が施行されています。"
    return nobody(missing, fine, "施行されている版がありません", among=len(missing) + len(versions))


def six_items(ground: Ground) -> Answer:
    """Every kind of organisation is asked the six items, each with its own box."""
    today, lacking = clock.day_in_japan(ground.now), []
    for kind in kinds_in_use():
        try:
            asked = tuple(item.code for item in current_text(ground.session, kind.value, today).items)
        except DomainError:
            asked = ()
        if asked != ITEM_CODES:
            lacking.append(kind.label)
    fine = f"{len(kinds_in_use())} 種類の組織のすべてに、{len(ITEM_CODES)} 項目の同意事項があります。"
    return nobody(lacking, fine, among=len(kinds_in_use()), wrong="6項目の同意事項がそろわない種類があります")


def sessions_agreed(ground: Ground) -> Answer:
    """Behind every open session that reads the register there is a record of a consent of its person."""
    sign_in = SignInSession
    agreed = exists().where(Consent.account_id == sign_in.account_id, Consent.given_at <= ground.now)
    chosen = select(Account.login_id).join(sign_in, sign_in.account_id == Account.id)
    present = sign_in.ended_at.is_(None), sign_in.rung_number == Rung.CONSENT.value
    offenders = sorted(set(ground.session.scalars(chosen.where(*present, ~agreed))))
    fine, number = "同意の記録がない利用中のセッションはありません。", counted(ground, sign_in, *present)
    return nobody(offenders, fine, "同意の記録がないセッションがあります", among=number)


def people_trained(ground: Ground) -> Answer:
    """Nobody in office is overdue with a course."""
    duties = duties_on(clock.day_in_japan(ground.now))
    late = select(Account.login_id).select_from(duties.source).where(duties.in_state(TrainingState.OVERDUE))
    offenders = sorted(set(ground.session.scalars(late)))
    number = ground.session.scalar(select(func.count()).select_from(duties.source)) or 0
    fine = "期限を過ぎた研修のある人はいません。"
    return nobody(offenders, fine, "研修の期限を過ぎた人がいます", among=number)


CHECKS = (
    Check("texts-in-force", "M14", "利用規約とプライバシーポリシー", "今日施行されている版", texts_in_force),
    Check("six-items", "M15", "6項目の同意事項", "組織の種類ごとの同意事項", six_items),
    Check("sessions-agreed", "M15", "同意してからの利用", "終了していないセッションと同意の記録", sessions_agreed),
    Check("people-trained", "M17", "研修の受講", "停止・抹消されていない人の研修の期限", people_trained),
)
