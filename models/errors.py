"""Errors the domain raises on purpose. Each carries a sentence a person can act on."""

from collections.abc import Sized


class DomainError(Exception):
    """Something a rule forbids or cannot do.

    ``reason`` is a Japanese sentence, fit for the person who asked: it never quotes a value they may not see.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFound(DomainError):
    """Absent, hidden or out of scope: one and the same answer, so that nobody learns which (M9, M10)."""

    def __init__(self, reason: str = "該当するものは見つかりませんでした。") -> None:
        super().__init__(reason)


class Forbidden(DomainError):
    """The person is known and signed in, and this is not theirs to do."""


class Conflict(DomainError):
    """Someone else was first, or the thing has changed meanwhile."""


def check_any(chosen: Sized) -> None:
    """Raise ``Conflict`` for an act on many that is asked for none."""
    if not chosen:
        raise Conflict("一つも選ばれていません。一覧で選んでから行ってください。")
