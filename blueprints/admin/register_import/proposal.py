"""One import: how far it is, what the file would change or has changed, and the rows that cannot be taken over."""

from dataclasses import replace

from flask import Response, url_for

from blueprints.admin.register_import.blueprint import register_import
from blueprints.identity import current_viewer
from blueprints.progress import Progress, progress_of
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models import clock
from models.certifications.proposals import reading
from models.certifications.proposals.officers import MAY_LOOK, SamePerson, check_other_person
from models.certifications.proposals.proposal import ImportProposal, Stage
from models.jobs import queue
from models.jobs.job import Job, JobKind, JobState

READY = "取込みの内容を確認しました。もう一人の保有者担当が、この内容を確認して取り込みます。"
MOVED = (
    "確認の後に登録内容が変わり、取込みの結果が確認した内容と異なるため、取り込みませんでした。"
    "今の登録内容で、もう一度確認しました。下の内容を見直してください。"
)
WORKING = {Stage.PREVIEWING: "取込みの内容を確認しています。", Stage.APPLYING: "取り込んでいます。"}
_JOB_OF = {
    Stage.PREVIEWING: JobKind.IMPORT_PREVIEW,
    Stage.READY: JobKind.IMPORT_APPLY,
    Stage.APPLYING: JobKind.IMPORT_APPLY,
}


@register_import.get("/<int:number>", needs=replace(MAY_LOOK, unattended=True))
def proposal(number: int) -> Response:
    """How far it is; once that is known, what would change, and the way to decide."""
    session, viewer = current_session(), current_viewer()
    found = reading.find(session, number)
    stage = found.stage_at(clock.now())
    progress = _progress(found, stage, _job_of(found, stage))
    return render(
        "register_import/proposal.html",
        "register_import/_proposal.html",
        proposal=found,
        phase=stage,
        progress=progress,
        difference=None if progress.waits else reading.difference_of(session, viewer, found),
        why_not_mine=_why_not_mine(found, viewer.actor.account_id),
        url=url_for("register_import.proposal", number=number),
    )


@register_import.get("/<int:number>/refused-rows.csv", needs=MAY_LOOK)
def refused_rows(number: int) -> Response:
    """Every refused row with its reason, to be corrected in the source."""
    session = current_session()
    content = reading.refusals_as_csv(session, current_viewer(), reading.find(session, number))
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"saiene-import-{number}-refused-rows.csv")
    return response


def _job_of(found: ImportProposal, stage: Stage) -> Job | None:
    kind = _JOB_OF.get(stage)
    return queue.find(current_session(), kind, str(found.id)) if kind else None


def _progress(found: ImportProposal, stage: Stage, job: Job | None) -> Progress:
    match stage:
        case Stage.PREVIEWING | Stage.APPLYING:
            # Between the end of a job and what follows from it there is a moment.
            running = job if job is not None and not job.state.over else None
            return progress_of(running, WORKING[stage]) if running else _told("info", WORKING[stage], waits=True)
        case Stage.READY if found.moved_at is not None:
            return _told("warning", MOVED)
        case Stage.READY if job is not None and job.state in {JobState.FAILED, JobState.CANCELLED}:
            return _told("error", f"{job.sentence}ファイルは取り込まれていません。")
        case Stage.READY:
            return _told("info", READY)
        case Stage.APPLIED:
            return _told("success", "取り込みました。")
        case Stage.FAILED:
            return _told("error", f"{found.why}ファイルは消去しました。")
        case Stage.WITHDRAWN:
            return _told("warning", "取り下げられました。ファイルは取り込まれず、消去されました。")
        case Stage.EXPIRED:
            return _told("warning", "期限までに取り込まれなかったため、終了しました。ファイルは取り込まれていません。")


def _told(kind: str, sentence: str, *, waits: bool = False) -> Progress:
    return Progress(sentence, kind, 0, 0, waits)


def _why_not_mine(found: ImportProposal, account_id: int | None) -> str:
    """The sentence in the place of the button, for whoever may not press it."""
    try:
        check_other_person(found, account_id)
    except SamePerson as error:
        return error.reason
    return ""
