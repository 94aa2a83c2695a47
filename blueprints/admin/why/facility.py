"""In whose rows a facility lies, and by which facts."""

from flask import Response

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.why.blueprint import MAY_EXPLAIN_ROWS, why
from blueprints.admin.why.item import why_url
from blueprints.identity import current_viewer
from blueprints.unit_of_work import current_session
from models.explaining.readers import facility_readers, organisations_of_facility, people_of
from models.explaining.visible import reasons
from models.organisations.organisation import Organisation


@why.get("/facility/<string:facility_id>", needs=MAY_EXPLAIN_ROWS)
def facility(facility_id: str) -> Response:
    """The organisations, with the facts and the number of people."""
    readers = facility_readers(current_session(), current_viewer(), facility_id)
    columns = (
        ListColumn[Organisation](
            "組織", lambda one: ListCell(one.name, why_url(one, facility=readers.facility_id)), sort="name"
        ),
        ListColumn[Organisation]("組織の種類", lambda one: one.kind.label, sort="kind"),
        ListColumn[Organisation]("範囲に入る事実", lambda one: "、".join(reasons(readers.keys[one.id], readers.facts))),
        ListColumn[Organisation]("閲覧できる人", lambda one: f"{people_of(current_session(), one):,}", numeric=True),
        ListColumn[Organisation]("組織の状態", lambda one: one.standing.label),
    )
    spec, caption = organisations_of_facility(readers), f"設備 {readers.facility_id} が閲覧範囲に入る組織"
    listed = AdminList("facility-readers", caption, spec, columns, lambda one: one.id)
    return answer(listed, "why/facility.html", readers=readers)
