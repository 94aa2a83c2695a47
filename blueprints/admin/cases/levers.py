"""What can be done elsewhere because of a case; the page there states the consequence and notes it in the timeline."""

from collections.abc import Iterator

from flask import url_for

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import AccountState
from models.cases.case import WatchCase


def levers_of(case: WatchCase, viewer: Viewer) -> Iterator[tuple[str, str]]:
    """Label and address of each the viewer may pull."""
    account, held = case.account, viewer.permissions
    if account is not None and Permission.ACCOUNT_STOP in held:
        if account.state is AccountState.STOPPED:
            yield "停止の解除を提案する", url_for("people.ask_release", number=account.id, case=case.id)
        elif account.state is not AccountState.STRUCK_OFF:
            yield "この利用者を停止する", url_for("people.ask_stop", number=account.id, case=case.id)
    if case.organisation_id is not None and Permission.ORGANISATION_BAR in held:
        yield "この組織の利用を停止する", url_for("organisations.ask_bar", number=case.organisation_id, case=case.id)
