"""How far a job is, for any page that waits for one.

Without script the page loads itself afresh (``refresh`` in ``components/progress.html``); with one, htmx replaces the
part that tells of the job. A route that is asked so declares ``unattended`` in its needs, for nobody need be there.
"""

from dataclasses import dataclass

from models.jobs.job import Job, JobState


@dataclass(frozen=True, slots=True)
class Progress:
    """What the component shows: a sentence, a count where there is one, and whether to ask again."""

    sentence: str
    kind: str
    done: int
    total: int
    waits: bool


def progress_of(job: Job, working: str) -> Progress:
    """A job in words; ``working`` says what is being done, as in 「ファイルを作成しています。」"""
    match job.state:
        case JobState.QUEUED:
            return Progress("順番を待っています。", "info", 0, 0, waits=True)
        case JobState.RUNNING:
            return Progress(working, "info", job.done, job.total, waits=True)
        case JobState.DONE:
            return Progress(job.sentence, "success", job.done, job.total, waits=False)
        case JobState.FAILED | JobState.CANCELLED:
            return Progress(job.sentence, "error" if job.state is JobState.FAILED else "warning", 0, 0, waits=False)
