"""The tables of a pack of evidence: what the trail speaks of, as it stands now (M13).

Persons and organisations stand in them by their numbers: ``accounts.csv`` and ``organisations.csv`` alone say who these
are. What somebody typed in a case or an incident, and what lies there as a file, is in none of them.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.audit.tables import AuditPurge
from models.auditing import pack_people, pack_rules, pack_watching
from models.auditing.pack_rows import Rows, rows_of
from models.catalogue.grants import CalledOffEdition, Grant, GrantsEdition
from models.organisations.kind_standing import KindStanding
from models.organisations.organisation import Organisation

_GRANTS = (
    select(
        GrantsEdition.number, GrantsEdition.in_force_from, GrantsEdition.made_at, GrantsEdition.proposed_by,
        GrantsEdition.approved_by, GrantsEdition.proposal, CalledOffEdition.at.label("called_off_at"),
        GrantsEdition.sha256, Grant.attribute, Grant.item, Grant.ground, Grant.reference, Grant.reviewer,
        Grant.reviewed_on, Grant.review_due_on, Grant.less_will_not_do, Grant.note,
    )
    .outerjoin(Grant, Grant.edition == GrantsEdition.number)
    .outerjoin(CalledOffEdition, CalledOffEdition.edition == GrantsEdition.number)
    .order_by(GrantsEdition.number, Grant.attribute, Grant.item)
)  # fmt: skip
# One account is one person: the name is what an auditor holds against the roll. Nothing by which they can be reached.
_ACCOUNTS = (
    select(
        Account.id, Account.login_id, Account.person_name, Account.department, Account.unit, Account.role_code,
        Account.role_since, Organisation.name.label("organisation"), Organisation.kind_code.label("kind"),
        Account.state_code, Account.issued_at, Account.starts_on, Account.ends_on, Account.last_signed_in_at,
        Account.password_set_at, Account.stop_reason, Account.stopped_at, Account.released_at, Account.struck_off_at,
    )
    .join(Organisation, Organisation.id == Account.organisation_id)
    .order_by(Account.id)
)  # fmt: skip
_ORGANISATIONS = select(
    Organisation.id, Organisation.name, Organisation.kind_code, Organisation.scope_code, Organisation.standing_code,
    Organisation.standing_since, Organisation.standing_reason, Organisation.created_at,
).order_by(Organisation.id)  # fmt: skip
_KINDS = select(KindStanding.kind_code, KindStanding.stopped_at, KindStanding.reason).order_by(KindStanding.kind_code)
_PURGES = select(
    AuditPurge.first, AuditPurge.last, AuditPurge.previous_hash, AuditPurge.last_hash, AuditPurge.sha256, AuditPurge.at,
    AuditPurge.approval,
).order_by(AuditPurge.first)  # fmt: skip


def tables(session: Session) -> Mapping[str, Rows]:
    """Every table by the name of its file: a head, and its rows as they are read."""
    return {
        "grants.csv": rows_of(session, _GRANTS),
        "accounts.csv": rows_of(session, _ACCOUNTS),
        "organisations.csv": rows_of(session, _ORGANISATIONS),
        "kinds.csv": rows_of(session, _KINDS),
        "purges.csv": rows_of(session, _PURGES),
        **pack_rules.tables(session),
        **pack_people.tables(session),
        **pack_watching.tables(session),
    }
