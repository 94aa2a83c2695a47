"""Taking a request in that came on paper."""

from flask import Response, flash, url_for
from wtforms.validators import InputRequired, Length

from blueprints.admin.paper_requests.blueprint import MAY_ENTER, paper_requests
from blueprints.admin.reasons import ReasonForm
from blueprints.identity import current_viewer
from blueprints.incidents.forms import one_of
from blueprints.rendering import blame, go_to, render
from blueprints.typed import DayField, PlainLine
from blueprints.unit_of_work import current_session
from models.looking_back.paper import PaperWish, WrongId, enter
from models.looking_back.paper_request import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE, IdentityCheck
from models.looking_back.period import Period, WrongPeriod


def _line(label: str, longest: int, missing: str = "", hint: str = "") -> PlainLine:
    needed = [InputRequired(missing)] if missing else []
    too_long = Length(max=longest, message=f"{label}は {longest} 文字以内で入力してください。")
    return PlainLine(label, description=hint, validators=[*needed, too_long])


class PaperForm(ReasonForm):
    """Who asks, how that was made sure, about which facility, of which days."""

    requester = _line("請求した人の氏名・名称", LONGEST_NAME, "請求した人を入力してください。")
    address = _line("送付先", LONGEST_ADDRESS, "送付先を入力してください。")
    identity = one_of("本人確認", "", [(one, one.label) for one in IdentityCheck], "本人確認の方法を選んでください。")
    identity_note = _line("本人確認の補足", LONGEST_NOTE, hint="書類の番号などは書かないでください。")
    facility_id = _line("設備ID", 40, "設備IDを入力してください。", "登録の有無は表示されません。")
    first_day = DayField("期間のはじめ", validators=[InputRequired("期間のはじめを入力してください。")])
    last_day = DayField("期間の終わり", validators=[InputRequired("期間の終わりを入力してください。")])

    def wish(self) -> PaperWish:
        """What was filled in; for a form that was found right. Raises ``WrongPeriod``."""
        return PaperWish(
            self.requester.text,
            self.address.text,
            IdentityCheck(self.identity.data),
            self.identity_note.text,
            self.facility_id.text,
            Period(self.first_day.day, self.last_day.day),
        )


@paper_requests.get("/new", needs=MAY_ENTER)
def ask() -> Response:
    """The form."""
    return _ask(PaperForm(formdata=None))


@paper_requests.post("/new", needs=MAY_ENTER)
def take_in() -> Response:
    """Keep it, and lay its release before an officer."""
    form = PaperForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    try:
        entered = enter(current_session(), current_viewer(), form.wish(), form.reason.data or "")
    except (WrongId, WrongPeriod) as error:
        blame(form.facility_id if isinstance(error, WrongId) else form.last_day, error.reason)
        return _ask(form, status=422)
    flash(f"入力しました。受付番号は {entered.reference} です。保有者担当の承認を待っています。", "success")
    return go_to(url_for("paper_requests.index"))


def _ask(form: PaperForm, status: int = 200) -> Response:
    return render("paper_requests/new.html", status=status, form=form)
