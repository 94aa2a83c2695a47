"""Applying for many accounts by a file: first what each line would come to, then all that can be sent (M6)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.accounts.account import Role
from models.db import begin_writing
from models.errors import Conflict, DomainError
from models.mail.outgoing import Outgoing
from models.organisations.organisation import Organisation
from models.people.application import Application, WrongApplication, check_application, holder_of
from models.people.applying import send_checked
from models.people.may_apply import PRIVILEGED, MayNotApply, roles_to_apply_for
from models.people.succession import hold_organisation
from models.people.uploaded_table import OUTCOME, SENTENCE, UploadedTable, keep_outcomes

ORGANISATION = "組織"
COLUMNS = ("氏名", "部署・役職", "メールアドレス", "担当する業務", "利用開始日", "部門", "役割", "電話番号")
OPTIONAL_COLUMNS = ("利用の最終日", "異動前のID")
"""What a file may leave out, head and all: no account but an auditor's has to have the one, and few have the other."""
ROLES = {role.label: role for role in Role}
MOST_DIGITS = 9
"""Of an organisation's number: whatever is longer is none."""
Places = Mapping[str, Organisation]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: what it asks, or why it cannot be sent.

    ``outcome`` is ``sendable`` or ``refused``; of a file that was sent, ``sent`` or ``unsent``: what became of the line
    at that moment. ``request`` is the number of the application it became.
    """

    number: str
    organisation: str
    person_name: str
    email: str
    role: str
    outcome: str
    problem: str = ""
    request: str = ""
    asked: Application | None = None
    organisation_id: int = 0

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return _OUTCOMES[self.outcome]


_OUTCOMES = {
    "sendable": "申請できる",
    "refused": "申請できない",
    "sent": "申請した",
    "unsent": "申請しなかった",
}


def names_organisations(viewer: Viewer) -> bool:
    """Whether each line of this person's file names its organisation: the owner's officer applies for all."""
    return Permission.PRIVILEGED_ACCOUNT_APPLY in viewer.permissions


def columns_for(viewer: Viewer) -> tuple[Sequence[str], Sequence[str]]:
    """The columns this person's file has to have, and those it may have besides."""
    if names_organisations(viewer):
        return (ORGANISATION, *COLUMNS), OPTIONAL_COLUMNS
    return COLUMNS, (*OPTIONAL_COLUMNS, ORGANISATION)


def lines_of(session: Session, viewer: Viewer, table: UploadedTable) -> list[Line]:
    """What each line would come to, by the database of this moment; of a file that was sent, what became of it."""
    places = _places(session, viewer, table)
    addresses = Counter(row["メールアドレス"].lower() for row in table.rows)
    return [_kept_line(row) if OUTCOME in row else _line(session, viewer, places, row, addresses) for row in table.rows]


def apply_for_all(session: Session, outgoing: Outgoing, viewer: Viewer, table: UploadedTable) -> Sequence[Line]:
    """Send every line that can be sent, in one act; returns what became of each, which is kept.

    Pressed twice, sent once.
    Every organisation is held before anything is recorded, for the trail's head is held after that. Raises ``Conflict``
    when the file was sent already, or no line can be.
    """
    begin_writing(session)
    session.refresh(table, with_for_update=True)
    if table.used_at is not None:
        raise Conflict("このファイルは、すでに申請されています。")
    for number in sorted({one.id for one in _places(session, viewer, table).values()}):
        hold_organisation(session, number)
    lines = lines_of(session, viewer, table)
    if not any(line.asked for line in lines):
        raise Conflict("申請できる行がありません。")
    told: set[bool] = set()
    outcomes = []
    for line in lines:
        if line.asked is None:
            outcomes.append(("unsent", line.problem))
            continue
        # One letter tells of the whole file, to each group of those who issue accounts.
        group = line.asked.role in PRIVILEGED
        organisation = session.get_one(Organisation, line.organisation_id)
        made = send_checked(
            session, outgoing, viewer, organisation, line.asked, batch=table.file_name, told=group not in told
        )
        told.add(group)
        outcomes.append(("sent", str(made.id)))
    table.rows = [
        row | {ORGANISATION: line.organisation, "役割": line.role} for row, line in zip(table.rows, lines, strict=True)
    ]
    keep_outcomes(table, outcomes)
    table.used_at = clock.now()
    session.flush()
    return lines_of(session, viewer, table)


