"""The automatic checks of an application, each a sentence for whoever decides (M6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission, permissions_of
from models.accounts.account import Account, AccountState, Role
from models.accounts.standing import StopReason, what_bars
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.organisations.kinds import Standing
from models.people.application import holder_of, is_registered_domain
from models.people.changing import LABELS
from models.people.last_day import needs_last_day, why_not_last_day
from models.people.may_apply import PRIVILEGED
from models.people.names import folded_name
from models.people.request import OPEN, AccountRequest
from models.people.transfer import former_account, why_not_succeeded


@dataclass(frozen=True, slots=True)
class Check:
    """One check's result. What is ``blocking`` and not passed keeps the account from being issued."""

    subject: str
    passed: bool
    sentence: str
    blocking: bool = True


_SAME_PERSON = "同じ氏名・アドレス"
_NEW_ID = Check("ID", True, "過去のIDとも、紛らわしいIDとも重ならないIDを、発行のときに作ります。")


def checks_of(session: Session, request: AccountRequest) -> list[Check]:
    """Every check, by the database of this moment."""
    own = [_applicant(session, request), _standing(request), *_address(session, request)]
    own += [*_last_day(request), *_former(session, request), *_person(session, request)]
    return own if request.appoints_id is not None else [*own, _NEW_ID]


def why_not_issuable(checks: list[Check]) -> str:
    """The sentences of what keeps the account from being issued; empty when nothing does."""
    return "".join(one.sentence for one in checks if one.blocking and not one.passed)


def _applicant(session: Session, request: AccountRequest) -> Check:
    applicant = session.get_one(Account, request.applied_by, populate_existing=True)
    held = permissions_of(applicant.organisation.kind, applicant.role)
    own = Permission.DESK in held and applicant.organisation_id == request.organisation_id
    right = Permission.PRIVILEGED_ACCOUNT_APPLY in held or (own and request.role not in PRIVILEGED)
    works = what_bars(applicant, clock.now()) is None and applicant.state is AccountState.ACTIVE
    if right and works:
        return Check("申請者", True, f"{applicant.person_name} は、今この申請ができる立場にあります。")
    return Check("申請者", False, "申請した人は、今はこの組織のシステム利用責任者ではないか、停止されています。")


def _standing(request: AccountRequest) -> Check:
    organisation = request.organisation
    if organisation.standing is Standing.ACTIVE and organisation.kind_standing.stopped_at is None:
        return Check("組織", True, "組織は利用中です。")
    return Check("組織", False, "組織の利用が停止されているか、登録が終了しています。")


def _address(session: Session, request: AccountRequest) -> Iterator[Check]:
    known = request.organisation.mail_domains
    if not known:
        yield Check("メールのドメイン", False, "組織のメールのドメインが登録されていません。", blocking=False)
    elif is_registered_domain(request.organisation, request.email):
        yield Check("メールのドメイン", True, "組織に登録されたドメインのアドレスです。")
    else:
        domains = "、".join(map(str, known))
        yield Check("メールのドメイン", False, f"組織に登録されたドメイン（{domains}）のアドレスではありません。")
    if request.appoints_id is not None:
        return
    former = former_account(session, request)
    ends = former.id if former is not None and not why_not_succeeded(request, former) else 0
    holder = holder_of(session, request.email, other_than=ends)
    if holder is None:
        yield Check("メールアドレス", True, "このアドレスを使う、ほかのアカウントはありません。")
    else:
        yield Check("メールアドレス", False, f"このアドレスは、アカウント {holder.login_id} で使われています。")


def _last_day(request: AccountRequest) -> Iterator[Check]:
    kind, last = request.organisation.kind, request.ends_on
    if last is None and not needs_last_day(kind):
        return
    problem = why_not_last_day(kind, last, request.starts_on)
    yield Check("利用の最終日", not problem, problem or f"{last:%Y-%m-%d} の翌日から利用できなくなります。")


def _former(session: Session, request: AccountRequest) -> Iterator[Check]:
    if not request.former_id:
        return
    why_not = why_not_succeeded(request, former_account(session, request))
    fits = f"{request.former_id} は、異動のために停止されています。発行と同時に抹消します。"
    yield Check("異動前のアカウント", not why_not, why_not or fits)


def _person(session: Session, request: AccountRequest) -> Iterator[Check]:
    if request.appoints_id is not None:
        account = session.get_one(Account, request.appoints_id, populate_existing=True)
        fit = account.role is Role.MEMBER and account.state is AccountState.ACTIVE
        sentence = "利用中の利用者です。" if fit else "このアカウントは、利用中の利用者ではありません。"
        yield Check("責任者にする人", fit, f"{account.login_id}：{sentence}")
    yield _earlier(session, request)
    twins = select(AccountRequest.id).where(
        AccountRequest.id != request.id,
        func.lower(AccountRequest.email) == request.email.lower(),
        AccountRequest.state_code.in_(OPEN),
    )
    waiting = session.scalars(twins.order_by(AccountRequest.id)).all()
    if waiting:
        numbers = "、".join(map(str, waiting))
        yield Check("重複する申請", False, f"同じメールアドレスの申請が、ほかにも待っています（番号 {numbers}）。")
    else:
        yield Check("重複する申請", True, "同じメールアドレスの申請は、ほかにありません。")


def _earlier(session: Session, request: AccountRequest) -> Check:
    """Accounts that may be the same person's: of namesakes it is no more than a question.

    Those of the organisation, and those of any that were stopped for security; under every name they have had.
    """
    security = [reason.value for reason in StopReason if reason.for_security]
    theirs = select(Account).where(
        or_(Account.organisation_id == request.organisation_id, Account.stop_reason.in_(security)),
        Account.id != (request.appoints_id or 0),
    )
    accounts = session.scalars(theirs.order_by(Account.id)).all()
    name, email, former = folded_name(request.person_name), request.email.lower(), _former_names(session, accounts)
    found = [
        one
        for one in accounts
        if name in {folded_name(one.person_name), *former.get(one.id, ())} or one.email.lower() == email
    ]
    if not found:
        return Check(_SAME_PERSON, True, "この組織に、氏名又はメールアドレスの同じアカウントはありません。")
    ids = "、".join(f"{one.login_id}（{_how_it_stands(one)}）" for one in found)
    sentence = f"氏名又はメールアドレスの同じアカウントがあります：{ids}。"
    if any(one.stop_reason and StopReason(one.stop_reason).for_security for one in found):
        sentence += "情報の保護のための停止がありました。発行してよいか、保有者担当に確かめてください。"
    return Check(_SAME_PERSON, False, sentence, blocking=False)


def _former_names(session: Session, accounts: Sequence[Account]) -> Mapping[int, set[str]]:
    """The names the accounts were registered under before, folded, as the trail has them."""
    changes = select(AuditEvent.object, AuditEvent.details).where(
        AuditEvent.name == EventName.ACCOUNT_CHANGED.value,
        AuditEvent.object.in_([f"account:{one.id}" for one in accounts]),
    )
    names: dict[int, set[str]] = {}
    for about, details in session.execute(changes):
        before = {folded_name(was) for label, was, _ in details["changes"] if label == LABELS["person_name"]}
        names.setdefault(int(about.partition(":")[2]), set()).update(before)
    return names


def _how_it_stands(account: Account) -> str:
    """The state; of what was stopped the reason too, which stays when it is struck off."""
    reason = StopReason(account.stop_reason).label if account.stop_reason else ""
    return f"{account.state.label}、停止の理由：{reason}" if reason else account.state.label
