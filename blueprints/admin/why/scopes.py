"""The rows of every organisation: the rule of its kind, its own values, and what comes of them."""

from flask import Response

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.why.blueprint import MAY_EXPLAIN, why
from blueprints.admin.why.item import scope_of, why_url
from models.access.scope_in_words import rule_in_words
from models.explaining.readers import organisations_listed
from models.organisations.kinds import kinds_in_use
from models.organisations.organisation import Organisation


@why.get("/scopes", needs=MAY_EXPLAIN)
def scopes() -> Response:
    """The rules by kind, and the organisations with their values."""
    columns = (
        ListColumn[Organisation]("組織", lambda one: ListCell(one.name, why_url(one)), sort="name"),
        ListColumn[Organisation]("組織の種類", lambda one: one.kind.label, sort="kind"),
        ListColumn[Organisation]("登録された範囲", lambda one: one.scope_code or "―"),
        ListColumn[Organisation]("所管する法令", lambda one: "、".join(map(str, one.laws)) or "―"),
        ListColumn[Organisation]("部門", lambda one: "、".join(unit.describe() for unit in one.units) or "―"),
        ListColumn[Organisation]("閲覧できる認定情報", scope_of),
        ListColumn[Organisation]("組織の状態", lambda one: one.standing.label),
    )
    listed = AdminList("scopes", "組織ごとの閲覧範囲", organisations_listed(), columns, lambda one: one.id)
    rules = [(kind.label, rule_in_words(kind)) for kind in kinds_in_use()]
    return answer(listed, "why/scopes.html", rules=rules)
