"""One organisation: what is registered, its people in numbers, what was done, and what may be done."""

from flask import Response, url_for

from blueprints.admin.organisations.blueprint import MAY_LOOK, organisations
from blueprints.admin.organisations.lists import rows_of, standing_of
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.permissions import Permission
from models.organisations.kinds import Standing
from models.organisations.organisation import Organisation
from models.people import may_apply
from models.people.debarment import NEVER_BARRED
from models.people.history import history_of_organisation
from models.people.organisations_reading import (
    accounts_by_state,
    is_without_responsible,
    organisation_for,
    responsible_persons_in,
)

ACTS = (
    (Permission.ORGANISATION_CHANGE, Standing.ACTIVE, "登録内容を変更する", "organisations.ask_change"),
    (Permission.ORGANISATION_BAR, Standing.ACTIVE, "利用を停止する", "organisations.ask_bar"),
    (Permission.ORGANISATION_BAR, Standing.BARRED, "停止の解除を提案する", "organisations.ask_lift"),
    (Permission.ORGANISATION_BAR, Standing.BARRED, "全アカウントの抹消を提案する", "organisations.ask_strike_off"),
    (Permission.ORGANISATION_CHANGE, Standing.ACTIVE, "登録の終了を提案する", "organisations.ask_close"),
    (Permission.ORGANISATION_CHANGE, Standing.BARRED, "登録の終了を提案する", "organisations.ask_close"),
)


@organisations.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """The organisation's page."""
    session, viewer = current_session(), current_viewer()
    found = organisation_for(session, viewer, number)
    return render(
        "organisations/page.html",
        organisation=found,
        standing=standing_of(found),
        rows=rows_of(found),
        counts=[(state.label, count) for state, count in accounts_by_state(session, number).items()],
        responsible=responsible_persons_in(session, number),
        lacking=is_without_responsible(session, number),
        acts=_acts(found),
        history=history_of_organisation(session, viewer, number),
    )


def _acts(found: Organisation) -> list[tuple[str, str]]:
    viewer = current_viewer()
    acts = [
        (label, url_for(endpoint, number=found.id))
        for permission, standing, label, endpoint in ACTS
        if permission in viewer.permissions
        and found.standing is standing
        and not (endpoint == "organisations.ask_bar" and found.kind in NEVER_BARRED)
    ]
    if may_apply.roles_to_apply_for(viewer, found) and found.standing is Standing.ACTIVE:
        acts.insert(0, ("アカウントを申請する", url_for("requests.ask_details", organisation=found.id)))
    return acts
