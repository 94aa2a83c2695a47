"""One event in full."""

import json
from collections.abc import Sequence

from flask import Response

from blueprints.admin.audit import shown
from blueprints.admin.audit.blueprint import MAY_LOOK, audit
from blueprints.formatting import NOTHING
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.audit.event_meanings import MEANINGS, area_of
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.auditing.event import event_in_full
from models.auditing.facility_readers import items_of


@audit.get("/<int:number>", needs=MAY_LOOK)
def read(number: int) -> Response:
    """Every field, its neighbours, and whether it agrees with its hash. Looking is recorded."""
    found = event_in_full(current_session(), current_viewer(), number)
    event = found.event
    meaning = MEANINGS.get(EventName(event.name)) if event.name in set(EventName) else None
    return render(
        "audit/event.html",
        found=found,
        event=event,
        label=shown.what(event),
        sentence=meaning.sentence if meaning else "",
        fields=_fields(event),
        details=[(name, _in_words(value)) for name, value in sorted(event.details.items()) if name != "items"],
        items=items_of(event),
    )


def _fields(event: AuditEvent) -> Sequence[tuple[str, str]]:
    return (
        ("日時", shown.when(event)),
        ("分野", area_of(event.name)),
        ("名前", event.name),
        ("結果", shown.outcome(event).text),
        ("ログインID", event.login_id or NOTHING),
        ("組織・部門", shown.place(event)),
        ("アカウントの番号", _plain(event.account_id)),
        ("組織の番号", _plain(event.organisation_id)),
        ("接続元アドレス", event.address or NOTHING),
        ("サインインの番号", _plain(event.session)),
        ("ブラウザーの識別番号", event.device or NOTHING),
        ("要求の番号", event.request or NOTHING),
        ("対象", event.object or NOTHING),
        ("閲覧権限の版", f"第{event.edition}版" if event.edition else NOTHING),
    )


def _plain(value: int | None) -> str:
    return str(value) if value is not None else NOTHING


def _in_words(value: object) -> str:
    if isinstance(value, str):
        return value or NOTHING
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
