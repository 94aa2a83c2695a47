"""Changing what is registered of a person, and ending a responsible person's office."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.accounts.account import Account, AccountState, Role
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.errors import Conflict, DomainError
from models.mail.outgoing import Outgoing
from models.organisations.units import unit_named
from models.people.application import TELEPHONE, is_telephone
from models.people.authority import PersonAct, check_may
from models.people.request import LONGEST_TEXT
from models.people.stopping import check_still_in_office, hold_person
from models.people.succession import check_not_last
from models.people.telling import tell

LABELS = {
    "person_name": "氏名",
    "department": "部署・役職",
    "duty": "担当する業務",
    "unit": "部門",
    "telephone": "緊急時の電話番号",
}


class WrongDetail(DomainError):
    """A value that cannot be kept; ``field`` is its name."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What can be changed of a person within their organisation."""

    person_name: str
    department: str
    duty: str
    unit: str
    telephone: str

    @classmethod
    def of(cls, account: Account) -> "PersonDetails":
        """As they are registered now."""
        return cls(account.person_name, account.department, account.duty, account.unit, account.telephone)

    def differences(self, account: Account) -> list[tuple[str, str, str]]:
        """Field, present value and wanted value of everything that is not as it is registered."""
        pairs = ((field, getattr(account, field), getattr(self, field).strip()) for field in LABELS)
        return [(field, before, after) for field, before, after in pairs if before != after]


def change_person(
    session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, wanted: PersonDetails, reason: str
) -> Account:
    """Register the details; a new unit decides what the person sees from the next request on.

    A unit that opens the register to somebody goes through a second person instead (``unit_change``).

    What was before stays in the trail, and in every record made under it. Raises ``Forbidden``, ``WrongDetail``,
    ``Conflict`` (nothing changed, or struck off), ``NotFound``.
    """
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.CHANGE, account)
    if account.state is AccountState.STRUCK_OFF:
        raise Conflict("抹消されたアカウントの内容は変えられません。")
    _check(account, wanted)
    if opens_register(account, wanted.unit):
        raise WrongDetail("unit", "閲覧する部門への異動は、提案して、システム管理者の承認を受けてください。")
    return register_at_once(session, outgoing, viewer.actor, account, wanted, reason)


def opens_register(account: Account, unit: str) -> bool:
    """Whether the unit would let the person read who may not read now: that takes two persons."""
    organisation = account.organisation
    return organisation.unit_reads(unit) and not organisation.unit_reads(account.unit)


def register_at_once(
    session: Session, outgoing: Outgoing, actor: Actor, account: Account, wanted: PersonDetails, reason: str
) -> Account:
    """The same for an account that is held, by whoever was found to be allowed. Raises ``Conflict``."""
    changed = wanted.differences(account)
    if not changed:
        raise Conflict("変更された項目はありません。")
    for field, _before, after in changed:
        setattr(account, field, after)
    changes = [[LABELS[field], before, after] for field, before, after in changed]
    session.flush()
    told = "、".join(label for label, _before, _after in changes)
    tell(session, outgoing, account, "登録内容を変更しました", f"登録内容を変更しました（{told}）。", clock.now())
    record_change(session, actor, account, reason, changes)
    return account


def dismiss(session: Session, outgoing: Outgoing, viewer: Viewer, account_id: int, reason: str) -> Account:
    """End a responsible person's office; they stay on as a member.

    Raises ``Forbidden``, ``LastResponsiblePerson``, ``Conflict``, ``NotFound``.
    """
    account = hold_person(session, account_id)
    check_may(viewer, PersonAct.DISMISS, account)
    if account.role is not Role.RESPONSIBLE_PERSON:
        raise Conflict("システム利用責任者ではありません。")
    check_still_in_office(session, viewer)
    check_not_last(session, account)
    account.role_code = Role.MEMBER.value
    session.flush()
    tell(session, outgoing, account, "システム利用責任者ではなくなりました", "責任者の登録を終えました。", clock.now())
    record_change(session, viewer.actor, account, reason, [["役割", Role.RESPONSIBLE_PERSON.label, Role.MEMBER.label]])
    return account


def _check(account: Account, wanted: PersonDetails) -> None:
    for field, label in LABELS.items():
        value: str = getattr(wanted, field)
        if len(value) > LONGEST_TEXT or not value.isprintable():
            raise WrongDetail(field, f"{label}は、改行を含まない{LONGEST_TEXT}文字以内で入力してください。")
    if not wanted.person_name.strip():
        raise WrongDetail("person_name", "氏名を入力してください。")
    if not is_telephone(account.role, wanted.telephone):
        raise WrongDetail("telephone", TELEPHONE)
    units = account.organisation.units
    if wanted.unit != account.unit and (units or wanted.unit) and unit_named(units, wanted.unit) is None:
        raise WrongDetail("unit", "部門を選んでください。")


def record_change(session: Session, actor: Actor, account: Account, reason: str, changes: list[list[str]]) -> None:
    """Record what is registered of the account now: label, before and after of each."""
    details = {"login_id": account.login_id, "reason": reason, "changes": changes}
    about = f"account:{account.id}"
    record(session, Event(EventName.ACCOUNT_CHANGED, actor, object=about, details=details))
