"""What people type and choose in forms: texts that any database takes, days, names of files."""

import re
import unicodedata
from datetime import date
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from models.clock import FIRST_DAY, LAST_DAY

UNNAMED = "名前のないファイル"
NO_DAY = "日付で入力してください（例: 2026-04-01）。"
_KEPT = "\n\t"
_DIGITS = re.compile(r"[0-9]{1,9}")


def plain(text: str | None) -> str:
    """A text without control characters and with one kind of line end; a filter for text fields."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in _KEPT or unicodedata.category(one) != "Cc").strip()


class PlainText(TextAreaField):
    """Some lines of text, through ``plain``."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, filters=[plain], **options)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.data or ""


class PlainLine(StringField):
    """One line of text, through ``plain``."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, filters=[plain], **options)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.data or ""


class SeenField(IntegerField):
    """Up to where its page told of something, kept in the form: what is sent speaks of that and no more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=HiddenInput(), validators=[InputRequired()], **options)

    @property
    def number(self) -> int:
        """What was sent with the form."""
        return self.data or 0

    def tell(self, number: int) -> None:
        """The page tells of everything up to here now: what was sent before goes."""
        self.data, self.raw_data = number, None


class DayField(DateField):
    """A day, as a browser's own field sends it or as somebody types it (``2026/4/1``, ``2026年4月1日``)."""

    @property
    def day(self) -> date:
        """The day of a field that has to be filled in, in a form that was found right."""
        if self.data is None:
            raise TypeError(f"{self.name} was not found right")
        return self.data

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; empty is none."""
        self.data = None
        given = unicodedata.normalize("NFKC", "".join(valuelist)).strip()
        if not given:
            return
        parts = given.replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-").split("-")
        try:
            given_day = date(*map(int, parts))
        except (ValueError, TypeError, OverflowError) as error:
            raise ValueError(NO_DAY) from error
        if not FIRST_DAY <= given_day <= LAST_DAY:
            raise ValueError(NO_DAY)
        self.data = given_day


def whole(sent: str | None) -> int:
    """A number that a hidden field carried; 0, which no row has, for whatever is none."""
    return int(sent) if sent and _DIGITS.fullmatch(sent) else 0


def file_name_of(sent: FileStorage, longest: int) -> str:
    """The file's own name: some browsers send its folders too."""
    name = (sent.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())[-longest:].strip() or UNNAMED
