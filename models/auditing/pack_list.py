"""The list of packs of evidence: every one that was ever ordered, long after it can be fetched no more (M13)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from models.access.viewer import Viewer
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.auditing.pack import KEPT_FOR, EvidencePack
from models.jobs.job import Job, JobState
from models.lists import ListFilter, ListSpec, contains, from_day_to_day


class PackState(StrEnum):
    """What can be done with a pack."""

    UNDER_WAY = "under_way"
    READY = "ready"
    GONE = "gone"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"under_way": "作成中", "ready": "取得できます", "gone": "取得できません"}[self.value]


def packs(now: datetime) -> ListSpec[EvidencePack]:
    """Everybody's packs as they stand at a moment, newest first."""
    asker = select(Account.person_name).where(Account.id == EvidencePack.account_id).scalar_subquery()
    people = contains(Account.person_name, Account.login_id)
    return ListSpec(
        select(EvidencePack).options(joinedload(EvidencePack.job), joinedload(EvidencePack.asker)),
        EvidencePack.id,
        {
            "number": EvidencePack.id,
            "days": EvidencePack.first_day,
            "at": EvidencePack.asked_at,
            "person": asker,
        },
        (
            ListFilter(
                "state", "状態", lambda value: _is(PackState(value), now), [(one.value, one.label) for one in PackState]
            ),
            ListFilter(
                "person",
                "指示した人の氏名・ID",
                lambda text: EvidencePack.account_id.in_(select(Account.id).where(people(text))),
            ),
            *from_day_to_day(EvidencePack.asked_at, "この日以後の指示", "この日以前の指示"),
        ),
        descending=True,
    )


def record_listed(session: Session, viewer: Viewer, shown: Sequence[EvidencePack]) -> None:
    """Record that these packs were looked at in a list."""
    details = {"packs": [pack.id for pack in shown]}
    record(session, Event(EventName.EVIDENCE_PACKS_LISTED, viewer.actor, details=details))


def _is(state: PackState, now: datetime) -> ColumnElement[bool]:
    kept = and_(EvidencePack.sealed_key != "", EvidencePack.asked_at > now - KEPT_FOR)
    ready = and_(kept, EvidencePack.made_at.is_not(None))
    live = EvidencePack.job.has(Job.state_code.in_([JobState.QUEUED.value, JobState.RUNNING.value]))
    match state:
        case PackState.READY:
            return ready
        case PackState.UNDER_WAY:
            return and_(EvidencePack.made_at.is_(None), live)
        case PackState.GONE:
            return not_(or_(ready, and_(EvidencePack.made_at.is_(None), live)))
