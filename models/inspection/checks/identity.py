"""Whether every account is one person's, and every sign-in proved by a device (M4, M5)."""

from sqlalchemy import exists, func, inspect, select

from models.accounts.account import Account, AccountState
from models.accounts.devices import SecondFactor
from models.accounts.sign_in_session import Rung, SignInSession
from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent
from models.inspection.check import Answer, Check, Ground, Result, counted, decided, nobody
from models.organisations.organisation import Organisation

SHARED_WORDS = ("共用", "共有", "共通", "代表", "一同", "窓口", "事務局", "担当者", "グループ", "チーム", "課", "係")
"""No person is called so. (部 is left out: 渡部 and 阿部 are people.)"""
SIGN_IN_PAGE = "/login"
REGISTER_PAGE = "/certifications"
LIVING = Account.state_code.in_([AccountState.ISSUED.value, AccountState.ACTIVE.value])


def personal_names(ground: Ground) -> Answer:
    """No living account bears a name that several people answer to."""
    chosen = select(Account.login_id, Account.person_name, Organisation.name).join(Organisation).where(LIVING)
    offenders, number = [], 0
    for login_id, person, organisation in ground.session.execute(chosen.order_by(Account.login_id)):
        number += 1
        if person == organisation or not person.strip() or any(word in person for word in SHARED_WORDS):
            offenders.append(login_id)
    fine = f"停止・抹消されていない {number:,} アカウントのすべてに、個人の氏名が登録されています。"
    return nobody(offenders, fine, among=number, wrong="組織や部署の名前、又は空の氏名のアカウントがあります")


def own_addresses(ground: Ground) -> Answer:
    """No two living accounts have letters sent to the same address."""
    address = func.lower(Account.email)
    twice = select(address).where(LIVING).group_by(address).having(func.count() > 1)
    chosen = select(Account.login_id).where(LIVING, address.in_(twice)).order_by(Account.login_id)
    offenders = ground.session.scalars(chosen).all()
    return nobody(
        offenders,
        "メールアドレスを共有するアカウントはありません。",
        "同じメールアドレスのアカウントがあります",
        among=counted(ground, Account, LIVING),
    )


def never_reused(ground: Ground) -> Answer:
    """The database refuses a second account with the same or a confusable ID; the trail knows no ID issued twice."""
    kept = inspect(ground.session.connection()).get_unique_constraints("accounts")
    guarded = {column for one in kept for column in one["column_names"] if len(one["column_names"]) == 1}
    if not {"folded_id", "skeleton"} <= guarded:
        return Answer(Result.NOT_KEPT, "同じIDの再発行を防ぐ、データベースの一意制約がありません。")
    login_id = AuditEvent.details["login_id"].as_string()
    created = AuditEvent.name == EventName.ACCOUNT_CREATED.value, AuditEvent.outcome == Outcome.DONE.value
    chosen = select(login_id).where(*created).group_by(login_id).having(func.count() > 1).order_by(login_id)
    offenders = ground.session.scalars(chosen).all()
    fine = "一意制約があり、証跡にも同じIDの二度の発行はありません。"
    return nobody(offenders, fine, among=len(guarded), wrong="同じIDが二度発行された記録があります")


def devices_connected(ground: Ground) -> Answer:
    """Every account in use has a confirmed device of its person."""
    connected = exists().where(SecondFactor.account_id == Account.id, SecondFactor.confirmed_at.is_not(None))
    active = Account.state_code == AccountState.ACTIVE.value
    number = ground.session.scalar(select(func.count()).select_from(Account).where(active)) or 0
    chosen = select(Account.login_id).where(active, ~connected).order_by(Account.login_id)
    fine = f"利用中の {number:,} アカウントのすべてに、本人の端末が登録されています。"
    offenders = ground.session.scalars(chosen).all()
    return nobody(offenders, fine, "端末が登録されていない利用中のアカウントがあります", among=number)


def sessions_proved(ground: Ground) -> Answer:
    """No open session past the password was reached without a code."""
    past = SignInSession.ended_at.is_(None), SignInSession.rung_number > Rung.PASSWORD.value
    chosen = select(Account.login_id).join(SignInSession, SignInSession.account_id == Account.id)
    chosen = chosen.where(*past, SignInSession.proved_at.is_(None))
    offenders = sorted(set(ground.session.scalars(chosen)))
    return nobody(
        offenders,
        "端末の確認を経ていないセッションはありません。",
        "端末の確認を経ていないセッションがあります",
        among=counted(ground, SignInSession, *past),
    )


def strangers_sign_in(ground: Ground) -> Answer:
    """Whoever asks for the register without a session is led to the sign-in page."""
    answer = ground.answers[REGISTER_PAGE]
    led = answer.status in {302, 303} and SIGN_IN_PAGE in answer.headers.get("Location", "")
    return decided(
        led,
        "サインインしていない人が認定情報のページを求めると、サインインのページに移されました。",
        f"サインインしていない人の求めに、状態 {answer.status} で答えました。",
    )


CHECKS = (
    Check(
        "personal-names",
        "M4",
        "アカウントが個人のものであること",
        "停止・抹消されていないアカウントの氏名",
        personal_names,
    ),
    Check(
        "own-addresses",
        "M4",
        "メールアドレスが共有されていないこと",
        "停止・抹消されていないアカウントのアドレス",
        own_addresses,
    ),
    Check("never-reused", "M4", "IDが別の人に再発行されないこと", "データベースの一意制約と、発行の証跡", never_reused),
    Check("devices-connected", "M5", "本人の端末による確認", "利用中のアカウントに登録された端末", devices_connected),
    Check("sessions-proved", "M5", "端末の確認を経たセッション", "終了していないセッション", sessions_proved),
    Check(
        "strangers-sign-in",
        "M5",
        "サインインなしでは閲覧できないこと",
        "認定情報のページへの、このサービス自身の応答",
        strangers_sign_in,
    ),
)
