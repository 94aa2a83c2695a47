"""Loading a demonstration: grants, a made-up register, and people to look at it with."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue, shipped_catalogue
from models.catalogue.first_edition import load_first_edition
from models.certifications.intake import import_file
from models.demonstration import credentials
from models.demonstration.accounts import enter_accounts
from models.demonstration.generator import certifications
from models.demonstration.generator.landmarks import ACROSS_TWO_AREAS
from models.demonstration.workbooks import write_workbooks
from models.errors import DomainError
from models.register.items import store_items
from models.settings import Settings

CERTIFICATIONS = 20_000
SEED = 1

Progress = Callable[[str, int, int], None]
"""Told which step is under way, how many of its units are done, and how many there are."""


class NotADemonstration(DomainError):
    """Made-up people with known keys must never enter a register that is in use."""

    def __init__(self) -> None:
        super().__init__("デモモード（SAIENE_DEMONSTRATION=1）でのみ実行できます。")


class TooFew(DomainError):
    """A register so small that the cases it is to show are not in it."""


class AnotherRegister(DomainError):
    """What is made up are values of the shipped catalogue's items."""

    def __init__(self) -> None:
        super().__init__("デモは、同梱の項目一覧でだけ用意できます。")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What was entered; nothing when the demonstration was there already."""

    certifications: int
    accounts: int
    already_loaded: bool


def load_demonstration(
    session: Session,
    actor: Actor,
    settings: Settings,
    count: int = CERTIFICATIONS,
    progress: Progress | None = None,
) -> LoadReport:
    """Load everything once; a second call changes nothing.

    The register goes through the same importer as a published workbook. The passwords and keys are written to
    ``credentials.accounts_file``. Raises ``NotADemonstration``, ``TooFew``, ``AnotherRegister``.
    """
    check_demonstration(settings)
    if catalogue().digest != shipped_catalogue().digest:
        raise AnotherRegister
    if count <= ACROSS_TWO_AREAS:
        raise TooFew(f"デモ用の認定情報は{ACROSS_TWO_AREAS + 1}件以上にしてください。")
    if is_loaded(session):
        return LoadReport(0, 0, already_loaded=True)
    tell = progress or _silent
    load_first_edition(session, actor)
    _load_register(session, actor, settings, count, tell)
    _load_items(session, count, tell)
    across = next(islice(certifications(count, SEED, details=False), ACROSS_TWO_AREAS, None))
    lines = enter_accounts(session, actor, settings, across.facility_id)
    details = {"certifications": count, "accounts": len(lines)}
    record(session, Event(EventName.DEMONSTRATION_LOADED, actor, details=details))
    credentials.write(settings, lines)
    return LoadReport(count, len(lines), already_loaded=False)


def check_demonstration(settings: Settings) -> None:
    """Raise ``NotADemonstration`` unless the deployment is one."""
    if not settings.demonstration:
        raise NotADemonstration


def is_loaded(session: Session) -> bool:
    """Whether the demonstration is there already, as the audit trail tells."""
    loaded = select(AuditEvent.number).where(AuditEvent.name == EventName.DEMONSTRATION_LOADED.value)
    return session.scalar(loaded.limit(1)) is not None


def _load_register(session: Session, actor: Actor, settings: Settings, count: int, tell: Progress) -> None:
    paths = write_workbooks(
        credentials.folder(settings) / "workbooks",
        certifications(count, SEED, details=False),
        lambda done: tell("公表形式のファイルを作成", done, count),
    )
    for done, path in enumerate(paths, 1):
        import_file(session, actor, path, strict=True)
        tell("認定情報を取込み", done, len(paths))


def _load_items(session: Session, count: int, tell: Progress) -> None:
    done = 0

    def tick(stored: int) -> None:
        nonlocal done
        done += stored
        tell("詳細項目を取込み", done, count)

    store_items(session, ((each.facility_id, each.items) for each in certifications(count, SEED)), tick=tick)


def _silent(_step: str, _done: int, _total: int) -> None:
    """Nobody is waiting."""
