"""The list of changes of the limits, proposed and decided."""

from datetime import datetime

from flask import url_for

from blueprints.admin.approvals.lists import TAGS
from blueprints.admin.listing import AdminList, ListCell, ListColumn
from blueprints.formatting import NOTHING, moment, number
from blueprints.identity import current_viewer
from models.access.permissions import Permission
from models.approvals.approval import Approval
from models.certifications.export_limit_changes import limit_changes
from models.certifications.export_limits import whose


def changes_listed(now: datetime) -> AdminList[Approval]:
    """Every change, with the way to its approval for whoever may look at approvals."""
    viewer = current_viewer()
    leads_on = Permission.PEOPLE_LOOK in viewer.permissions

    def name(one: Approval) -> ListCell:
        return ListCell(str(one.id), url_for("approvals.page", number=one.id) if leads_on else "")

    def state(one: Approval) -> ListCell:
        at = one.state_at(now)
        return ListCell(at.label, tag=TAGS.get(at, "neutral"))

    def taker(one: Approval) -> str:
        kind, role = whose(one)
        return f"{kind.label}　{role.label}"

    def limit(label: str, key: str, sort: str) -> ListColumn[Approval]:
        return ListColumn[Approval](label, lambda one: number(one.payload["limits"][key]), sort=sort, numeric=True)

    columns = (
        ListColumn[Approval]("番号", name, numeric=True),
        ListColumn[Approval]("組織の種類・役割", taker, sort="whose"),
        ListColumn[Approval]("状態", state),
        limit("1ファイルの件数", "rows_a_file", "rows_a_file"),
        limit("1日の件数", "rows_a_day", "rows_a_day"),
        limit("10分間のファイル数", "files_in_a_while", "files"),
        ListColumn[Approval]("理由", lambda one: one.reason),
        ListColumn[Approval]("提案した人", lambda one: one.proposer.person_name, sort="proposer"),
        ListColumn[Approval]("提案した日時", lambda one: moment(one.proposed_at), sort="at"),
        ListColumn[Approval]("決めた人", lambda one: one.decider.person_name if one.decider else NOTHING),
        ListColumn[Approval]("決めた日時", lambda one: moment(one.decided_at), sort="decided"),
    )
    return AdminList(
        "export-limit-changes",
        "書き出しの上限の変更",
        limit_changes(viewer, now),
        columns,
        lambda one: one.id,
        empty="この条件に合う変更の提案はありません。",
    )
