"""Packs of evidence for the external auditor: asked for, made by a job, kept encrypted for a week, then gone (M13)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, String, Text, and_, cast, select
from sqlalchemy.orm import Mapped, Session, foreign, mapped_column, relationship

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.certifications.kept_files import KeptFiles
from models.db import Base, SessionFactory, begin_writing, one_transaction
from models.errors import Conflict, NotFound
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState
from models.sealed_file import open_sealed
from models.secret_box import SecretBox
from models.settings import Settings

KEPT_FOR = timedelta(days=7)


class WrongDays(Conflict):
    """The days asked for do not make a stretch."""


class EvidencePack(Base):
    """One pack. The trail in it reaches from ``first_day`` to ``last_day`` in Japan, both included.

    ``size`` and ``sha256`` are those of the archive as it is handed out, 0 and empty until it is made. Without
    ``sealed_key`` there is nothing left to open.
    """

    __tablename__ = "evidence_packs"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    sealed_key: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    asker: Mapped[Account] = relationship()
    job: Mapped[Job | None] = relationship(
        primaryjoin=lambda: and_(
            foreign(Job.subject) == cast(EvidencePack.id, String), Job.kind_code == JobKind.EVIDENCE_PACK.value
        ),
        viewonly=True,
        uselist=False,
    )
    """The job that makes it; the queue forgets a job a month after it ended."""

    @property
    def ready(self) -> bool:
        """Whether it can be fetched now."""
        return bool(self.made_at and self.sealed_key) and clock.now() < self.asked_at + KEPT_FOR

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.ready:
            return "取得できます"
        if self.made_at is not None or self.job is None or self.job.state is JobState.DONE:
            return "保存期間が過ぎました"
        return self.job.sentence if self.job.state.over else self.job.state.label

    @property
    def name(self) -> str:
        """What its file, and its place on the disk, is called."""
        return f"pack-{self.id}"


def place_of(settings: Settings) -> KeptFiles:
    """Where the packs of a deployment lie, and what seals their keys."""
    return KeptFiles(settings.packs_folder, SecretBox(settings.encryption_keys), "pack")


def ask(session: Session, viewer: Viewer, place: KeptFiles, first_day: date, last_day: date) -> int:
    """Order a pack; returns its number. Raises ``WrongDays``."""
    if first_day > last_day:
        raise WrongDays("最初の日は、最後の日以前にしてください。")
    begin_writing(session)
    pack = EvidencePack(
        asked_at=clock.now(), account_id=viewer.account_id, first_day=first_day, last_day=last_day, sealed_key=""
    )
    session.add(pack)
    session.flush()
    pack.sealed_key = place.new_sealed_key(pack.name)
    queue.enqueue(session, JobKind.EVIDENCE_PACK, str(pack.id), viewer.account_id, pack.asked_at)
    details = {"pack": pack.id, "since": first_day.isoformat(), "until": last_day.isoformat()}
    record(session, Event(EventName.EVIDENCE_PACK_ASKED, viewer.actor, object=f"pack:{pack.id}", details=details))
    return pack.id


def fetch(session: Session, viewer: Viewer, number: int) -> EvidencePack:
    """Record that the pack is taken; it may be sent from here on. ``NotFound`` when there is nothing to take."""
    pack = session.get(EvidencePack, number, populate_existing=True)
    if pack is None or not pack.ready:
        raise NotFound
    details = {"pack": pack.id, "sha256": pack.sha256}
    record(session, Event(EventName.EVIDENCE_PACK_FETCHED, viewer.actor, object=f"pack:{pack.id}", details=details))
    return pack


def pieces(pack: EvidencePack, place: KeptFiles) -> Iterator[bytes]:
    """The archive, piece by piece, each checked before it leaves."""
    yield from open_sealed(place.path(pack.name), place.open_key(pack.name, pack.sealed_key), place.place(pack.name))


def give_up(session: Session, place: KeptFiles, number: str) -> None:
    """Clear away what a killed worker left of a pack."""
    _shred(session.get_one(EvidencePack, int(number)), place)


def tidy(sessions: SessionFactory, place: KeptFiles) -> None:
    """Shred the packs whose week is over: their key is forgotten, their file is gone."""
    over = (EvidencePack.sealed_key != "", EvidencePack.asked_at <= clock.now() - KEPT_FOR)
    with one_transaction(sessions) as session:
        if session.scalar(select(EvidencePack.id).where(*over).limit(1)) is None:
            return
        begin_writing(session)
        for pack in session.scalars(select(EvidencePack).where(*over)):
            _shred(pack, place)


def _shred(pack: EvidencePack, place: KeptFiles) -> None:
    pack.sealed_key, pack.removed_at = "", clock.now()
    place.remove(pack.name)
