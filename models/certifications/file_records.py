"""What the register keeps of a file that was taken in: its entry, its digest, and the record of the act (M1, M11)."""

from hashlib import sha256
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.register.certification import ImportedFile
from models.register.report import ImportReport

_PIECE = 1 << 20


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def enter_file(session: Session, name: str, digest: str) -> int:
    """Enter a file before its first row is written, so that the history can name it; its counts follow at the end."""
    entry = ImportedFile(name=name, sha256=digest, at=clock.now(), added=0, changed=0, unchanged=0, refused=0)
    session.add(entry)
    session.flush()
    return entry.id


def conclude_file(session: Session, actor: Actor, entry: int, report: ImportReport, digest: str) -> None:
    """Write what came of the file, and record the act."""
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
    }
    session.execute(update(ImportedFile).where(ImportedFile.id == entry).values(counts))
    details = {"file": report.file, "sha256": digest, **counts}
    record(session, Event(EventName.FILE_IMPORTED, actor, object=f"file:{entry}", details=details))
