"""The lists of inquiries: an operator's own, and the officers'."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload

from models.access.viewer import Viewer
from models.inquiries.inquiry import Inquiry, InquiryKind, InquiryState
from models.inquiries.visibility import handled_by, sent_by
from models.lists import ListFilter, ListSpec, contains, equals
from models.organisations.organisation import Organisation

OVERDUE = "overdue"


def own_inquiries(viewer: Viewer) -> ListSpec[Inquiry]:
    """Those of the viewer's organisation, newest first."""
    states = [(one.value, one.label) for one in InquiryState]
    return _spec(
        select(Inquiry).where(sent_by(viewer)), (ListFilter("state", "状態", equals(Inquiry.state_code), states),)
    )


def inquiries_for(viewer: Viewer, today: date) -> ListSpec[Inquiry]:
    """Those an officer may handle, newest first."""
    states = [*((one.value, one.label) for one in InquiryState), (OVERDUE, "期限超過")]
    filters = (
        ListFilter("state", "状態", _stands(today), states),
        ListFilter("kind", "種類", equals(Inquiry.kind_code), [(one.value, one.label) for one in InquiryKind]),
        ListFilter("organisation", "認定事業者の名称", contains(Organisation.name)),
        ListFilter("facility", "設備ID", equals(Inquiry.facility_id)),
    )
    return _spec(select(Inquiry).join(Inquiry.organisation).where(handled_by(viewer)), filters)


def count_open(session: Session, viewer: Viewer, today: date) -> tuple[int, int, date | None]:
    """How many wait for an answer of this officer, how many of these are overdue, and the earliest day these missed."""
    waiting = select(func.count()).select_from(Inquiry).where(handled_by(viewer))
    opened = session.scalar(waiting.where(Inquiry.state_code == InquiryState.OPEN.value)) or 0
    late, since = session.execute(waiting.add_columns(func.min(Inquiry.due_on)).where(is_overdue(today))).one()
    return opened, late, since


def is_overdue(today: date) -> ColumnElement[bool]:
    """The condition that the last day has passed without an answer."""
    return and_(Inquiry.state_code == InquiryState.OPEN.value, Inquiry.due_on < today)


def _stands(today: date) -> Callable[[str], ColumnElement[bool]]:
    return lambda value: is_overdue(today) if value == OVERDUE else Inquiry.state_code == value


def _spec(statement: Select[Inquiry], filters: tuple[ListFilter, ...]) -> ListSpec[Inquiry]:
    loaded = statement.options(joinedload(Inquiry.organisation), joinedload(Inquiry.sender))
    return ListSpec(loaded, Inquiry.id, {"at": Inquiry.sent_at, "due": Inquiry.due_on}, filters, descending=True)
