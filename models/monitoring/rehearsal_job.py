"""The job that rehearses a draft of the rules; its result is kept with the draft (docs/adr/0008)."""

from sqlalchemy.orm import Session

from models import clock
from models.access.viewer import Viewer
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.db import SessionFactory, begin_writing, one_transaction
from models.errors import Conflict
from models.jobs import queue
from models.jobs.job import Job, JobKind
from models.jobs.worker import Handler, Task
from models.monitoring.rehearsal import DAYS, Rehearsal, rehearse
from models.monitoring.rule_draft import RuleDraft, RuleDraftState, hold
from models.monitoring.rules_in_force import rules_in_force


def ask(session: Session, viewer: Viewer, revision: int) -> Job:
    """Let a job rehearse the draft as it stands. Raises ``Conflict`` (changed since, under way), ``NotFound``."""
    draft = hold(session, revision)
    if (present := job_of(session, draft)) is not None and not present.state.over:
        raise Conflict("試行は、すでに進んでいます。")
    job = queue.enqueue(session, JobKind.REHEARSAL, _subject(draft), viewer.account_id, clock.now())
    details = {"days": DAYS, "revision": revision}
    record(session, Event(EventName.RULES_REHEARSED, viewer.actor, object=f"rule-draft:{draft.id}", details=details))
    return job


def job_of(session: Session, draft: RuleDraft) -> Job | None:
    """The newest job about the draft as it stands."""
    return queue.find(session, JobKind.REHEARSAL, _subject(draft))


def handler() -> Handler:
    """How the worker does it."""
    return Handler(work=_work, give_up=lambda _session, _subject: None, tidy=lambda _sessions: None)


def _subject(draft: RuleDraft) -> str:
    return f"{draft.id}:{draft.revision}"


def _work(task: Task) -> str:
    number, _, revision = task.subject.partition(":")
    with task.sessions() as session:
        draft = session.get_one(RuleDraft, int(number))
        rules, (_edition, in_force) = draft.rules, rules_in_force(session)
        if draft.revision != int(revision):
            raise Conflict("試行の前に下書きが変わりました。もう一度試行してください。")
        found = rehearse(session, rules, in_force, DAYS, progress=task.progress)
    _keep(task.sessions, int(number), int(revision), found)
    return f"過去 {found.days} 日で、この閾値なら {found.after:,} 件（今の規則なら {found.before:,} 件）です。"


def _keep(sessions: SessionFactory, number: int, revision: int, found: Rehearsal) -> None:
    with one_transaction(sessions) as session:
        begin_writing(session)
        draft = session.get_one(RuleDraft, number, populate_existing=True, with_for_update=True)
        if (draft.revision, draft.state_code) != (revision, RuleDraftState.OPEN.value):
            raise Conflict("試行している間に下書きが変わりました。もう一度試行してください。")
        draft.rehearsal, draft.rehearsed_revision, draft.rehearsed_at = found.as_json(), revision, clock.now()
