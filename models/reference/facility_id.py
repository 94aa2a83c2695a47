"""The grammar of the 設備ID, the ten characters that name a certified facility.

One character for the source and class, six for the serial (digits, or a letter and five digits), one for the bureau
(letter ``A``…``I`` under FIT, digit ``1``…``9`` under FIP) and two for the prefecture at the time of application.
When FIT becomes FIP the bureau's letter becomes its digit and the rest stays, so an ID may change in a facility's life.
"""

import re
import unicodedata
from dataclasses import dataclass

from models.errors import DomainError
from models.reference.bureaus import BY_MARK, Bureau
from models.reference.prefectures import PREFECTURES
from models.reference.tables import rows

_SHAPE = re.compile(r"([0-9A-Z])([0-9]{6}|[A-Z][0-9]{5})([A-I1-9])([0-9]{2})")
_SEPARATORS = re.compile(r"[\s\-‐‑–—―−ー]+")
_LENGTH = 10


class InvalidFacilityId(DomainError):
    """The text is not a 設備ID; the reason says which part is not."""


@dataclass(frozen=True, slots=True)
class SourceClass:
    """What the first character says. ``certain`` is False where published registers do not settle its meaning."""

    code: str
    source: str
    label: str
    certain: bool


SOURCE_CLASSES: dict[str, SourceClass] = {
    row["code"]: SourceClass(row["code"], row["source"], row["label"], certain=row["certain"] == "yes")
    for row in rows("facility_id_sources.csv")
}


@dataclass(frozen=True, slots=True)
class FacilityId:
    """One 設備ID in its parts; ``str()`` gives the ten characters."""

    source_code: str
    serial: str
    bureau_mark: str
    prefecture_code: str

    def __str__(self) -> str:
        return f"{self.source_code}{self.serial}{self.bureau_mark}{self.prefecture_code}"

    @property
    def is_fip(self) -> bool:
        """Whether the certification stands under FIP."""
        return self.bureau_mark.isdigit()

    @property
    def source_class(self) -> SourceClass | None:
        """The source and class of the first character; None for a character not yet known."""
        return SOURCE_CLASSES.get(self.source_code)

    @property
    def bureau(self) -> Bureau:
        """The bureau that certified."""
        return BY_MARK[self.bureau_mark]

    def as_fit(self) -> "FacilityId":
        """The same facility's ID under FIT."""
        return FacilityId(self.source_code, self.serial, self.bureau.letter, self.prefecture_code)

    def as_fip(self) -> "FacilityId":
        """The same facility's ID under FIP."""
        return FacilityId(self.source_code, self.serial, self.bureau.fip_digit, self.prefecture_code)


def normalise(text: str) -> str:
    """The text as IDs are written: half-width, upper case, without spaces and hyphens. It need not be an ID."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def parse(text: str) -> FacilityId:
    """Reads a 設備ID however it was typed.

    Raises InvalidFacilityId with a reason that names the part at fault.
    """
    # What matches as it stands is as IDs are written: nearly all of a published register.
    written = text if _SHAPE.fullmatch(text) else normalise(text)
    if len(written) != _LENGTH:
        raise InvalidFacilityId("設備IDは英数字10文字で入力してください。")
    shape = _SHAPE.fullmatch(written)
    if shape is None:
        raise InvalidFacilityId(_reason(written))
    found = FacilityId(*shape.groups())
    if found.prefecture_code not in PREFECTURES:
        raise InvalidFacilityId("設備IDの9・10文字目は都道府県の番号（01～47）です。")
    return found


def find(text: str) -> FacilityId | None:
    """The 設備ID a text consists of, or None: for a search box that takes an ID or words."""
    try:
        return parse(text)
    except InvalidFacilityId:
        return None


def same_serial(one: FacilityId, other: FacilityId) -> bool:
    """Whether two IDs can be one facility before and after its change from FIT to FIP."""
    return one.as_fit() == other.as_fit()


def _reason(written: str) -> str:
    if re.fullmatch(r"[0-9A-Z]", written[0]) is None:
        return "設備IDの1文字目は発電設備の区分を示す英数字です。"
    if re.fullmatch(r"[0-9]{6}|[A-Z][0-9]{5}", written[1:7]) is None:
        return "設備IDの2文字目から7文字目は数字6桁、又は英字1文字と数字5桁です。"
    if written[7] not in BY_MARK:
        return "設備IDの8文字目は担当する経済産業局を示すA～I又は1～9です。"
    return "設備IDの9・10文字目は都道府県の番号（01～47）です。"
