"""The doctor: what a deployment needs to work, each check a sentence that says what to do (M19)."""

import shutil
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models import clock
from models.audit.checkpoints import CheckpointBook, TrailContradicted, check_covered
from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import edition_in_force
from models.catalogue.recorded import Standing, standing
from models.certifications.under_way import unfinished
from models.consent.texts import current_text
from models.errors import DomainError
from models.inspection.readiness import expected_revision, present_revision
from models.jobs.worker import last_seen, longest_wait
from models.legal.documents import Names, current_privacy, current_terms
from models.mail.outbox import LetterState, OutboxLetter
from models.monitoring.countries_in_use import is_own
from models.monitoring.feeding import LATE, waiting_since
from models.monitoring.rules_in_force import rules_in_force
from models.organisations.kinds import kinds_in_use
from models.reviewing.review_dates import count_overdue
from models.secret_box import SecretBox
from models.settings import Settings

LITTLE_DISK = 2 * 1024**3
LETTERS_WAIT_AT_MOST = timedelta(hours=1)
JOBS_WAIT_AT_MOST = timedelta(minutes=5)
WORKERS_SHOW_THEMSELVES = timedelta(minutes=2)
MAIL_SERVER_SECONDS = 5
CHECKPOINTS_AT_LEAST_EVERY = timedelta(hours=49)

_ANOTHER_CATALOGUE = (
    "このプロセスの項目一覧は、データベースに記録された項目一覧と違うため、どの項目も表示しません。"
    "flask items import を実行した後、サービスを再起動してください。"
)
_NO_CATALOGUE = "項目一覧が記録されていないため、どの項目も表示しません。flask items import を実行してください。"


class Verdict(StrEnum):
    """How a check came out."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result."""

    subject: str
    verdict: Verdict
    sentence: str


def examine(session: Session, settings: Settings) -> list[Finding]:
    """Every check in turn; one that fails does not stop the others."""
    checks: tuple[tuple[str, Callable[[Session, Settings], Finding]], ...] = (
        ("設定", _settings),
        ("鍵", _keys),
        ("データベース", _database),
        ("時計", _clock),
        ("証跡", _trail),
        ("規約・同意文", _texts),
        ("閲覧項目", _items),
        ("閲覧権限の点検", _reviews),
        ("取込み", _imports),
        ("メール", _mail),
        ("処理", _jobs),
        ("監視", _monitoring),
        ("ディスク", _disk),
    )
    return [_guarded(subject, check, session, settings) for subject, check in checks]


def _guarded(
    subject: str, check: Callable[[Session, Settings], Finding], session: Session, settings: Settings
) -> Finding:
    try:
        return check(session, settings)
    except TrailContradicted as contradiction:
        return Finding(subject, Verdict.BAD, contradiction.reason)
    except (SQLAlchemyError, DomainError, OSError, LookupError, ValueError) as error:
        session.rollback()
        return Finding(subject, Verdict.BAD, f"確認できませんでした（{type(error).__name__}）。")


def _settings(_session: Session, settings: Settings) -> Finding:
    settings.check()
    if settings.demonstration:
        return Finding("設定", Verdict.CAUTION, "デモンストレーションです。実際の情報を入れないでください。")
    if not settings.tls:
        return Finding("設定", Verdict.CAUTION, "TLS を使わない設定です。利用者との間は必ず暗号化してください。")
    return Finding("設定", Verdict.GOOD, "必要な設定がそろっています。")


def _keys(_session: Session, settings: Settings) -> Finding:
    box = SecretBox(settings.encryption_keys)
    if box.open("doctor", box.seal("doctor", "probe")) != "probe":
        return Finding("鍵", Verdict.BAD, "暗号鍵で暗号化と復号ができません。")
    return Finding("鍵", Verdict.GOOD, f"暗号鍵が {len(settings.encryption_keys)} 本あり、使えます。")


def _database(session: Session, _settings: Settings) -> Finding:
    present, expected = present_revision(session), expected_revision()
    if present != expected:
        return Finding("データベース", Verdict.BAD, "表の版が古いままです。flask db upgrade を実行してください。")
    name = session.get_bind().dialect.name
    return Finding("データベース", Verdict.GOOD, f"{name} に接続でき、表の版は最新です。")


def _clock(session: Session, _settings: Settings) -> Finding:
    latest = session.scalar(select(AuditEvent.at).order_by(AuditEvent.number.desc()).limit(1))
    if latest is not None and latest > clock.now() + timedelta(minutes=1):
        return Finding("時計", Verdict.BAD, "最後の記録より時計が遅れています。時刻の同期を確認してください。")
    return Finding("時計", Verdict.GOOD, f"日本時間 {clock.in_japan(clock.now()):%Y-%m-%d %H:%M:%S} です。")


def _trail(session: Session, settings: Settings) -> Finding:
    known = CheckpointBook.of(settings).all()
    advice = "flask jobs work が動いているか、照合点を書くフォルダーに空きがあるか確認してください。"
    if not known:
        return Finding("証跡", Verdict.CAUTION, f"証跡の照合点が、まだありません。{advice}")
    last = known[-1]
    check_covered(session, last)
    shown = f"第{last.number}号（{clock.in_japan(last.at):%Y-%m-%d %H:%M}、{last.covers:,} 件まで）"
    if clock.now() - last.at > CHECKPOINTS_AT_LEAST_EVERY:
        return Finding("証跡", Verdict.BAD, f"最後の照合点は {shown} です。{advice}")
    return Finding("証跡", Verdict.GOOD, f"最後の照合点 {shown} は、証跡と合っています。")


