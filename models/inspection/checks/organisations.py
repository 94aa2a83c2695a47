"""Whether owner and contractor are apart, organisations have responsible persons and a scope (M2, M3, M6, M10)."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from models.access.permissions import WITHOUT_THE_REGISTER
from models.access.row_scope import row_scope
from models.accounts.account import Account, Role
from models.inspection.check import Answer, Check, Ground, counted, nobody
from models.inspection.checks.identity import LIVING
from models.organisations.kinds import OrganisationKind, Standing
from models.organisations.organisation import Organisation
from models.people.answered_for import lacks_responsible
from models.people.last_day import AUDITOR_MONTHS, furthest_last_day
from models.people.request import AccountRequest, RequestState

_ACTIVE = Organisation.standing_code == Standing.ACTIVE.value
_AT_HOME = {
    Role.SYSTEM_MANAGER: OrganisationKind.CONTRACTOR,
    Role.OWNER_OFFICER: OrganisationKind.OWNER,
    Role.AUDITOR: OrganisationKind.AUDITOR,
}


def kinds_known(ground: Ground) -> Answer:
    """Every organisation is of a kind that the rules of rows and items know."""
    known = {kind.value for kind in OrganisationKind}
    counted_kinds = ground.session.execute(
        select(Organisation.kind_code, func.count()).group_by(Organisation.kind_code)
    ).all()
    offenders = [kind for kind, _number in counted_kinds if kind not in known]
    told = "、".join(f"{OrganisationKind(kind).label} {number:,}" for kind, number in counted_kinds if kind in known)
    fine = f"登録された組織：{told}。"
    return nobody(offenders, fine, "定められていない種類の組織があります", among=len(counted_kinds))


def offices_apart(ground: Ground) -> Answer:
    """Those with power over others have it in their own kind of organisation, and nobody is on both sides."""
    chosen = select(Account.login_id, Account.role_code, Organisation.kind_code).join(Organisation).where(LIVING)
    roles = [role.value for role in _AT_HOME]
    found = ground.session.execute(chosen.where(Account.role_code.in_(roles)).order_by(Account.login_id)).all()
    offenders = [login_id for login_id, role, kind in found if _AT_HOME[Role(role)].value != kind]
    other = aliased(Account)
    both = select(Account.login_id).join(other, func.lower(other.email) == func.lower(Account.email))
    managers, officers = Account.role_code == Role.SYSTEM_MANAGER.value, other.role_code == Role.OWNER_OFFICER.value
    offenders += ground.session.scalars(both.where(LIVING, managers, officers)).all()
    fine = f"管理・監査の役割を持つ {len(found):,} 名は、いずれもその役割の組織に属し、兼ねる人はいません。"
    return nobody(
        offenders, fine, among=len(found), wrong="役割と組織が合わない、又は保有者と委託先を兼ねるアカウントがあります"
    )


def responsible_named(ground: Ground) -> Answer:
    """Every organisation in use has a responsible person whose account lives, or nobody who needs one."""
    chosen = select(Organisation.name).where(_ACTIVE, lacks_responsible()).order_by(Organisation.name)
    fine = "システム利用責任者の必要な利用中の組織のすべてに、責任者がいます。"
    offenders, number = ground.session.scalars(chosen).all(), counted(ground, Organisation, _ACTIVE)
    return nobody(offenders, fine, "システム利用責任者のいない組織があります", among=number)


def auditors_end(ground: Ground) -> Answer:
    """Every auditor's account has a last day, no further than one may be given today."""
    auditing = Organisation.kind_code == OrganisationKind.AUDITOR.value
    late = or_(Account.ends_on.is_(None), Account.ends_on > furthest_last_day(OrganisationKind.AUDITOR))
    chosen = select(Account.login_id).join(Organisation).where(LIVING, auditing, late).order_by(Account.login_id)
    fine = f"外部監査人のアカウントのすべてに、{AUDITOR_MONTHS}か月以内の利用の最終日があります。"
    offenders, number = (
        ground.session.scalars(chosen).all(),
        counted(ground, Account, LIVING, Account.role_code == Role.AUDITOR.value),
    )
    return nobody(offenders, fine, "利用の最終日がないか、遠すぎる外部監査人のアカウントがあります", among=number)


def telephones_known(ground: Ground) -> Answer:
    """Every responsible person can be reached by telephone in an emergency."""
    responsible = Account.role_code == Role.RESPONSIBLE_PERSON.value
    chosen = select(Account.login_id).where(LIVING, responsible, Account.telephone == "").order_by(Account.login_id)
    fine = "システム利用責任者のすべてに、緊急の電話番号が登録されています。"
    offenders, number = ground.session.scalars(chosen).all(), counted(ground, Account, LIVING, responsible)
    return nobody(offenders, fine, "緊急の電話番号がないシステム利用責任者がいます", among=number)


def issued_by_another(ground: Ground) -> Answer:
    """Nobody issued what they had applied for."""
    request = AccountRequest
    issued = request.state_code == RequestState.ISSUED.value
    chosen = (
        select(Account.login_id)
        .join(request, request.account_id == Account.id)
        .where(issued, request.decided_by == request.applied_by)
        .order_by(Account.login_id)
    )
    fine = "申請した本人が発行したアカウントはありません。"
    offenders, number = ground.session.scalars(chosen).all(), counted(ground, request, issued)
    return nobody(offenders, fine, "申請した本人が発行したアカウントがあります", among=number)


def scopes_known(ground: Ground) -> Answer:
    """Every organisation that reads the register has a scope the register knows; without one it sees nothing."""
    chosen = select(Organisation).where(_ACTIVE).order_by(Organisation.name)
    reading = [one for one in ground.session.scalars(chosen) if one.kind not in WITHOUT_THE_REGISTER]
    offenders = [one.name for one in reading if not row_scope(one.kind, one.scope_code, one.laws)]
    fine = f"認定情報を閲覧する {len(reading):,} 組織のすべてに、有効な閲覧範囲が登録されています。"
    return nobody(offenders, fine, among=len(reading), wrong="閲覧範囲が登録されていない、又は無効な組織があります")


CHECKS = (
    Check("kinds-known", "M2", "利用者の属性", "登録された組織の種類", kinds_known),
    Check("offices-apart", "M3", "保有者と委託先の分離", "管理・監査の役割を持つアカウントの所属", offices_apart),
    Check("responsible-named", "M6", "システム利用責任者の登録", "利用中の組織", responsible_named),
    Check("auditors-end", "M13", "外部監査人の利用の期限", "外部監査人の組織のアカウント", auditors_end),
    Check("telephones-known", "M6", "責任者の緊急の連絡先", "システム利用責任者の電話番号", telephones_known),
    Check("issued-by-another", "M6", "申請した人と発行した人が別であること", "発行された申請", issued_by_another),
    Check("scopes-known", "M10", "閲覧範囲の登録", "認定情報を閲覧する組織の閲覧範囲", scopes_known),
)
