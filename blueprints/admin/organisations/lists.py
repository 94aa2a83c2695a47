"""The list of organisations."""

from flask import Response, url_for

from blueprints.admin.listing import AdminList, BulkAct, ListCell, ListColumn, answer
from blueprints.admin.organisations.blueprint import MAY_LOOK, organisations
from blueprints.formatting import day
from blueprints.identity import current_viewer
from models import clock
from models.access.permissions import Permission
from models.access.row_scope import row_scope
from models.access.scope_in_words import scope_in_words
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people.organisations_reading import organisations_of

TAGS = {Standing.ACTIVE: "good", Standing.BARRED: "bad", Standing.CLOSED: "neutral"}


@organisations.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every organisation."""
    columns = (
        ListColumn[Organisation](
            "名称", lambda one: ListCell(one.name, url_for("organisations.page", number=one.id)), sort="name"
        ),
        ListColumn[Organisation]("番号", lambda one: str(one.id), numeric=True),
        ListColumn[Organisation]("種類", lambda one: one.kind.label, sort="kind"),
        ListColumn[Organisation]("状態", standing_of),
        ListColumn[Organisation]("閲覧範囲", rows_of),
        ListColumn[Organisation]("登録した日", lambda one: day(clock.in_japan(one.created_at)), sort="created"),
    )
    viewer = current_viewer()
    bar = (BulkAct("選んだ組織の利用を停止する", url_for("organisations.ask_bar_all")),)
    bulk = bar if Permission.ORGANISATION_BAR in viewer.permissions else ()
    listed = AdminList("organisations", "組織", organisations_of(viewer), columns, lambda one: one.id, bulk=bulk)
    return answer(listed, "organisations/index.html")


def standing_of(organisation: Organisation) -> ListCell:
    """The standing in a word, an emergency stop of its kind before anything else."""
    if organisation.kind_standing.stopped_at is not None:
        return ListCell("緊急停止中", tag="bad")
    return ListCell(organisation.standing.label, tag=TAGS[organisation.standing])


def rows_of(organisation: Organisation) -> str:
    """Which certifications its people see."""
    return scope_in_words(row_scope(organisation.kind, organisation.scope_code, organisation.laws))
