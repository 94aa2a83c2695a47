"""Who may propose and who may take in: two officers of the owner, and nobody acts on themselves (M1)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.admission import permitted
from models.access.permissions import Permission, permissions_of
from models.access.presence import viewer_of
from models.access.viewer import Viewer
from models.accounts.account import Account
from models.accounts.sessions import EndReason
from models.accounts.sign_in_session import SignInSession
from models.accounts.standing import what_bars
from models.accounts.visit import Visit
from models.certifications.proposals.proposal import ImportProposal, Stage
from models.errors import DomainError, Forbidden

MAY_LOOK = permitted(Permission.IMPORT_PROPOSE)
MAY_PROPOSE = permitted(Permission.IMPORT_PROPOSE, step_up=True)
MAY_APPLY = permitted(Permission.IMPORT_APPLY, step_up=True)

_ENDED_FOR_CAUSE = frozenset(
    {
        EndReason.BY_PERSON,
        EndReason.PASSWORD_CHANGED,
        EndReason.DEVICE_CHANGED,
        EndReason.ACCOUNT_STOPPED,
        EndReason.CONSENT_DECLINED,
        EndReason.ORGANISATION_BARRED,
        EndReason.KIND_STOPPED,
        EndReason.SECOND_FACTOR_RESET,
    }
)
_NOT_READY = {
    Stage.PREVIEWING: "内容の確認がまだ終わっていません。",
    Stage.APPLYING: "この取込みは、すでに始まっています。",
    Stage.APPLIED: "このファイルは、すでに取り込まれています。",
    Stage.FAILED: "このファイルは取り込めません。",
    Stage.WITHDRAWN: "この取込みは、取り下げられています。",
    Stage.EXPIRED: "この取込みは、期限が過ぎています。もう一度ファイルを登録してください。",
}


class SamePerson(Forbidden):
    """Whoever uploaded a file cannot be the one who takes it in."""

    def __init__(self) -> None:
        super().__init__(
            "自分が登録したファイルは、自分では取り込めません。もう一人の保有者担当が、内容を確認して取り込みます。"
        )


class NoLongerAllowed(DomainError):
    """The person for whom a job works may not have it done any more."""

    def __init__(self) -> None:
        super().__init__("担当者の利用の権限が変わったため、中止しました。登録内容は変わっていません。")


def check_other_person(proposal: ImportProposal, account_id: int | None) -> None:
    """Raise ``SamePerson`` for whoever uploaded the file."""
    if proposal.proposed_by == account_id:
        raise SamePerson


def why_not_ready(proposal: ImportProposal, now: datetime) -> str:
    """Why nobody can take the file in at present; empty when somebody can."""
    return _NOT_READY.get(proposal.stage_at(now), "")


def officer(session: Session, account_id: int, sign_in_id: int, job: int, permission: Permission) -> Viewer:
    """The person for whom a job works, as the database knows them now. Raises ``NoLongerAllowed``.

    The act was decided with a fresh code: whoever signs out afterwards, or leaves their desk, does not take it back.
    Whoever is stopped, barred or given another role does, and so does a session that was ended because somebody else
    may have used it.
    """
    now = clock.now()
    chosen = select(Account).where(Account.id == account_id).execution_options(populate_existing=True)
    account = session.scalars(chosen).one()
    held = permissions_of(account.organisation.kind, account.role)
    if what_bars(account, now) is not None or permission not in held:
        raise NoLongerAllowed
    sign_in = session.get_one(SignInSession, sign_in_id, populate_existing=True)
    if sign_in.end_reason in _ENDED_FOR_CAUSE:
        raise NoLongerAllowed
    visit = Visit(sign_in.address, sign_in.user_agent, request=f"job:{job}", device=sign_in.device)
    return viewer_of(session, account, visit.actor(account, sign_in.id), now)
