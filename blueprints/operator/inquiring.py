"""Asking, or objecting, about looks at one's facility."""

from flask import Response, flash, request, url_for
from flask_wtf import FlaskForm
from wtforms.validators import Length

from blueprints.identity import current_viewer
from blueprints.incidents.forms import one_of, text_area
from blueprints.letters import deliver_soon, outgoing
from blueprints.operator.blueprint import MAY_LOOK_BACK, operator
from blueprints.rendering import blame, go_to, render
from blueprints.typed import PlainText
from blueprints.unit_of_work import current_session
from models.inquiries.inquiry import LONGEST_TEXT, TO_ANSWER, InquiryKind
from models.inquiries.sending import MOST_LOOKS, TooManyNumbers, TooManySent, UnknownNumber, send
from models.reference.facility_id import find

LONGEST_NUMBERS = 4000


class InquiryForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What is asked, and about which looks."""

    kind = one_of(
        "種類",
        "",
        [
            (InquiryKind.QUESTION, "問合せ（誰が、なぜ閲覧したのかなどを確かめたい）"),
            (InquiryKind.OBJECTION, "異議の申出（閲覧に理由がないと考える）"),
        ],
        "種類を選んでください。",
    )
    numbers = PlainText(
        "照会番号",
        description=f"1行に1つずつ、{MOST_LOOKS} 個まで。特定の閲覧についてでないときは、空のままで構いません。",
        validators=[Length(max=LONGEST_NUMBERS, message="照会番号が多すぎます。分けて送ってください。")],
    )
    text = text_area("内容", "担当が読みます。", "内容を書いてください。", longest=LONGEST_TEXT)


@operator.get("/facilities/<string:facility_id>/inquire", needs=MAY_LOOK_BACK)
def ask_inquiry(facility_id: str) -> Response:
    """The form, with the numbers that were ticked in the record."""
    ticked = request.args.getlist("number")[:MOST_LOOKS]
    return _ask(facility_id, InquiryForm(formdata=None, numbers="\n".join(ticked)))


@operator.post("/facilities/<string:facility_id>/inquire", needs=MAY_LOOK_BACK)
def inquire(facility_id: str) -> Response:
    """Send it."""
    form = InquiryForm()
    if not form.validate_on_submit():
        return _ask(facility_id, form, status=422)
    kind, numbers = InquiryKind(form.kind.data), [one for one in form.numbers.text.split("\n") if one.strip()]
    try:
        sent = send(current_session(), outgoing(), current_viewer(), facility_id, kind, numbers, form.text.text)
    except (UnknownNumber, TooManyNumbers, TooManySent) as error:
        blame(form.text if isinstance(error, TooManySent) else form.numbers, error.reason)
        return _ask(facility_id, form, status=422)
    flash(f"送信しました。受付番号は {sent.reference} です。", "success")
    return deliver_soon(go_to(url_for("operator.inquiry", number=sent.id)))


def _ask(facility_id: str, form: InquiryForm, status: int = 200) -> Response:
    parsed = find(facility_id)
    shown = str(parsed) if parsed else facility_id
    return render("operator/inquire.html", status=status, form=form, facility_id=shown, days=TO_ANSWER.days)
