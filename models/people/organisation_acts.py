"""Registering organisations, and changing which rows they see: each decides what people see, so it takes two (M10)."""

from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.row_scope import row_scope
from models.access.scope_in_words import scope_in_words
from models.approvals.acts import Change, Difference, TwoPersonAct
from models.approvals.approval import Approval
from models.audit.actor import Actor
from models.errors import Conflict, DomainError
from models.mail.outgoing import Outgoing
from models.organisations import registration
from models.organisations.organisation import Organisation
from models.organisations.registration import OrganisationDetails, Registered, check_details, find_by_name
from models.people.debarment import held
from models.people.debarment_by_two import people_in

SHOWN = 200
"""So many organisations of a file stand in the difference one by one; of the rest, their number."""


def _registering(session: Session, approval: Approval) -> Difference:
    rows = [OrganisationDetails.from_kept(kept) for kept in approval.payload["organisations"]]
    changes = [Change(row.name, "", _in_words(row)) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        changes.append(Change("ほかの組織", "", f"{len(rows) - SHOWN} 件"))
    taken = [row.name for row in rows if find_by_name(session, row.name) is not None]
    return Difference(
        about=rows[0].name if len(rows) == 1 else f"{len(rows)} 組織",
        changes=changes,
        impossible=f"すでに登録されている名称があります：{'、'.join(taken[:5])}" if taken else "",
    )


def _register(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    why = Registered(approval.reason, approval.proposed_by, approval.id)
    for kept in approval.payload["organisations"]:
        registration.register(session, actor, OrganisationDetails.from_kept(kept), why)


def _changing(session: Session, approval: Approval) -> Difference:
    organisation = session.get_one(Organisation, approval.subject_id, populate_existing=True)
    wanted = OrganisationDetails.from_kept(approval.payload)
    found = registration.differences(OrganisationDetails.of(organisation), wanted)
    accounts = len(people_in(session, organisation.id))
    changes = [Change(*one) for one in found]
    changes.append(Change("閲覧できる設備", _rows(OrganisationDetails.of(organisation)), _rows(wanted)))
    changes.append(Change("影響するアカウント", "", f"{accounts} 件"))
    return Difference(
        about=organisation.name,
        changes=changes,
        people=people_in(session, organisation.id),
        impossible=_problem(wanted) or ("" if found else "変更はすでに行われています。"),
    )


def _change(session: Session, _outgoing: Outgoing, actor: Actor, approval: Approval) -> None:
    organisation = held(session, approval.subject_id)
    if approval.payload["kind"] != organisation.kind_code:
        raise Conflict("組織の種類が変わっています。")
    registration.change(session, actor, organisation, OrganisationDetails.from_kept(approval.payload), approval.reason)


def _in_words(details: OrganisationDetails) -> str:
    parts = [details.kind.label, _rows(details), *(unit.describe() for unit in details.units)]
    return "、".join([*parts, *details.mail_domains])


def _rows(details: OrganisationDetails) -> str:
    return scope_in_words(row_scope(details.kind, details.scope_code, details.laws))


def _problem(wanted: OrganisationDetails) -> str:
    try:
        check_details(wanted)
    except DomainError as error:
        return error.reason
    return ""


REGISTER = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_CHANGE}),
    approvers=frozenset({Permission.ORGANISATION_APPROVE}),
    difference=_registering,
    carry_out=_register,
)
CHANGE_SCOPE = TwoPersonAct(
    proposers=frozenset({Permission.ORGANISATION_CHANGE}),
    approvers=frozenset({Permission.ORGANISATION_APPROVE}),
    difference=_changing,
    carry_out=_change,
)
