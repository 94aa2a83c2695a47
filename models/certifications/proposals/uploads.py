"""Uploaded files: encrypted at rest once they were found harmless, plain only while they are worked on."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.certifications.kept_files import KeptFiles
from models.certifications.proposals.proposal import ImportProposal
from models.sealed_file import SealedWriter, open_sealed
from models.secret_box import SecretBox
from models.settings import Settings

_PIECE = 1 << 20
_LEFT_ALONE_SECONDS = 3600
"""What belongs to no proposal may belong to one that comes about this moment, unless it is older than this."""


class Uploads(KeptFiles):
    """Where uploaded files lie."""

    @classmethod
    def of(cls, settings: Settings) -> "Uploads":
        """The place of a deployment."""
        return cls(settings.uploads_folder, SecretBox(settings.encryption_keys), "import")

    @contextmanager
    def received(self, content: IO[bytes]) -> Iterator[Path]:
        """A plain copy of what was sent, to be looked at, for as long as the block lasts."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="received-", dir=self.folder) as folder:
            path = Path(folder) / "file"
            with path.open("wb") as file:
                shutil.copyfileobj(content, file, _PIECE)
            yield path

    def keep(self, source: Path) -> tuple[str, str]:
        """Keep a file encrypted; the answer is its token and its sealed key."""
        token = secrets.token_hex(16)
        sealed_key = self.new_sealed_key(token)
        sealed = SealedWriter(self.path(token), self.open_key(token, sealed_key), self.place(token))
        try:
            with source.open("rb") as file:
                while piece := file.read(_PIECE):
                    sealed.write(piece)
            sealed.close()
        finally:
            sealed.abandon()
        return token, sealed_key

    @contextmanager
    def opened(self, proposal: ImportProposal) -> Iterator[Path]:
        """A plain copy, in a folder of its own that is gone when the block ends, whatever happens.

        Raises ``CannotOpen``.
        """
        self.clear_work(proposal.token)  # what a killed worker left
        work = self.work(proposal.token)
        work.mkdir(mode=0o700)
        try:
            # Told to whoever asks which imports are under way. A person's name for a file may fit no disk.
            path = work / f"取込み{proposal.id}"
            key = self.open_key(proposal.token, proposal.sealed_key)
            with path.open("wb") as file:
                file.writelines(open_sealed(self.path(proposal.token), key, self.place(proposal.token)))
            yield path
        finally:
            self.clear_work(proposal.token)

    def clear_left(self, session: Session) -> None:
        """Clear away what crashed processes left in the folder."""
        lying = list(self.folder.iterdir()) if self.folder.is_dir() else []
        kept = set(session.scalars(select(ImportProposal.token).where(ImportProposal.sealed_key != "")))
        for path in lying:
            if path.name.partition(".")[0] not in kept and _is_old(path):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    try:
        return clock.now().timestamp() - path.stat().st_mtime > _LEFT_ALONE_SECONDS
    except FileNotFoundError:
        return False
