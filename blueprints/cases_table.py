"""The columns of a list of cases, in the office and on the responsible person's desk."""

from collections.abc import Callable, Sequence
from datetime import datetime

from blueprints.admin.listing import ListCell, ListColumn
from blueprints.formatting import NOTHING, moment
from models.cases.case import WatchCase
from models.cases.kinds import CaseState
from models.detection.alert import Severity

_STATES = {CaseState.WAITING: "attention", CaseState.EXPLAINED: "blue"}


def case_columns(now: datetime, url: Callable[[WatchCase], str]) -> Sequence[ListColumn[WatchCase]]:
    """Number, state, severity, due, person, organisation, finding, day."""

    def due(one: WatchCase) -> ListCell:
        return ListCell(moment(one.due_at), tag="bad" if one.is_overdue(now) else "")

    return (
        ListColumn[WatchCase]("案件の番号", lambda one: ListCell(one.reference, url(one))),
        ListColumn[WatchCase]("状態", lambda one: ListCell(one.state.label, tag=_STATES.get(one.state, "neutral"))),
        ListColumn[WatchCase](
            "程度",
            lambda one: ListCell(one.severity.label, tag="bad" if one.severity is Severity.STOP else "attention"),
        ),
        ListColumn[WatchCase]("期限", due, sort="due"),
        ListColumn[WatchCase](
            "利用者", lambda one: f"{one.account.person_name}（{one.account.login_id}）" if one.account else NOTHING
        ),
        ListColumn[WatchCase]("組織", lambda one: one.organisation.name if one.organisation else NOTHING),
        ListColumn[WatchCase]("結果", lambda one: one.outcome.label if one.outcome else NOTHING),
        ListColumn[WatchCase]("始まった日時", lambda one: moment(one.opened_at), sort="at"),
    )
