"""Who sees which case, and who may do something in it. Nobody sees one about themselves (policy §2).

The system manager handles no case about a colleague of the own organisation; an officer closes one about a colleague
with a second person (``models.cases.closing``). The responsible persons of the person's organisation see what they have
to explain, by a page of their own.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.cases.case import WatchCase
from models.db import begin_writing
from models.errors import Forbidden, NotFound


class OwnColleague(Forbidden):
    """The case is about the handler's own organisation, and theirs is not the deciding hand."""

    def __init__(self) -> None:
        super().__init__("自分の所属する組織についての案件は、扱えません。保有者担当が対応します。")


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the viewer may look at the case in the office."""
    return _not_about(viewer) if Permission.MONITORING_LOOK in viewer.permissions else false()


def explained_by(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that it is the viewer's to explain, as a responsible person of the organisation it is about."""
    if Permission.DESK not in viewer.permissions:
        return false()
    return and_(WatchCase.organisation_id == viewer.actor.organisation_id, _not_about(viewer))


def case_for(session: Session, viewer: Viewer, number: int) -> WatchCase:
    """The case, for whoever may look at it in the office. Raises ``NotFound``, for one about themselves too."""
    return _one(session, number, seen_by(viewer))


def case_to_explain(session: Session, viewer: Viewer, number: int) -> WatchCase:
    """The case, for a responsible person. Raises ``NotFound``."""
    return _one(session, number, explained_by(viewer))


def hold_case(session: Session, viewer: Viewer, number: int) -> WatchCase:
    """The case for whoever may handle it, held until the end of the transaction.

    Raises ``NotFound``, ``OwnColleague``.
    """
    found = _one(session, number, seen_by(viewer), held=True)
    check_may_handle(viewer, found)
    return found


def hold_to_explain(session: Session, viewer: Viewer, number: int) -> WatchCase:
    """Like ``case_to_explain``, held until the end of the transaction."""
    return _one(session, number, explained_by(viewer), held=True)


def check_may_handle(viewer: Viewer, case: WatchCase) -> None:
    """Raise ``OwnColleague`` for the manager of whom it concerns, ``Forbidden`` for whoever only looks."""
    if Permission.CASE_HANDLE not in viewer.permissions:
        raise Forbidden("この案件を扱う権限がありません。")
    if is_own(viewer, case) and Permission.CASE_DECIDE not in viewer.permissions:
        raise OwnColleague


def is_own(viewer: Viewer, case: WatchCase) -> bool:
    """Whether the case is about the viewer's own organisation."""
    return case.organisation_id is not None and case.organisation_id == viewer.actor.organisation_id


def may_handle(viewer: Viewer, case: WatchCase) -> bool:
    """Whether the viewer may write into the case."""
    try:
        check_may_handle(viewer, case)
    except Forbidden:
        return False
    return True


def _not_about(viewer: Viewer) -> ColumnElement[bool]:
    own = viewer.actor.account_id
    return or_(WatchCase.account_id.is_(None), WatchCase.account_id != own) if own is not None else true()


def _one(session: Session, number: int, seen: ColumnElement[bool], *, held: bool = False) -> WatchCase:
    chosen = select(WatchCase).where(WatchCase.id == number, seen).execution_options(populate_existing=True)
    if held:
        begin_writing(session)
        # Weak enough that a line of the timeline, which refers to the case, can be written beside it.
        chosen = chosen.with_for_update(of=WatchCase, key_share=True)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound
    return found
