"""The columns of a list of people, for the administration and for a responsible person's desk."""

from datetime import datetime

from flask import url_for

from blueprints.admin.listing import AdminList, BulkAct, ListCell, ListColumn
from blueprints.formatting import day, moment
from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState
from models.accounts.dormancy import days_left
from models.accounts.standing import StopReason, what_bars
from models.people.reading import people_of

TAGS = {AccountState.ACTIVE: "good", AccountState.STOPPED: "attention", AccountState.STRUCK_OFF: "neutral"}
NEAR = 30


def list_of_people(viewer: Viewer, name: str) -> AdminList[Account]:
    """Everybody this person may look at."""
    now = clock.now()
    columns = [
        ListColumn[Account](
            "氏名", lambda one: ListCell(one.person_name, url_for("people.page", number=one.id)), sort="name"
        ),
        ListColumn[Account]("ID", lambda one: one.login_id, sort="id"),
        ListColumn[Account]("部署・役職", lambda one: one.department or "―"),
        ListColumn[Account]("役割", lambda one: one.role.label),
        ListColumn[Account]("状態", lambda one: state_of(one, now)),
        ListColumn[Account]("利用の最終日", lambda one: last_day_of(one, now)),
        ListColumn[Account]("最後のサインイン", lambda one: moment(one.last_signed_in_at), sort="last"),
        ListColumn[Account]("未利用で停止するまで", lambda one: days_of(one, now)),
    ]
    bulk = [
        BulkAct("選んだアカウントを停止する", url_for("people.ask_stop_all")),
        BulkAct("選んだ人に設定用の案内を送り直す", url_for("people.ask_link_all")),
    ]
    if Permission.PEOPLE_LOOK in viewer.permissions:
        bulk.append(BulkAct("選んだアカウントの誤入力による停止を解除する", url_for("people.ask_unlock_all")))
        columns.insert(2, ListColumn[Account]("組織", lambda one: one.organisation.name, sort="organisation"))
    return AdminList(name, "アカウント", people_of(viewer), columns, lambda one: one.id, bulk=bulk)


def state_of(account: Account, now: datetime) -> ListCell:
    """The state in a word: of a stop its reason, of an account kept out otherwise that."""
    if account.state is AccountState.STOPPED and account.stop_reason:
        return ListCell(f"停止（{StopReason(account.stop_reason).label}）", tag="attention")
    living = account.state in {AccountState.ISSUED, AccountState.ACTIVE}
    if living and what_bars(account, now) is not None:
        return ListCell("利用できない", tag="bad")
    return ListCell(account.state.label, tag=TAGS.get(account.state, "blue"))


def days_of(account: Account, now: datetime) -> ListCell:
    """How many days are left until dormancy; marked when few."""
    if account.state not in {AccountState.ISSUED, AccountState.ACTIVE}:
        return ListCell("―")
    left = days_left(account, now)
    return ListCell(f"{left} 日", tag="attention" if left <= NEAR else "")


def last_day_of(account: Account, now: datetime) -> ListCell:
    """The last day of use; marked when it is near."""
    if account.ends_on is None:
        return ListCell("―")
    living = account.state in {AccountState.ISSUED, AccountState.ACTIVE}
    near = living and (account.ends_on - clock.day_in_japan(now)).days <= NEAR
    return ListCell(day(account.ends_on), tag="attention" if near else "")
