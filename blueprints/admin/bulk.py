"""One act on several ticked rows: the page that says which, which not and why, with what consequence; all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_wtf import FlaskForm

from blueprints.rendering import go_to, render


@dataclass(frozen=True, slots=True)
class BulkAsked:
    """The words of one bulk act's page. ``where`` names the list it comes from, ``{number}`` how many rows."""

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


def ask_about(
    asked: BulkAsked, rows: Sequence[BulkRow], form: FlaskForm, back_url: str, status: int = 200, **values: Any
) -> Response:
    """The page; without any row, the list again. The form goes back to the page's own address."""
    if not rows:
        return go_to(back_url)
    return render(
        "admin/bulk.html",
        status=status,
        asked=asked,
        fit=[one for one in rows if not one.why_not],
        unfit=[one for one in rows if one.why_not],
        form=form,
        back_url=back_url,
        **({"cut": (), "cut_total": 0, "cut_url": ""} | values),
    )
