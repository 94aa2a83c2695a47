"""An edition for ever: what it says of itself, what it changed, what it grants to whom, beside another one."""

from flask import Response, request, url_for

from blueprints.admin.editions.blueprint import MAY_LOOK, editions
from blueprints.admin.editions.forms import BeginForm
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.monitoring.approval_reading import approval_for
from models.reviewing import editions as reading
from models.reviewing.cells import attribute_of, cells_of, standing_cells
from models.reviewing.difference import compare as differences
from models.reviewing.draft import DraftState
from models.reviewing.going_back import gone_back
from models.reviewing.putting_in_force import draft_row_of
from models.reviewing.showing import moved_rule


@editions.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """One edition, and what it changed."""
    session = current_session()
    edition = reading.find_edition(session, number)
    both = reading.showings_of_both(session, edition.based_on, number) if edition.based_on else None
    past = reading.is_past(session, edition)
    again = gone_back(session, number, standing_cells(session, number)) if past else None
    title = f"第{number}版に戻す" if again is not None and again.missing else f"第{number}版と同じ内容に戻す"
    form = BeginForm(formdata=None, title=title, equal_to=str(number))
    return render(
        "editions/page.html",
        edition=edition,
        state=reading.standing_of(session, clock.now()).state(edition),
        proposer=reading.name_of(session, edition.proposed_by),
        approver=reading.name_of(session, edition.approved_by),
        changed=differences(*both) if both else [],
        rule=moved_rule(*both) if both else None,
        back=gone_back(session, edition.equal_to, cells_of(session, number)),
        again=again,
        past=past,
        counts=reading.counts_of(reading.sight_of(session, edition)),
        form=form,
        may_edit=Permission.GRANTS_REVIEW in current_viewer().permissions,
    )


@editions.get("/<int:number>/visible/<string:attribute>", needs=MAY_LOOK)
def visible(number: int, attribute: str) -> Response:
    """What it grants to an attribute, with every ground: to be printed and filed."""
    session, kind = current_session(), attribute_of(attribute)
    edition = reading.find_edition(session, number)
    sight, past = reading.sight_of(session, edition), reading.is_past(session, edition)
    (count,) = (one for one in reading.counts_of(sight) if one.attribute is kind)
    sections = reading.visible_under(sight, kind)
    return render("editions/visible.html", edition=edition, past=past, count=count, sections=sections)


@editions.get("/compare", needs=MAY_LOOK)
def compare() -> Response:
    """Two editions side by side; the address names them."""
    session = current_session()
    numbers = reading.numbers_of(session)
    former, later = (_number(name, numbers) for name in ("from", "to"))
    both = reading.showings_of_both(session, former, later) if former and later else None
    return render(
        "editions/compare.html",
        numbers=numbers,
        former=former,
        later=later,
        differences=differences(*both) if both else None,
        rule=moved_rule(*both) if both else None,
    )


@editions.get("/proposals/<int:number>", needs=MAY_LOOK)
def proposal(number: int) -> Response:
    """On to the draft that an approval is about, or to the edition it became."""
    row = draft_row_of(current_session(), approval_for(current_session(), current_viewer(), number))
    if row.state is DraftState.EDITION:
        return go_to(url_for("editions.page", number=row.edition))
    return go_to(url_for("editions.draft", number=row.id))


def _number(name: str, numbers: list[int]) -> int:
    asked = request.args.get(name, "")
    return next((number for number in numbers if str(number) == asked), 0)
