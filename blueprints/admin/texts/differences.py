"""What a draft would change, and whom it reaches; and the same for all that was laid before the second person."""

from collections.abc import Sequence

from flask import Response, url_for

from blueprints.admin.texts.blueprint import MAY_EDIT, texts
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.approvals.approval import ApprovalKind
from models.errors import NotFound
from models.monitoring.approval_reading import approval_for
from models.publishing import drafts
from models.publishing.publication import Comparison, comparison_of, comparisons_of
from models.publishing.reach import Reach, reach


@texts.get("/drafts/<int:number>/difference", needs=MAY_EDIT)
def difference(number: int) -> Response:
    """One draft against the newest published version."""
    draft = drafts.find_draft(current_session(), number)
    compared = comparison_of(draft)
    return render(
        "texts/difference.html",
        draft=draft,
        compared=compared,
        reached=_reached([compared]),
        faults=draft.faults(clock.today()),
        propose_url=url_for("texts.propose", draft=number),
    )


@texts.get("/proposals/<int:number>", needs=MAY_EDIT)
def proposal(number: int) -> Response:
    """Everything an approval is about, word by word."""
    session = current_session()
    found = approval_for(session, current_viewer(), number)
    if found.kind is not ApprovalKind.PUBLISH_TEXT:
        raise NotFound
    compared = comparisons_of(session, found)
    return render(
        "texts/proposal.html",
        approval=found,
        phase=found.state_at(clock.now()),
        compared=compared,
        reached=_reached(compared),
    )


def _reached(compared: Sequence[Comparison]) -> Reach:
    return reach(current_session(), {kind for one in compared for kind in one.document.kinds})
