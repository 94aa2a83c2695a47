"""What waits in the office of the browser's people: an application, drafts, an act of two, a case, three files."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import permissions_of
from models.access.row_scope import NO_ROWS
from models.access.viewer import Viewer
from models.access.visible_items import VisibleItems
from models.accounts.account import Account, Role
from models.accounts.visit import Visit
from models.administration.two_person_acts import ACTS
from models.approvals import proposing
from models.approvals.approval import ApprovalKind
from models.cases.opening import put_in_case
from models.detection.alert import Severity
from models.mail.outgoing import Outgoing
from models.monitoring import rule_draft
from models.monitoring.tables import AlertState, MonitoringAlert
from models.people import applying, bulk_applying, organisation_file, request_drafts, roll_call_acts
from models.people.application import Application
from models.people.uploaded_table import TableUse, keep_rows, keep_table
from models.reviewing import drafting
from tests.models.accounts.people import BOX, PUBLIC

OUTGOING = Outgoing(BOX, PUBLIC)
APPLICATIONS = (
    "氏名,部署・役職,メールアドレス,担当する業務,利用開始日,部門,役割,電話番号\n"
    "見本 一郎,環境課,ichiro@city.example,届出の確認,,,,\n"
    "見本 二郎,環境課,アドレスではない,届出の確認,,,,\n"
)
ORGANISATIONS = (
    "種類,名称,閲覧範囲,法令,部門,メールのドメイン\n"
    "自治体,みほん村,22210,,,mura.example\n"
    "一般送配電事業者,みほん送配電,tokyo,,送配電部（閲覧する）、小売部（閲覧しない）,denryoku.example\n"
    "自治体,みほん郡,無い範囲,,,\n"
)
COMMITTEE = (
    {"line": "2", "KEY": "facility_id", "grid_operator": "", "local_government": "〇", "certified_operator": "〇"},
    {"line": "3", "KEY": "operator_name", "grid_operator": "要検討", "local_government": "", "certified_operator": ""},
)


def fill_office(session: Session, officer: str, lead: str, member: str) -> None:
    """Lay everything down that the pages of the administration can show."""
    boss, head, clerk = (viewer_named(session, login_id) for login_id in (officer, lead, member))
    asked = Application(Role.MEMBER, "見本 三郎", "環境課", "saburo@city.example", "届出の確認", clock.today())
    place = head.actor.organisation_id or 0
    applying.apply(session, OUTGOING, head, place, asked)
    request_drafts.write_draft(
        session,
        head,
        place,
        Application(Role.MEMBER, "見本 四郎", "環境課", "shiro@city.example", "届出", clock.today()),
    )
    drafting.begin(session, boss, "2026年度第1回 閲覧項目審査会")
    about = f"account:{clerk.account_id}"
    proposing.propose(session, ACTS, head, ApprovalKind.RESET_SECOND_FACTOR, about, "端末の紛失")
    roll_call_acts.open_round(session, OUTGOING, boss.actor)
    keep_table(session, head, TableUse.APPLICATIONS, "申請.csv", APPLICATIONS.encode(), bulk_applying.COLUMNS)
    keep_table(session, boss, TableUse.ORGANISATIONS, "組織.csv", ORGANISATIONS.encode(), organisation_file.COLUMNS)
    rule_draft.begin(session, boss, "閾値の見直し")
    _raise_alert(session, clerk)
    keep_rows(session, boss, TableUse.GRANTS, "審査会.csv", "0" * 64, COMMITTEE)


def _raise_alert(session: Session, clerk: Viewer) -> None:
    """An alert about the town's clerk, and the case that comes of it."""
    actor = clerk.actor
    alert = MonitoringAlert(
        at=clock.now(),
        rule="export-volume",
        severity_code=Severity.STOP.value,
        login_id=actor.login_id,
        account_id=actor.account_id,
        organisation_name=actor.organisation,
        organisation_id=actor.organisation_id,
        reason="書き出した件数が50,000件で、定められた上限から定まる50,000件以上。",
        edition=0,
        event_number=1,
        state_code=AlertState.NEW.value,
        due_to_stop=False,
    )
    session.add(alert)
    session.flush()
    put_in_case(session, OUTGOING, alert, clock.now())


def viewer_named(session: Session, login_id: str) -> Viewer:
    """Somebody as the domain meets them, without rows or items."""
    account = session.scalars(select(Account).where(Account.login_id == login_id)).one()
    kind = account.organisation.kind
    return Viewer(
        Visit(address="192.0.2.10").actor(account),
        kind,
        account.role,
        permissions_of(kind, account.role),
        NO_ROWS,
        VisibleItems(0, proposal=False, by_key={}, withheld={}),
    )
