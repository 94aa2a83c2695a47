"""What somebody asks to take away, for which purpose, and the number its file bears (B4, M11)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from models import clock
from models.access.viewer import Viewer
from models.certifications.criteria import SearchCriteria
from models.certifications.export_format import ExportFormat
from models.errors import DomainError
from models.legal.purposes import Purpose, may_state

LONGEST_NOTE = 200
FILE_NUMBER_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FILE_NUMBER_LENGTH = 8


class PurposeMissing(DomainError):
    """The purpose is not one this kind of organisation may state, or needs a sentence beside it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: this list, for this purpose (with a sentence of their own), in this form."""

    criteria: SearchCriteria
    purpose: Purpose
    note: str = ""
    format: ExportFormat = ExportFormat.CSV


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """A recorded export: from here rows may flow. ``person`` is the name the file bears."""

    file_number: str
    at: datetime
    wish: Wish
    viewer: Viewer
    person: str

    @property
    def criteria(self) -> SearchCriteria:
        """The list it holds."""
        return self.wish.criteria

    @property
    def file_name(self) -> str:
        """The file's name: it carries the number by which a leaked file is traced to the act."""
        return f"saiene-{self.file_number}.{self.wish.format.suffix}"


def check_purpose(viewer: Viewer, wish: Wish) -> None:
    """Raise ``PurposeMissing`` unless the kind may state the purpose, with a sentence where one is needed."""
    if not may_state(viewer.kind, wish.purpose):
        raise PurposeMissing("利用目的を選んでください。")
    if wish.purpose.needs_note and not wish.note.strip():
        raise PurposeMissing("「その他」を選んだときは、目的を文で書いてください。")
    if len(wish.note) > LONGEST_NOTE:
        raise PurposeMissing(f"目的の説明は {LONGEST_NOTE} 文字以内で書いてください。")


def new_order(viewer: Viewer, wish: Wish, person: str) -> ExportOrder:
    """An order of this moment, under a number of its own."""
    drawn = "".join(secrets.choice(FILE_NUMBER_LETTERS) for _ in range(FILE_NUMBER_LENGTH))
    return ExportOrder(f"{clock.today():%Y%m%d}-{drawn}", clock.now(), wish, viewer, person)
