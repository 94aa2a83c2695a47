"""One certification as it is previewed: an invented one, or a real one."""

from flask import Response

from blueprints.admin.preview.blueprint import MAY_EXPLAIN, MAY_EXPLAIN_ROWS, preview
from blueprints.admin.preview.chosen import preview_of_address, preview_url
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.certifications.detail import SITES_ON_A_PAGE, Detail
from models.explaining.preview import UNSEEN, Preview, real_record, sample_record


@preview.get("/sample/<int:number>", needs=MAY_EXPLAIN)
def sample(number: int) -> Response:
    """An invented certification."""
    given, found = preview_of_address()
    detail = sample_record(current_session(), current_viewer(), found, number)
    return _page(found, detail, preview_url("preview.index", given), invented=True)


@preview.get("/register/<string:facility_id>", needs=MAY_EXPLAIN_ROWS)
def record(facility_id: str) -> Response:
    """A real one; what they see and the person does not is named without its value."""
    given, found = preview_of_address()
    detail = real_record(current_session(), current_viewer(), found, facility_id)
    return _page(found, detail, preview_url("preview.real", given), invented=False)


def _page(found: Preview, detail: Detail, list_url: str, *, invented: bool) -> Response:
    unseen = {
        section.section.number: () if invented else found.unseen(section.section.number) for section in detail.sections
    }
    return render(
        "preview/record.html",
        preview=found,
        detail=detail,
        unseen=unseen,
        unseen_words=UNSEEN,
        invented=invented,
        list_url=list_url,
        sites_unseen=found.sites_unseen and not invented,
        why_url="",
        sites_on_a_page=SITES_ON_A_PAGE,
        previous_sites_url="",
        next_sites_url="",
    )
