"""The two jobs of a proposal: working out what its file would change, and taking it in (M1; docs/adr/0010).

They call what the commands call. A job that takes a file in ends in the very transaction that does so: after a crash
the file is in and the job is done, or neither is.
"""

from functools import partial
from pathlib import Path

from models.access.permissions import Permission
from models.certifications.intake import DifferenceMoved
from models.certifications.proposals.endings import lose_preview, lose_taking_in, take_off, tidy
from models.certifications.proposals.uploads import Uploads
from models.certifications.proposals.work import PREVIEWED, TAKEN_IN, Work
from models.db import SessionFactory
from models.jobs.job import JobKind
from models.jobs.pulse import Pulse
from models.jobs.worker import Handler, Task


def handlers(uploads: Uploads, imports_folder: Path) -> dict[JobKind, Handler]:
    """How both are done with files kept there. ``imports_folder`` is where imports under way leave their notes."""
    return {
        JobKind.IMPORT_PREVIEW: Handler(
            work=partial(_preview, uploads),
            give_up=partial(lose_preview, uploads),
            tidy=partial(tidy, uploads=uploads),
        ),
        JobKind.IMPORT_APPLY: Handler(
            work=partial(_take_in, uploads, imports_folder), give_up=partial(lose_taking_in, uploads), tidy=_nothing
        ),
    }


def _preview(uploads: Uploads, task: Task) -> str:
    with Pulse(task) as pulse:
        work = Work(uploads, task, pulse, Permission.IMPORT_PROPOSE)
        try:
            with uploads.opened(work.proposal) as source:
                preview = work.look(source)
            work.keep_preview(preview)
        except BaseException as error:
            work.fail(error)
            raise
    return PREVIEWED


def _take_in(uploads: Uploads, imports_folder: Path, task: Task) -> str:
    with Pulse(task) as pulse:
        work = Work(uploads, task, pulse, Permission.IMPORT_APPLY)
        try:
            with uploads.opened(work.proposal) as source:
                try:
                    work.take_in(source, imports_folder)
                except DifferenceMoved:
                    work.keep_preview(work.look(source), moved=True)
                    raise
        except BaseException as error:
            work.undo(error)
            raise
        take_off(uploads, work.proposal)
    return TAKEN_IN


def _nothing(_sessions: SessionFactory) -> None:
    """The other job's handler tidies for both."""