def _places(session: Session, viewer: Viewer, table: UploadedTable) -> Places:
    """The organisations the file may be about, by what its lines call them: a name, or a number."""
    if not names_organisations(viewer):
        own = session.get_one(Organisation, viewer.actor.organisation_id, populate_existing=True)
        return {"": own, own.name: own, str(own.id): own}
    named = {row.get(ORGANISATION, "") for row in table.rows}
    numbers = {one: int(one) for one in named if one.isdecimal() and len(one) <= MOST_DIGITS}
    chosen = select(Organisation).where(or_(Organisation.name.in_(named), Organisation.id.in_(numbers.values())))
    found = session.scalars(chosen.execution_options(populate_existing=True)).all()
    by_id = {one.id: one for one in found}
    by_number = {one: by_id[number] for one, number in numbers.items() if number in by_id}
    return by_number | {one.name: one for one in found}


def _kept_line(row: Mapping[str, str]) -> Line:
    sent = row[OUTCOME] == "sent"
    return _shown(row, row[OUTCOME], problem="" if sent else row[SENTENCE], request=row[SENTENCE] if sent else "")


def _line(
    session: Session, viewer: Viewer, places: Places, row: Mapping[str, str], addresses: Mapping[str, int]
) -> Line:
    try:
        organisation = _place(viewer, places, row.get(ORGANISATION, ""))
        asked = _asked(row, roles_to_apply_for(viewer, organisation))
        check_application(session, organisation, asked)
        _check_alone(session, organisation.id, asked.email, addresses)
    except DomainError as error:
        return _shown(row, "refused", problem=error.reason)
    return Line(
        number=row["行"],
        organisation=organisation.name,
        person_name=asked.person_name,
        email=asked.email,
        role=asked.role.label,
        outcome="sendable",
        asked=asked,
        organisation_id=organisation.id,
    )


def _shown(row: Mapping[str, str], outcome: str, *, problem: str = "", request: str = "") -> Line:
    """A line as it was written, with what is to be said of it."""
    return Line(
        number=row["行"],
        organisation=row.get(ORGANISATION, ""),
        person_name=row["氏名"],
        email=row["メールアドレス"],
        role=row["役割"],
        outcome=outcome,
        problem=problem,
        request=request,
    )


def _place(viewer: Viewer, places: Places, named: str) -> Organisation:
    found = places.get(named)
    if found is not None:
        return found
    if not names_organisations(viewer):
        raise WrongApplication("organisation", "申請できるのは、自分の所属する組織のアカウントだけです。")
    if not named:
        raise WrongApplication("organisation", "組織の名称か番号を書いてください。")
    raise WrongApplication("organisation", f"組織「{named[:40]}」は登録されていません。")


def _check_alone(session: Session, organisation_id: int, email: str, addresses: Mapping[str, int]) -> None:
    if addresses[email.lower()] > 1:
        raise WrongApplication("email", "同じメールアドレスの行が、ほかにもあります。")
    holder = holder_of(session, email)
    # Of other organisations' people nothing is told here; whoever issues is told.
    if holder is not None and holder.organisation_id == organisation_id:
        raise WrongApplication("email", "このメールアドレスは、ほかのアカウントで使われています。")


def _asked(row: Mapping[str, str], roles: Sequence[Role]) -> Application:
    return Application(
        role=_role(row["役割"], roles),
        person_name=row["氏名"],
        department=row["部署・役職"],
        email=row["メールアドレス"],
        duty=row["担当する業務"],
        starts_on=_first_day(row["利用開始日"]),
        unit=row["部門"],
        telephone=row["電話番号"],
        former_id=row.get("異動前のID", ""),  # a table kept before an upgrade lacks it, and the last day
        ends_on=_last_day(row.get("利用の最終日", "")),
    )


def _role(text: str, roles: Sequence[Role]) -> Role:
    """The role a line names; without one a member, or the only one there is to apply for."""
    if not roles:
        raise MayNotApply
    if not text and (Role.MEMBER in roles or len(roles) == 1):
        return Role.MEMBER if Role.MEMBER in roles else roles[0]
    role = ROLES.get(text)
    if role is None or role not in roles:
        raise WrongApplication("role", f"役割は{_or(one.label for one in roles)}です。")
    return role


def _or(labels: Iterable[str]) -> str:
    return "か".join(f"「{one}」" for one in labels)


def _first_day(text: str) -> date:
    return _read_day(text, "starts_on", "利用開始日") if text else clock.today()


def _last_day(text: str) -> date | None:
    return _read_day(text, "ends_on", "利用の最終日") if text else None


def _read_day(text: str, field: str, label: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise WrongApplication(field, f"{label}は、2026-04-01 の形で書いてください。") from error
