"""Taking a catalogue into use: checked, compared, installed by one rename, and put on record in one act (M9, M18)."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.catalogue.catalogue import Catalogue, catalogue, read_catalogue
from models.catalogue.files import FILES
from models.catalogue.recorded import record_catalogue
from models.cataloguing.check import check_folder
from models.cataloguing.difference import Difference, difference
from models.cataloguing.problem import Problem
from models.errors import DomainError
from models.settings import Settings

INSTALLED, KEPT = "catalogue", "catalogues"
"""In the instance folder: the name of the catalogue in use, and where each that was ever taken lies by its digest."""
DIGITS_OF_NAME = 16
READABLE = 0o755
"""A catalogue is no secret, and the service may run as somebody else than whoever installs it."""


class CatalogueRefused(DomainError):
    """The catalogue cannot be taken into use; ``sentences`` say everything that is wrong with it."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("この項目一覧は使えません。\n" + "\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Proposed:
    """A catalogue without problems, and what it would change here."""

    catalogue: Catalogue
    difference: Difference


def propose(session: Session, folder: Path) -> Proposed:
    """What taking the catalogue of ``folder`` would change. Raises ``CatalogueRefused`` for one with problems."""
    problems: tuple[Problem, ...] = check_folder(folder)
    if problems:
        raise CatalogueRefused(tuple(map(str, problems)))
    read = read_catalogue(folder)
    return Proposed(read, difference(session, catalogue(), read))


def take(session: Session, actor: Actor, settings: Settings, folder: Path) -> bool:
    """Take the catalogue of ``folder`` into use; tell whether the database was told of another than before.

    Running processes show no items until they are started anew. Raises ``CatalogueRefused``, ``Conflict`` (a key or a
    code once named something else), ``DomainError`` (the settings name another folder).
    """
    if settings.catalogue and not folder.samefile(settings.catalogue):
        raise DomainError("設定 catalogue が別のフォルダーを指しています。そのフォルダーを取り込んでください。")
    if settings.catalogue:
        return record_catalogue(session, actor, _fit(session, folder))
    home = settings.instance / KEPT
    home.mkdir(parents=True, exist_ok=True)
    # What is checked is the copy: nobody changes it between the look and the use.
    with tempfile.TemporaryDirectory(dir=home, prefix=".") as staging:
        copy = Path(staging)
        for name in FILES:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, copy / name)
        taken = _fit(session, copy)
        told = record_catalogue(session, actor, taken)
        # Whichever of the two, this and the caller's commit, does not happen: the processes show nothing then.
        _install(settings.instance, copy, taken.digest)
    return told


def _fit(session: Session, folder: Path) -> Catalogue:
    proposed = propose(session, folder)
    if proposed.difference.refused:
        raise CatalogueRefused(proposed.difference.refused)
    return proposed.catalogue


def _install(instance: Path, copy: Path, digest: str) -> None:
    """Let the name of the catalogue in use lead to this one, from one moment to the next."""
    place = instance / KEPT / digest[:DIGITS_OF_NAME]
    if not place.exists():
        kept = copy.with_name(f"{copy.name}-kept")
        shutil.copytree(copy, kept)
        kept.chmod(READABLE)
        kept.rename(place)
    link = instance / f".{INSTALLED}-{digest[:DIGITS_OF_NAME]}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(KEPT) / place.name, target_is_directory=True)
    link.replace(instance / INSTALLED)
