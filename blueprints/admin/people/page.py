"""One account: what is registered, how it stands, what was done to it, and what may be done."""

from flask import Response, url_for

from blueprints.admin.people.blueprint import MAY_LOOK, people
from blueprints.admin.people.table import days_of, state_of
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.viewer import Viewer
from models.accounts import devices, links
from models.accounts.account import Account
from models.accounts.standing import what_bars, why_barred
from models.people.authority import PersonAct, fits_state, may
from models.people.history import history_of_account
from models.people.reading import account_for

ACTS = (
    (PersonAct.CHANGE, "登録内容を変更する", "people.ask_change"),
    (PersonAct.MOVE_LAST_DAY, "利用の最終日を変更する", "people.ask_last_day"),
    (PersonAct.SEND_LINK, "設定用の案内を送り直す", "people.ask_link"),
    (PersonAct.UNLOCK, "誤入力による停止を解除する", "people.ask_unlock"),
    (PersonAct.RESET, "確認用の端末のリセットを提案する", "people.ask_reset"),
    (PersonAct.DISMISS, "責任者の登録を終える", "people.ask_dismissal"),
    (PersonAct.STOP, "停止する", "people.ask_stop"),
    (PersonAct.CONFIRM_STOP, "停止を確認する", "people.ask_confirmation"),
    (PersonAct.RELEASE, "停止の解除に進む", "people.ask_release"),
    (PersonAct.LIFT, "停止の解除を提案する", "people.ask_release"),
    (PersonAct.STRIKE_OFF, "抹消する", "people.ask_strike_off"),
)


@people.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """The account's page."""
    session, viewer, now = current_session(), current_viewer(), clock.now()
    account = account_for(session, viewer, number)
    link = links.latest_link(session, number, frozenset(links.LinkPurpose))
    bar = what_bars(account, now)
    return render(
        "people/page.html",
        account=account,
        state=state_of(account, now),
        days=days_of(account, now),
        kept_out=why_barred(account, bar) if bar else "",
        devices=len(devices.list_devices(session, number)),
        link=link,
        link_state=link.state_at(now) if link else None,
        acts=acts_for(viewer, account),
        history=history_of_account(session, account),
    )


def acts_for(viewer: Viewer, account: Account) -> list[tuple[str, str]]:
    """The acts this person may do to this account as it stands: label and address."""
    return [
        (label, url_for(endpoint, number=account.id))
        for act, label, endpoint in ACTS
        if fits_state(act, account) and may(viewer, act, account)
    ]
