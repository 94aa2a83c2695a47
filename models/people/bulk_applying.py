"""Applying for many accounts by a file: first what each line would come to, then all that can be sent (M6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.db import begin_writing
from models.errors import Conflict, DomainError
from models.mail.outgoing import Outgoing
from models.organisations.organisation import Organisation
from models.people.application import Application, WrongApplication, check_application, holder_of
from models.people.applying import apply
from models.people.may_apply import check_may_apply
from models.people.uploaded_table import UploadedTable

COLUMNS = ("氏名", "部署・役職", "メールアドレス", "担当する業務", "利用開始日", "部門", "役割", "電話番号")
OPTIONAL_COLUMNS = ("利用の最終日",)
"""What a file may leave out, head and all: no account but an auditor's has to have it."""
ROLES = {"": Role.MEMBER, Role.MEMBER.label: Role.MEMBER, Role.RESPONSIBLE_PERSON.label: Role.RESPONSIBLE_PERSON}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: what it asks, or why it cannot be sent."""

    number: str
    person_name: str
    email: str
    asked: Application | None
    problem: str


def lines_of(session: Session, viewer: Viewer, table: UploadedTable, organisation_id: int) -> list[Line]:
    """What each line would come to, by the database of this moment; nothing is written."""
    organisation = session.get_one(Organisation, organisation_id, populate_existing=True)
    addresses = [row["メールアドレス"].lower() for row in table.rows]
    return [_line(session, viewer, organisation, row, addresses) for row in table.rows]


def _line(
    session: Session, viewer: Viewer, organisation: Organisation, row: Mapping[str, str], addresses: Sequence[str]
) -> Line:
    try:
        asked = _asked(row)
        check_may_apply(viewer, organisation, asked.role)
        check_application(session, organisation, asked)
        _check_alone(session, organisation.id, asked.email, addresses)
    except DomainError as error:
        return Line(row["行"], row["氏名"], row["メールアドレス"], None, error.reason)
    return Line(row["行"], row["氏名"], row["メールアドレス"], asked, "")


def _check_alone(session: Session, organisation_id: int, email: str, addresses: Sequence[str]) -> None:
    if addresses.count(email.lower()) > 1:
        raise WrongApplication("email", "同じメールアドレスの行が、ほかにもあります。")
    holder = holder_of(session, email)
    # Of other organisations' people nothing is told here; whoever issues is told.
    if holder is not None and holder.organisation_id == organisation_id:
        raise WrongApplication("email", "このメールアドレスは、ほかのアカウントで使われています。")


def apply_for_all(
    session: Session, outgoing: Outgoing, viewer: Viewer, table: UploadedTable, organisation_id: int
) -> tuple[int, Sequence[Line]]:
    """Send every line that can be sent, in one act; returns how many, and the lines. Pressed twice, sent once.

    Raises ``Conflict`` when the file was sent already, or no line can be.
    """
    begin_writing(session)
    session.refresh(table, with_for_update=True)
    if table.used_at is not None:
        raise Conflict("このファイルは、すでに申請されています。")
    lines = lines_of(session, viewer, table, organisation_id)
    sendable = [line.asked for line in lines if line.asked is not None]
    if not sendable:
        raise Conflict("申請できる行がありません。")
    for number, asked in enumerate(sendable):
        # One letter tells of the whole file.
        apply(session, outgoing, viewer, organisation_id, asked, batch=table.file_name, told=number == 0)
    table.used_at = clock.now()
    session.flush()
    return len(sendable), lines


def _asked(row: Mapping[str, str]) -> Application:
    if row["役割"] not in ROLES:
        raise WrongApplication("role", f"役割は「{Role.MEMBER.label}」か「{Role.RESPONSIBLE_PERSON.label}」です。")
    return Application(
        role=ROLES[row["役割"]],
        person_name=row["氏名"],
        department=row["部署・役職"],
        email=row["メールアドレス"],
        duty=row["担当する業務"],
        starts_on=_first_day(row["利用開始日"]),
        unit=row["部門"],
        telephone=row["電話番号"],
        ends_on=_last_day(row.get("利用の最終日", "")),  # a table kept before an upgrade lacks it
    )


def _first_day(text: str) -> date:
    return _read_day(text, "starts_on", "利用開始日") if text else clock.today()


def _last_day(text: str) -> date | None:
    return _read_day(text, "ends_on", "利用の最終日") if text else None


def _read_day(text: str, field: str, label: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise WrongApplication(field, f"{label}は、2026-04-01 の形で書いてください。") from error
