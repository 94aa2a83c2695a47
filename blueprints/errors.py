"""Own pages for errors: in plain words, with all headers, saying nothing of what is behind them."""

import errno
import logging

from flask import Flask, Response
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from blueprints.cookies import clear_session_cookie
from blueprints.identity import forget_who_asks
from blueprints.refusals import refuse
from blueprints.unit_of_work import DATABASE_FAILED, abandon
from models.errors import Conflict, DomainError, Forbidden, NotFound
from models.monitoring.in_line import StoppedByDetection
from models.register.tripwire import DoorClosed

log = logging.getLogger(__name__)

NOT_FOUND = ("ページが見つかりません", ["お探しのものは、存在しないか、閲覧できる範囲にありません。"])
TEXTS: dict[int, tuple[str, list[str]]] = {
    400: ("送信内容を確認できませんでした", ["前の画面に戻り、ページを読み込み直してから、もう一度お試しください。"]),
    401: ("サインインが必要です", ["もう一度サインインしてください。"]),
    403: ("利用できません", ["この操作を行う権限がありません。"]),
    404: NOT_FOUND,
    405: ("この方法では開けません", ["画面にあるリンクやボタンから操作してください。"]),
    413: ("送信された内容が大きすぎます", ["内容を減らして、もう一度お試しください。"]),
    422: ("入力内容を確認してください", ["入力された内容では処理できませんでした。"]),
    429: ("しばらくお待ちください", ["短い時間に多くの操作がありました。少し時間をおいてお試しください。"]),
    500: (
        "処理できませんでした",
        ["システムの不具合が発生しました。操作は行われていません。時間をおいてお試しください。"],
    ),
    503: ("ただいま利用できません", ["一時的に処理できません。操作は行われていません。数分後にお試しください。"]),
}
OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM})
STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409}
EXPIRED = ["ページを開いてから時間がたったため、送信を受け付けませんでした。もう一度ページを開いてお試しください。"]


def install(app: Flask) -> None:
    """Answer every error with a page of our own."""
    # Flask would log each failure a second time, with its path: a one-use link is a path, and a secret.
    app.log_exception = lambda exc_info: None  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(StoppedByDetection, _stopped)
    app.register_error_handler(NotFound, lambda _error: _page(404))
    app.register_error_handler(InternalServerError, _failed)


def _page(status: int) -> Response:
    heading, sentences = TEXTS.get(status, TEXTS[400 if status < 500 else 500])
    return refuse(status, heading, sentences)


def _http(error: HTTPException) -> Response:
    abandon()
    response = _page(error.code or 500)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _expired(_error: CSRFError) -> Response:
    abandon()
    return refuse(400, TEXTS[400][0], EXPIRED)


def _domain(error: DomainError) -> Response:
    abandon()
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 422)
    return refuse(status, TEXTS.get(status, TEXTS[422])[0], [error.reason])


def _stopped(error: StoppedByDetection) -> Response:
    """Nothing is abandoned: the alert, the stop and the ended sessions are what the refusal consists of."""
    return clear_session_cookie(refuse(403, "利用を停止しました", [error.reason]))


def _failed(error: InternalServerError) -> Response:
    abandon()
    forget_who_asks()
    cause = error.original_exception
    log.error("failed", exc_info=cause)
    if isinstance(cause, DoorClosed):
        log.critical("the door to the register was closed")
    return _page(503 if isinstance(cause, DATABASE_FAILED) or _is_of_the_disk(cause) else 500)


def _is_of_the_disk(cause: BaseException | None) -> bool:
    """Whether the disk is full, broken or closed to us: no mistake of the program, and over when that is put right."""
    return isinstance(cause, OSError) and cause.errno in OF_THE_DISK
