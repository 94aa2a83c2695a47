"""The two lists: organisations with the share of people who are up to date, and one organisation's people."""

from typing import Any

from flask import Response, url_for

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import NOTHING, moment, number
from blueprints.guarded import GuardedBlueprint
from blueprints.unit_of_work import current_session
from models import clock
from models.access.admission import permitted
from models.access.permissions import Permission
from models.consent import state
from models.consent.consents import ASKED_AT_EVERY_START
from models.organisations.kinds import OrganisationKind

consent_state = GuardedBlueprint("consent_state", __name__, url_prefix="/admin/consents")
MAY_LOOK = permitted(Permission.PEOPLE_LOOK)


@consent_state.get("", needs=MAY_LOOK)
def index() -> Response:
    """Every organisation."""
    columns = (
        ListColumn[Any](
            "組織", lambda one: ListCell(one.name, url_for("consent_state.people", organisation=one.id)), sort="name"
        ),
        ListColumn[Any]("区分", lambda one: OrganisationKind(one.kind).label),
        ListColumn[Any]("利用者", lambda one: number(one.people), sort="people", numeric=True),
        ListColumn[Any]("現在の版に同意", lambda one: number(one.current), numeric=True),
        ListColumn[Any]("まだの人", lambda one: number(one.missing), sort="missing", numeric=True),
        ListColumn[Any]("割合", _share, sort="percent", numeric=True),
        ListColumn[Any]("最後の同意", lambda one: moment(one.last), sort="last"),
    )
    spec = state.organisations_consent(current_session(), clock.today())
    listed = AdminList("consents", "同意の状況", spec, columns, lambda one: int(one.id))
    return answer(listed, "consents/index.html")


@consent_state.get("/<int:organisation>", needs=MAY_LOOK)
def people(organisation: int) -> Response:
    """One organisation's people."""
    found = state.organisation_of(current_session(), organisation)
    columns = (
        ListColumn[Any]("氏名", lambda one: one.person_name, sort="name"),
        ListColumn[Any]("ID", lambda one: one.login_id, sort="login"),
        ListColumn[Any]("部署", lambda one: one.department or NOTHING),
        ListColumn[Any]("現在の版への同意", _current, sort="current"),
        ListColumn[Any]("同意した同意文の版", lambda one: one.version or NOTHING),
        ListColumn[Any]("利用規約の版", lambda one: one.terms_version or NOTHING),
        ListColumn[Any]("プライバシーポリシーの版", lambda one: one.privacy_version or NOTHING),
        ListColumn[Any]("最後の同意", lambda one: moment(one.given_at), sort="last"),
    )
    spec = state.people_consent(current_session(), found, clock.today())
    listed = AdminList(f"consents-{found.id}", f"{found.name}の同意の状況", spec, columns, lambda one: int(one.id))
    every_start = found.kind in ASKED_AT_EVERY_START
    return answer(listed, "consents/people.html", organisation=found, every_start=every_start)


def _share(one: Any) -> str:
    return f"{one.percent}%" if one.people else NOTHING


def _current(one: Any) -> ListCell:
    return ListCell("同意済み", tag="good") if one.current else ListCell("まだ", tag="attention")
