"""The question: whom, which facility, which item; all of it in the address."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.admin.why.blueprint import MAY_EXPLAIN, why
from blueprints.gate import turn_away
from blueprints.identity import current_viewer, training_rule
from blueprints.rendering import render
from blueprints.typed import plain
from blueprints.unit_of_work import abandon, current_session
from models import clock
from models.access.admission import Refusal
from models.access.permissions import Permission
from models.errors import Forbidden
from models.explaining.asked import Answered, Asked
from models.explaining.asked import answer as answer_to
from models.lists import LONGEST_TEXT
from models.organisations.kinds import kinds_in_use

WHOM = ("person", "organisation", "kind")
FIELDS = (*WHOM, "facility", "item")
Choice = tuple[str, str]


@why.get("", needs=MAY_EXPLAIN)
def ask() -> AnyResponse:
    """The verdict and its chain, candidates to choose among, or the empty form."""
    viewer, asked = current_viewer(), _asked()
    try:
        found = answer_to(current_session(), viewer, asked, training_rule(), clock.now())
    except Forbidden:
        abandon()
        return turn_away(Refusal.NOT_PERMITTED)
    return render(
        "why/ask.html",
        status=422 if found.problems else 200,
        asked=asked,
        found=found,
        kinds=[("", "指定しない"), *((kind.value, kind.label) for kind in kinds_in_use())],
        may_name_facility=Permission.ROW_EXPLAIN in viewer.permissions,
        choices=_choices(asked, found),
        others=_others(asked, found),
    )


def _asked() -> Asked:
    typed = {name: plain(request.args.get(name))[:LONGEST_TEXT] for name in FIELDS}
    return Asked(**typed, begun=not any(name in request.args for name in WHOM))


def _choices(asked: Asked, found: Answered) -> Sequence[tuple[str, Sequence[Choice]]]:
    """Under a heading each, what a field could mean, with the address that says so."""
    if found.explanation is not None:
        return []
    people = [
        (f"{one.person_name}（{one.login_id}、{one.organisation.name}）", _address(asked, "person", one.login_id))
        for one in found.people
    ]
    organisations = [
        (f"{one.name}（{one.kind.label}）", _address(asked, "organisation", one.name)) for one in found.organisations
    ]
    items = [(f"{one.code} {one.label}", _address(asked, "item", one.code)) for one in found.items]
    groups = (("人を選んでください", people), ("組織を選んでください", organisations), ("項目を選んでください", items))
    return [(heading, group) for heading, group in groups if len(group) > 1]


def _others(asked: Asked, found: Answered) -> list[Choice]:
    """The other questions: about the same item and facility, the other way round."""
    links = [("組織ごとの閲覧範囲", url_for("why.scopes"))]
    explanation = found.explanation
    facility_id = explanation.facility_id if explanation is not None else asked.facility if asked.begun else ""
    if len(found.items) == 1:
        (item,) = found.items
        links.append((f"「{item.label}」を見られるのはだれか", url_for("why.item", key=item.key)))
    if facility_id:
        links.append((f"設備 {facility_id} を見られるのはだれか", url_for("why.facility", facility_id=facility_id)))
    return links


def _address(asked: Asked, name: str, value: str) -> str:
    given = {one: getattr(asked, one) for one in FIELDS} | {name: value}
    return f"{url_for('why.ask')}?{urlencode({one: text for one, text in given.items() if text})}"