def _texts(session: Session, settings: Settings) -> Finding:
    today, names = clock.today(), Names(settings.operator_name, settings.contact)
    for kind in kinds_in_use():
        current_text(session, kind.value, today)
    current_terms(session, today, names)
    current_privacy(session, today, names)
    return Finding("規約・同意文", Verdict.GOOD, "同意文・利用規約・プライバシーポリシーがそろっています。")


def _items(session: Session, _settings: Settings) -> Finding:
    match standing(session):
        case Standing.ANOTHER:
            return Finding("閲覧項目", Verdict.BAD, _ANOTHER_CATALOGUE)
        case Standing.UNRECORDED if edition_in_force(session, clock.now()) is not None:
            return Finding("閲覧項目", Verdict.BAD, _NO_CATALOGUE)
    edition = edition_in_force(session, clock.now())
    count = len(catalogue().items)
    if edition is None:
        return Finding("閲覧項目", Verdict.CAUTION, f"{count} 項目。閲覧権限の版がないため、誰にも見えません。")
    note = "（提案のままです。保有者の点検が必要です）" if edition.proposal else ""
    verdict = Verdict.CAUTION if edition.proposal else Verdict.GOOD
    return Finding("閲覧項目", verdict, f"{count} 項目、閲覧権限は第{edition.number}版{note}。")


def _reviews(session: Session, _settings: Settings) -> Finding:
    overdue = count_overdue(session)
    if not overdue:
        return Finding("閲覧権限の点検", Verdict.GOOD, "点検の期限を過ぎた許可はありません。")
    advice = "管理の「閲覧項目」の「点検の期限」で確認し、下書きで点検してください。"
    return Finding("閲覧権限の点検", Verdict.CAUTION, f"点検の期限を過ぎた許可が {overdue:,} 件あります。{advice}")


def _imports(session: Session, settings: Settings) -> Finding:
    found = unfinished(session, settings.imports_folder)
    if not found:
        return Finding("取込み", Verdict.GOOD, "途中で中断した取込みはありません。")
    verdict = Verdict.GOOD if all(one.running for one in found) else Verdict.CAUTION
    return Finding("取込み", verdict, "".join(one.sentence for one in found))


def _mail(session: Session, settings: Settings) -> Finding:
    overdue = clock.now() - LETTERS_WAIT_AT_MOST
    waiting = OutboxLetter.state_code.in_([LetterState.QUEUED.value, LetterState.SENDING.value])
    late = session.scalar(select(func.count()).where(waiting, OutboxLetter.created_at < overdue))
    if late:
        advice = "flask mail deliver を確認してください。"
        return Finding("メール", Verdict.BAD, f"{late} 通が 1 時間以上送れていません。{advice}")
    if settings.demonstration:
        return Finding("メール", Verdict.GOOD, "送信せず、フォルダーに書き出します。")
    with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=MAIL_SERVER_SECONDS) as server:
        server.noop()
    return Finding("メール", Verdict.GOOD, f"{settings.mail_server} が応答しました。")


def _jobs(session: Session, _settings: Settings) -> Finding:
    advice = "flask jobs work が動いているか確認してください。"
    now, seen = clock.now(), last_seen(session)
    waiting = longest_wait(session, now)
    if waiting > JOBS_WAIT_AT_MOST:
        minutes = waiting // timedelta(minutes=1)
        return Finding("処理", Verdict.BAD, f"{minutes:,} 分待っている処理（大きな書き出しなど）があります。{advice}")
    if seen is None:
        return Finding("処理", Verdict.CAUTION, f"処理を行うプロセスが、まだ一度も動いていません。{advice}")
    shown = f"{clock.in_japan(seen):%Y-%m-%d %H:%M}"
    if now - seen > WORKERS_SHOW_THEMSELVES:
        return Finding("処理", Verdict.BAD, f"処理を行うプロセスが、{shown} から動いていません。{advice}")
    return Finding("処理", Verdict.GOOD, f"待たされている処理はなく、処理を行うプロセスが動いています（{shown}）。")


def _monitoring(session: Session, _settings: Settings) -> Finding:
    advice = "このあいだ、書き出しは受け付けません。flask jobs work が動いているか確認してください。"
    number, rules = rules_in_force(session)
    waited = waiting_since(session, clock.now())
    if waited > LATE:
        minutes = waited // timedelta(minutes=1)
        return Finding("監視", Verdict.BAD, f"記録された操作の監視が {minutes:,} 分遅れています。{advice}")
    edition = f"第{number}版" if number else "製品に付属のもの"
    countries = "設定されたもの" if is_own() else "製品に付属のもの"
    present = f"監視は遅れなく動いています。規則は {len(rules.data)} 件（{edition}）、国別の一覧は{countries}です。"
    return Finding("監視", Verdict.GOOD, present)


def _disk(_session: Session, settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.instance).free
    if free < LITTLE_DISK:
        return Finding("ディスク", Verdict.BAD, f"空きが {free // 1024**2:,} MiB しかありません。")
    return Finding("ディスク", Verdict.GOOD, f"空きは {free // 1024**3:,} GiB です。")
