"""Sending several failed letters once more: which, which not and why; all or none."""

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.bulk import BulkAsked, BulkRow, ask_about
from blueprints.admin.operation.blueprint import MAY_RETRY, operation
from blueprints.admin.ticked import ticked_rows
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.unit_of_work import current_session
from models import clock
from models.administration.operation import letters_by_number
from models.mail import retrying

RETRY = BulkAsked(
    "メールの一括再送",
    "もう一度、初めから送信を試みます。案内の有効期限は延びません。期限の切れた案内は、アカウントの画面から送り直してください。",
    "再送する",
    "送信メール",
    "primary",
)
GONE = "送信できなかったメールのうち、7日以内のものだけを再送できます。"


@operation.get("/mail/retry", needs=MAY_RETRY)
def ask_retry() -> Response:
    """Which would be tried again."""
    rows = [
        BulkRow(one.id, f"{one.listed_subject}（{one.recipient or '―'}）", "" if retrying.can_retry(one) else GONE)
        for one in letters_by_number(current_session(), ticked_rows())
    ]
    return ask_about(RETRY, rows, ConfirmForm(), _list_url())


@operation.post("/mail/retry", needs=MAY_RETRY)
def retry() -> Response:
    """Try them again, all or none."""
    ConfirmForm().validate_on_submit()
    numbers = ticked_rows()
    return carried_out(
        lambda: retrying.retry_letters(current_session(), current_viewer().actor, numbers, clock.now()),
        "{} 通のメールを、もう一度送ります。".format,
        _list_url(),
        "mail",
    )


def _list_url() -> str:
    return url_for("operation.mail", state="failed")
