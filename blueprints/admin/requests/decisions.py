"""One application: what is asked, the automatic checks, the talk about it, and the ways to decide."""

from collections.abc import Callable

from flask import Response, url_for

from blueprints.admin.answering import carried_out
from blueprints.admin.requests.blueprint import MAY_ACT, MAY_LOOK, requests
from blueprints.admin.requests.forms import NoteForm
from blueprints.confirm_form import ConfirmForm
from blueprints.identity import current_viewer
from blueprints.letters import outgoing
from blueprints.rendering import blame, render
from blueprints.unit_of_work import current_session
from models import clock
from models.accounts import links
from models.errors import Forbidden
from models.people import deciding, pursuing
from models.people.checks import checks_of, why_not_issuable
from models.people.request import LONGEST_TEXT, AccountRequest, RequestState, notes_of
from models.people.request_reading import request_for


@requests.get("/<int:number>", needs=MAY_LOOK)
def page(number: int) -> Response:
    """The application."""
    return _page(number, NoteForm(formdata=None))


@requests.post("/<int:number>/issue", needs=MAY_ACT)
def issue(number: int) -> Response:
    """Issue the account."""
    return _decided(
        number,
        "アカウントを発行し、本人に設定用の案内を送りました。",
        lambda: deciding.issue(current_session(), outgoing(), current_viewer(), number),
    )


@requests.post("/<int:number>/ask-back", needs=MAY_ACT)
def ask_back(number: int) -> Response:
    """Ask a question."""
    return _with_text(
        number,
        "申請した人に照会しました。",
        lambda text: deciding.ask_back(current_session(), outgoing(), current_viewer(), number, text),
    )


@requests.post("/<int:number>/refuse", needs=MAY_ACT)
def refuse(number: int) -> Response:
    """Refuse it."""
    return _with_text(
        number,
        "却下し、申請した人に知らせました。",
        lambda text: deciding.refuse(current_session(), outgoing(), current_viewer(), number, text),
        longest=LONGEST_TEXT,
    )


@requests.post("/<int:number>/answer", needs=MAY_ACT)
def answer_question(number: int) -> Response:
    """Answer the question."""
    return _with_text(
        number,
        "回答を送りました。",
        lambda text: pursuing.answer_question(current_session(), outgoing(), current_viewer(), number, text),
    )


@requests.post("/<int:number>/withdraw", needs=MAY_ACT)
def withdraw(number: int) -> Response:
    """Take it back."""
    ConfirmForm().validate_on_submit()
    return _decided(
        number, "申請を取り下げました。", lambda: pursuing.withdraw(current_session(), current_viewer(), number)
    )


def _with_text(number: int, done: str, act: Callable[[str], object], longest: int = 0) -> Response:
    form = NoteForm()
    valid = form.validate_on_submit()
    text = form.text.data or ""
    if valid and longest and len(text) > longest:
        blame(form.text, f"却下の理由は {longest} 文字以内で書いてください。")
        valid = False
    return _decided(number, done, lambda: act(text)) if valid else _page(number, form, status=422)


def _decided(number: int, done: str, act: Callable[[], object]) -> Response:
    request_for(current_session(), current_viewer(), number)
    return carried_out(act, done, url_for("requests.page", number=number), f"request:{number}")


def _page(number: int, form: NoteForm, status: int = 200) -> Response:
    session, viewer, now = current_session(), current_viewer(), clock.now()
    found = request_for(session, viewer, number)
    why_not = _why_not(found)
    checks = checks_of(session, found) if not found.state.over else []
    own = pursuing.is_theirs(viewer, found)
    link = links.latest_link(session, found.account_id, links.FOR_PASSWORD) if found.account_id else None
    return render(
        "requests/page.html",
        status=status,
        request=found,
        notes=notes_of(session, number),
        checks=checks,
        blocked=why_not_issuable(checks),
        may_decide=not why_not and not found.state.over,
        why_not=why_not if not own and not found.state.over else "",
        asked_back=own and found.state is RequestState.ASKED_BACK,
        may_withdraw=own and not found.state.over,
        link_state=link.state_at(now) if link else None,
        link=link,
        form=form,
    )


def _why_not(found: AccountRequest) -> str:
    try:
        deciding.check_may_decide(current_viewer(), found)
    except Forbidden as error:
        return error.reason
    return ""
