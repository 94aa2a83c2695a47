"""Login IDs: how a typed one is compared, and which may be issued at all (M4)."""

import hmac
import re
import unicodedata

from models.errors import DomainError
from models.secret_box import SecretBox

ISSUABLE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{2,30})[a-z0-9]")
INVISIBLE = frozenset({"Cc", "Cf"})
_MARK_LETTERS = 8
"""Hexadecimal digits of a mark: enough to tell the tries of a day apart, too few to confirm a guessed password by."""
LOOK_ALIKE = (("rn", "m"), ("vv", "w"), ("o", "0"), ("l", "1"), ("i", "1"))


class NotIssuable(DomainError):
    """A login ID that may not be issued; the reason says which ones may."""

    def __init__(self) -> None:
        super().__init__("IDは、半角の英小文字・数字と「.」「_」「-」で、4文字以上32文字以内にしてください。")


def fold_login_id(text: str) -> str:
    """The form in which IDs compare: NFKC, case-folded, without invisible characters and surrounding spaces."""
    visible = "".join(character for character in text if unicodedata.category(character) not in INVISIBLE)
    return unicodedata.normalize("NFKC", visible).casefold().strip()


def check_issuable(folded: str) -> None:
    """Raise ``NotIssuable`` unless the folded ID is plain ASCII of the allowed form.

    Every look-alike from another script stays outside ``[a-z0-9._-]`` after folding, so it cannot be issued.
    """
    if not ISSUABLE.fullmatch(folded):
        raise NotIssuable


def skeleton(folded: str) -> str:
    """What the ID looks like at a glance: two IDs with one skeleton (``user10``, ``user1o``) cannot both exist."""
    for looks, like in LOOK_ALIKE:
        folded = folded.replace(looks, like)
    return folded


def mark_of_unknown(box: SecretBox, typed: str) -> str:
    """What stands in the trail for an ID that belongs to nobody: one mark for one ID, however it was typed.

    What was typed may be a password in the wrong field. Without the deployment's keys nobody can work out the marks of
    guesses, and with them a mark still fits very many.
    """
    folded = fold_login_id(typed[:200])
    return hmac.digest(box.derived("sign-in:unknown-id")[0], folded.encode(), "sha256").hex()[:_MARK_LETTERS]
