"""Which prefecture's register a file is: from its name, its title rows, or where most of its facilities stand."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from models.reference.prefectures import BY_NAME, PREFECTURES, split_prefecture

_LEADING_CODE = re.compile(r"(\d{2})(?!\d)")


def from_file_name(name: str) -> str | None:
    """'06.山形県_202112.xlsx' → '06': a prefecture named in full, else the two digits the name begins with."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    named = _named_in(folded)
    if named is not None:
        return named
    code = _LEADING_CODE.match(folded)
    return code[1] if code and code[1] in PREFECTURES else None


def from_titles(texts: Iterable[str]) -> str | None:
    """The prefecture named in the sheet's name or in the rows above its header."""
    return next((code for text in texts if (code := _named_in(text))), None)


def from_addresses(addresses: Iterable[str]) -> str | None:
    """The prefecture of more than half of the addresses that name one."""
    counts = Counter(found.code for address in addresses if (found := split_prefecture(address)[0]))
    if not counts:
        return None
    code, count = counts.most_common(1)[0]
    return code if count * 2 > counts.total() else None


def _named_in(text: str) -> str | None:
    # 「東京都府中市」 holds the letters of 京都府: what 東京都 takes is taken first.
    rest = text.replace("東京都", "\n")
    found = {prefecture.code for name, prefecture in BY_NAME.items() if name in rest}
    if rest != text:
        found.add(BY_NAME["東京都"].code)
    return found.pop() if len(found) == 1 else None
