"""The outbox and the queue of jobs, as lists."""

from flask import Response, url_for

from blueprints.admin.listing import AdminList, BulkAct, ListCell, ListColumn, answer
from blueprints.admin.operation.blueprint import MAY_LOOK, operation
from blueprints.formatting import moment
from models.administration import operation as running
from models.jobs.job import Job, JobState
from models.mail.outbox import LetterState, OutboxLetter

LETTER_TAGS = {LetterState.SENT: "good", LetterState.FAILED: "bad"}
JOB_TAGS = {JobState.DONE: "good", JobState.FAILED: "bad", JobState.RUNNING: "blue"}


@operation.get("/mail", needs=MAY_LOOK)
def mail() -> Response:
    """Every letter's way, without its words."""
    columns = (
        ListColumn[OutboxLetter]("件名", lambda one: one.listed_subject, sort="subject"),
        ListColumn[OutboxLetter]("状態", lambda one: ListCell(one.state.label, tag=LETTER_TAGS.get(one.state, "blue"))),
        ListColumn[OutboxLetter]("宛先", lambda one: one.recipient or "―", sort="to"),
        ListColumn[OutboxLetter]("作成した日時", lambda one: moment(one.created_at), sort="at"),
        ListColumn[OutboxLetter]("送信した日時", lambda one: moment(one.sent_at)),
        ListColumn[OutboxLetter]("試みた回数", lambda one: str(one.attempts), numeric=True),
        ListColumn[OutboxLetter]("最後の問題", lambda one: one.last_error or "―"),
    )
    bulk = (BulkAct("選んだメールを再送する", url_for("operation.ask_retry")),)
    listed = AdminList("mail", "送信メール", running.letters(), columns, lambda one: one.id, bulk=bulk)
    return answer(listed, "operation/list.html", heading="送信メール")


@operation.get("/jobs", needs=MAY_LOOK)
def jobs() -> Response:
    """Every job's way, without what it is about."""
    columns = (
        ListColumn[Job]("番号", lambda one: str(one.id), numeric=True),
        ListColumn[Job]("種類", lambda one: one.kind.label),
        ListColumn[Job]("状態", lambda one: ListCell(one.state.label, tag=JOB_TAGS.get(one.state, "neutral"))),
        ListColumn[Job]("作成した日時", lambda one: moment(one.created_at), sort="at"),
        ListColumn[Job]("終わった日時", lambda one: moment(one.ended_at)),
        ListColumn[Job]("進み", lambda one: f"{one.done:,}／{one.total:,}" if one.total else "―"),
        ListColumn[Job]("結果", lambda one: one.sentence or "―"),
    )
    listed = AdminList("jobs", "時間のかかる処理", running.jobs(), columns, lambda one: one.id)
    return answer(listed, "operation/list.html", heading="時間のかかる処理")
