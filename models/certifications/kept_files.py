"""Files kept encrypted in a folder, each under a key of its own, which the database keeps sealed for it (B4, M11)."""

import base64
import shutil
from dataclasses import dataclass
from pathlib import Path

from models.sealed_file import new_key
from models.secret_box import SecretBox


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """Where files of one kind lie, and what seals their keys.

    ``area`` names the kind: a file and its key are bound to it and to their name, and open in no other's place. A name
    is one of ours, never what an address or a person says.
    """

    folder: Path
    box: SecretBox
    area: str

    def path(self, name: str) -> Path:
        """The file of this name."""
        return self.folder / name

    def work(self, name: str) -> Path:
        """The folder in which work on the file may lay down parts, which are not encrypted."""
        return self.folder / f"{name}.parts"

    def place(self, name: str) -> str:
        """What the file and its key are bound to."""
        return f"{self.area}:{name}"

    def new_sealed_key(self, name: str) -> str:
        """A new key for the file, sealed; whoever forgets it has shredded the file."""
        return self.box.seal(self.place(name), base64.b64encode(new_key()).decode())

    def open_key(self, name: str, sealed: str) -> bytes:
        """The file's key; raises ``CannotOpen``."""
        return base64.b64decode(self.box.open(self.place(name), sealed))

    def remove(self, name: str) -> None:
        """Take the file and its parts off the disk."""
        self.path(name).unlink(missing_ok=True)
        self.clear_work(name)

    def clear_work(self, name: str) -> None:
        """Take the parts off the disk."""
        shutil.rmtree(self.work(name), ignore_errors=True)
