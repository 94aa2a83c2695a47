"""One act on several ticked rows: the page that says which, which not and why, with what consequence; all or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request
from flask_wtf import FlaskForm

from blueprints.rendering import go_to, render
from models.accounts.account import Account


@dataclass(frozen=True, slots=True)
class BulkAsked:
    """The words of one bulk act's page. ``where`` names the list it comes from."""

    heading: str
    consequence: str
    button: str
    where: str
    kind: str = "warning"


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One ticked row: its number, what it is called, and why the act cannot be done to it (empty when it can)."""

    key: int
    label: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """Who would be cut off: the first of them, and how many there are in all."""

    people: Sequence[Account] = ()
    total: int = 0


def ask_about(
    asked: BulkAsked, rows: Sequence[BulkRow], form: FlaskForm, back_url: str, status: int = 200, cut: Cut | None = None
) -> Response:
    """The page; without any row, the list again. The form names its rows itself: those left out do not come back."""
    if not rows:
        return go_to(back_url)
    return render(
        "admin/bulk.html",
        status=status,
        asked=asked,
        fit=[one for one in rows if not one.why_not],
        unfit=[one for one in rows if one.why_not],
        form=form,
        action=request.path,
        back_url=back_url,
        cut=cut or Cut(),
    )
