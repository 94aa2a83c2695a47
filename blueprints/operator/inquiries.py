"""What my organisation has asked: the list, and one with its answer, to be read and printed."""

from flask import Response, flash, url_for
from flask_wtf import FlaskForm

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import day, moment
from blueprints.identity import current_viewer
from blueprints.incidents.forms import text_area
from blueprints.letters import deliver_soon, outgoing, secret_box
from blueprints.operator.blueprint import MAY_LOOK_BACK, operator
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models.inquiries import handling
from models.inquiries.inquiry import FOR_THE_OPERATOR, Inquiry, InquiryState
from models.inquiries.lists import own_inquiries
from models.inquiries.sending import TooManySent
from models.inquiries.visibility import inquiry_of

TAGS = {InquiryState.OPEN: "attention", InquiryState.ANSWERED: "good"}


class WordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Something more."""

    text = text_area("追加の連絡", "担当に伝わり、もう一度回答を待つ状態になります。", "伝えることを書いてください。")


@operator.get("/inquiries", needs=MAY_LOOK_BACK)
def inquiries() -> Response:
    """The list."""
    columns = (
        ListColumn[Inquiry](
            "受付番号", lambda one: ListCell(one.reference, url_for("operator.inquiry", number=one.id))
        ),
        ListColumn[Inquiry]("状態", lambda one: ListCell(one.state.label, tag=TAGS[one.state])),
        ListColumn[Inquiry]("種類", lambda one: one.kind.label),
        ListColumn[Inquiry]("設備ID", lambda one: one.facility_id),
        ListColumn[Inquiry]("送った人", lambda one: one.sender.person_name),
        ListColumn[Inquiry]("送った日時", lambda one: moment(one.sent_at), sort="at"),
        ListColumn[Inquiry]("回答の期限", lambda one: day(one.due_on), sort="due"),
    )
    listed = AdminList(
        "inquiries", "閲覧についての問合せ", own_inquiries(current_viewer()), columns, lambda one: one.id,
        empty="問合せはありません。",
    )  # fmt: skip
    return answer(listed, "operator/inquiries.html")


@operator.get("/inquiries/<int:number>", needs=MAY_LOOK_BACK)
def inquiry(number: int) -> Response:
    """One of them."""
    return _show(number, WordForm(formdata=None))


@operator.post("/inquiries/<int:number>/word", needs=MAY_LOOK_BACK)
def add_word(number: int) -> Response:
    """Tell something more."""
    form = WordForm()
    if not form.validate_on_submit():
        return _show(number, form, status=422)
    try:
        handling.add_word(current_session(), outgoing(), current_viewer(), number, form.text.text)
    except TooManySent as error:
        blame(form.text, error.reason)
        return _show(number, form, status=422)
    flash("伝えました。", "success")
    return deliver_soon(go_to(url_for("operator.inquiry", number=number)))


def _show(number: int, form: WordForm, status: int = 200) -> Response:
    session = current_session()
    found = inquiry_of(session, current_viewer(), number)
    return render(
        "operator/inquiry.html",
        status=status,
        inquiry=found,
        numbers=handling.numbers_asked(session, secret_box(), found),
        entries=[one for one in handling.timeline(session, found) if one.kind in FOR_THE_OPERATOR],
        form=form,
    )
