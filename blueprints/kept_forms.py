"""A form that arrives when its sender must first sign in or give a code: kept for them, and shown again filled in.

What was typed travels in a cookie of the browser that sent it, sealed for the account of its sender: the server keeps
nothing, another account opens nothing, and whoever takes the cookie reads nothing. Nothing is sent by itself: the
sender sees the form again and decides. Files do not come back, and what is secret or has to be ticked anew is never
kept. (docs/security-flow.md)
"""

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, request
from flask_wtf.csrf import validate_csrf
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response
from wtforms import Form, ValidationError

from blueprints.cookies import kept_form_cookie, set_kept_form_cookie
from blueprints.destinations import form_of_request
from blueprints.identity import current_sign_in, sender_of_form
from blueprints.letters import secret_box
from models import clock
from models.accounts.account import Account
from models.accounts.sign_in_session import Rung
from models.secret_box import CannotOpen

KEPT_FOR = timedelta(minutes=30)
NEVER_KEPT = frozenset({"login", "account", "consent"})
"""Areas whose forms hold passwords and codes, or boxes that nobody finds ticked."""
NAMED_BY_PLACE = frozenset({"items.save"})
"""Forms whose fields are named by their place in a page: when it is shown again, other things may stand there."""
LARGEST_SENT = 64 * 1024
"""Bytes of a request from which a form may be kept: a cookie holds far less, so a longer one is not even read."""
LONGEST_COOKIE = 3800
"""Letters a browser takes in one cookie of ours for sure, name and attributes aside (RFC 6265 §6.1: 4096 in all)."""
TOKEN = "csrf_token"

WILL_BE_BACK = "まだ送信されていません。入力した内容は、30分以内に本人の確認が済めば戻ります（ファイルを除く）。"
TOO_LONG = "まだ送信されていません。入力した内容は、長いため残せませんでした。"
IS_BACK = (
    "まだ送信されていません。先ほど入力した内容を戻しました。確認して、もう一度送信してください。"
    "添付したファイルは、選び直してください。"
)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed: the address it was sent to, the fields as name and value, and when it was sent."""

    address: str
    fields: tuple[tuple[str, str], ...]
    sent_at: datetime

    def seal(self, account: Account) -> str:
        """For a cookie, readable for nobody but this application, and for this account alone."""
        plain = json.dumps([self.address, self.fields, self.sent_at.isoformat()], ensure_ascii=False)
        return secret_box().seal(_place(account), b85encode(zlib.compress(plain.encode(), 9)).decode())

    @classmethod
    def open(cls, account: Account, sealed: str) -> "KeptForm":
        """What ``seal`` made. Raises ``CannotOpen``, for another account too."""
        plain = zlib.decompress(b85decode(secret_box().open(_place(account), sealed)))
        address, fields, sent_at = json.loads(plain)
        return cls(address, tuple((name, value) for name, value in fields), datetime.fromisoformat(sent_at))


def form_to_keep() -> KeptForm | None:
    """The form of this request, if it is one that its page can show again.

    The form token is asked for as it is of any form: no other site lays words into somebody's form.
    """
    if request.method != "POST" or request.blueprint in NEVER_KEPT or request.endpoint in NAMED_BY_PLACE:
        return None
    address, size = form_of_request(), request.content_length
    if address is None or size is None or size > LARGEST_SENT or sender_of_form() is None:
        return None
    try:
        validate_csrf(request.form.get(TOKEN))
    except (ValidationError, HTTPException):
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != TOKEN)
    return KeptForm(address, fields, clock.now()) if fields else None


def keep(response: Response, kept: KeptForm | None) -> Response:
    """Let the browser carry the form to the page that asks who is there, and back."""
    sender = sender_of_form()
    if kept is None or sender is None:
        return response
    sealed = kept.seal(sender)
    if len(sealed) > LONGEST_COOKIE:
        flash(TOO_LONG, "warning")
        return response
    flash(WILL_BE_BACK, "info")
    set_kept_form_cookie(response, sealed, KEPT_FOR)
    return response


def fill_in(values: Iterable[object]) -> bool:
    """Fill what was kept into the form it came from, if that is among what a page is about to show; whether it was."""
    forms = [one for one in values if isinstance(one, Form)]
    kept = _brought() if forms and request.method == "GET" else None
    if kept is None:
        return False
    names = {name for name, _value in kept.fields}
    form = max(forms, key=lambda one: sum(name in one for name in names))
    if not any(name in form for name in names):
        return False
    form.process(MultiDict(kept.fields))
    flash(IS_BACK, "warning")
    return True


def _brought() -> KeptForm | None:
    """What the browser brings for this very page and for whoever is signed in, not too late."""
    sealed, sign_in = request.cookies.get(kept_form_cookie(), ""), current_sign_in()
    if not sealed or sign_in is None or sign_in.rung is not Rung.CONSENT:
        return None
    try:
        kept = KeptForm.open(sign_in.account, sealed)
    except CannotOpen:
        return None
    in_time = timedelta() <= clock.now() - kept.sent_at < KEPT_FOR
    return kept if in_time and kept.address == form_of_request() else None


def _place(account: Account) -> str:
    return f"kept-form:{account.id}"
