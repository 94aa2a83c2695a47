"""The first half of taking a file in: working its whole difference out, and keeping it aside (M1; docs/adr/0010).

It reads the register and writes nothing to it, so nobody waits for it. What it leaves is one file, from which the
second half (``models.certifications.intake``) can go on at once or later. Where another person applies on another day,
the upload alone waits: their job prepares anew, and compares.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from sqlalchemy.orm import Session

from models import clock
from models.certifications.file_records import digest_of
from models.db import begin_reading
from models.register.importing import RegisterImport
from models.register.numbers import version
from models.register.report import ImportReport
from models.register.staging import Staging, form
from models.register.tripwire import opened
from models.register.workbooks.reader import open_workbook

_ANEW = ".anew"

Progress = Callable[[int, int], None]
"""Told how many rows are done, and how many there are at most."""


def counted(progress: Progress | None, rows: int) -> Callable[[int], None]:
    """Adds rows up as they are done, and tells ``progress`` how many of ``rows`` that makes."""
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, rows)

    return tick


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """What a file would change. It lies in ``staged``, from which ``read`` makes it again.

    ``source`` is the published file, kept where it was until the import is applied or given up, and ``sha256`` its
    digest. ``version`` is that of the register it was held against, ``difference`` a digest of what changes, ``today``
    the day on which the register learnt of it. Both files hold certified information; whoever keeps them removes them.
    """

    source: Path
    staged: Path
    name: str
    sha256: str
    today: date
    version: str
    form: str
    difference: str
    accept_vanished: bool
    report: ImportReport

    @classmethod
    def read(cls, staged: Path) -> Self:
        """The one that lies there. Raises ``FileNotFoundError``, ``sqlite3.DatabaseError``."""
        with Staging.open(staged, "") as staging:
            kept = staging.notes()
        return cls(
            **kept
            | {
                "source": Path(kept["source"]),
                "staged": staged,
                "today": date.fromisoformat(kept["today"]),
                "report": ImportReport.of_json(kept["report"]),
            }
        )

    def fits(self, session: Session) -> bool:
        """Whether the register, and the way rows are staged, are still what they were."""
        return (version(session), form(session.get_bind().dialect.name)) == (self.version, self.form)

    @property
    def beside(self) -> Path:
        """Where the same file's difference lies once it had to be worked out anew; this one stays what it is."""
        return self.staged if self.staged.suffix == _ANEW else self.staged.with_name(self.staged.name + _ANEW)

    def again(self, session: Session, progress: Progress | None = None) -> "PreparedImport":
        """The same file held against the register as it is now."""
        return prepare(
            session,
            self.source,
            staged=self.beside,
            file_name=self.name,
            accept_vanished=self.accept_vanished,
            today=self.today,
            lasting=False,
            progress=progress,
        )


def prepare(
    session: Session,
    path: Path,
    *,
    staged: Path,
    file_name: str | None = None,
    accept_vanished: bool = False,
    today: date | None = None,
    lasting: bool = True,
    progress: Progress | None = None,
) -> PreparedImport:
    """Work out what a published register would change, and keep it at ``staged``, which appears when it is complete.

    ``accept_vanished`` marks vanished facilities however many they are. ``today`` is given when an earlier preparation
    is made again. Only one that is ``lasting`` may still be applied after a power cut.
    Raises ``RefusedFile`` for a file that is no register.
    """
    name = file_name or path.name
    digest = digest_of(path)
    file = open_workbook(path, name)
    draft = staged.with_name(f"{staged.name}.new")
    draft.unlink(missing_ok=True)
    dialect = session.get_bind().dialect.name
    report = ImportReport(name)
    day = today or clock.today()
    try:
        with opened(), _collector_at_rest(), Staging.make(draft, dialect) as staging:
            begin_reading(session)
            seen = version(session)
            work = RegisterImport(
                session, file, staging, report, day, counted(progress, file.row_count), accept_vanished
            )
            prepared = PreparedImport(
                path, staged, name, digest, day, seen, form(dialect), work.run(), accept_vanished, report
            )
            staging.complete(_kept(prepared), lasting=lasting)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    draft.replace(staged)
    return prepared


def _kept(prepared: PreparedImport) -> dict[str, object]:
    return {
        "source": str(prepared.source),
        "name": prepared.name,
        "sha256": prepared.sha256,
        "today": prepared.today.isoformat(),
        "version": prepared.version,
        "form": prepared.form,
        "difference": prepared.difference,
        "accept_vanished": prepared.accept_vanished,
        "report": prepared.report.as_json(),
    }


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Without looking for cycles: there are none among millions of rows, and looking takes a third of the time."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
