"""Who can see an item: every attribute, and every organisation."""

from flask import Response, url_for

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.why.blueprint import MAY_EXPLAIN, why
from blueprints.identity import current_viewer
from blueprints.unit_of_work import current_session
from models import clock
from models.access.row_scope import row_scope
from models.access.scope_in_words import scope_in_words
from models.explaining.asked import item_named
from models.explaining.readers import item_readers, organisations_of_item, people_of
from models.explaining.visible import edition_in_words
from models.organisations.organisation import Organisation


@why.get("/item/<string:key>", needs=MAY_EXPLAIN)
def item(key: str) -> Response:
    """Ground, reviewer, organisations and people of each attribute; then the organisations one by one."""
    readers = item_readers(current_session(), current_viewer(), item_named(key), clock.now())

    def sees(one: Organisation) -> ListCell:
        seeing = one.kind in readers.seeing
        return ListCell("表示される" if seeing else "表示されない", tag="good" if seeing else "neutral")

    def people(one: Organisation) -> str:
        return f"{people_of(current_session(), one):,}" if one.kind in readers.seeing else "0"

    columns = (
        ListColumn[Organisation]("組織", lambda one: ListCell(one.name, why_url(one, item=key)), sort="name"),
        ListColumn[Organisation]("組織の種類", lambda one: one.kind.label, sort="kind"),
        ListColumn[Organisation]("この項目", sees),
        ListColumn[Organisation]("閲覧範囲", scope_of),
        ListColumn[Organisation]("閲覧できる人", people, numeric=True),
        ListColumn[Organisation]("組織の状態", lambda one: one.standing.label),
    )
    spec, caption = organisations_of_item(readers), f"「{readers.item.label}」と組織"
    listed = AdminList("item-readers", caption, spec, columns, lambda one: one.id)
    edition = (
        edition_in_words(readers.edition) if readers.edition is not None else "閲覧権限の版は、まだ施行されていません"
    )
    return answer(listed, "why/item.html", readers=readers, edition=edition)


def scope_of(one: Organisation) -> str:
    """The rows of an organisation in words."""
    return scope_in_words(row_scope(one.kind, one.scope_code, one.laws))


def why_url(one: Organisation, item: str | None = None, facility: str | None = None) -> str:
    """Where the chain for an organisation is told."""
    return url_for("why.ask", organisation=one.name, item=item, facility=facility)
