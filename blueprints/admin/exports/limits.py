"""The limits of what may be taken, by kind and role: the list, and proposing others."""

from flask import Response, url_for
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from blueprints.admin.answering import carried_out
from blueprints.admin.exports.blueprint import MAY_CHANGE, MAY_TRACE, export_limits
from blueprints.admin.exports.limit_changes import changes_listed
from blueprints.admin.listing import answer
from blueprints.admin.reasons import ReasonForm
from blueprints.deployment import current_settings
from blueprints.identity import current_viewer
from blueprints.rendering import blame, render
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.certifications import export_limits as limiting
from models.certifications.export_limits import AboveTheCeiling, LimitsOf
from models.certifications.quota import Limits

_ASKED = "数を入力してください。"


def _number(label: str) -> IntegerField:
    wrong = "0 から 1,000,000 までの数で入力してください。"
    return IntegerField(label, validators=[InputRequired(_ASKED), NumberRange(0, 1_000_000, wrong)])


class LimitsForm(ReasonForm):
    """Three numbers, and why."""

    rows_a_file = _number("1ファイルの件数")
    rows_a_day = _number("1日の件数")
    files_in_a_while = _number("10分間のファイル数")

    def limits(self) -> Limits:
        """What was filled in; for a form that was found right."""
        return Limits(self.rows_a_file.data or 0, self.rows_a_day.data or 0, self.files_in_a_while.data or 0)


@export_limits.get("", needs=MAY_TRACE)
def index() -> Response:
    """Everybody's, with what the deployment lets anybody take, and every change that was proposed."""
    ceiling = Limits.of(current_settings())
    return answer(
        changes_listed(clock.now()),
        "export_traces/limits.html",
        ceiling=ceiling,
        rows=limiting.every_limit(current_session(), ceiling),
        may_change=Permission.EXPORT_LIMITS in current_viewer().permissions,
    )


@export_limits.get("/<string:kind>/<string:role>", needs=MAY_CHANGE)
def ask_limits(kind: str, role: str) -> Response:
    """The form over the limits as they are."""
    found = _of(kind, role)
    return _ask(found, LimitsForm(formdata=None, obj=found.limits))


@export_limits.post("/<string:kind>/<string:role>", needs=MAY_CHANGE)
def propose_limits(kind: str, role: str) -> Response:
    """Lay them before the second person."""
    found, form = _of(kind, role), LimitsForm()
    if not form.validate_on_submit():
        return _ask(found, form, status=422)

    def propose_them() -> None:
        limiting.propose(
            current_session(),
            current_viewer(),
            found.kind,
            found.role,
            form.limits(),
            Limits.of(current_settings()),
            form.reason.data or "",
        )

    done = "提案しました。もう一人の担当者の承認を待っています。"
    try:
        return carried_out(propose_them, done, url_for("export_limits.index"), f"export-limits:{kind}:{role}")
    except AboveTheCeiling as error:
        blame(form.rows_a_file, error.reason)
        return _ask(found, form, status=422)


def _of(kind: str, role: str) -> LimitsOf:
    whose = limiting.check_takes(kind, role)
    every = limiting.every_limit(current_session(), Limits.of(current_settings()))
    return next(one for one in every if (one.kind, one.role) == whose)


def _ask(found: LimitsOf, form: LimitsForm, status: int = 200) -> Response:
    ceiling = Limits.of(current_settings())
    return render("export_traces/limits_ask.html", status=status, whose=found, form=form, ceiling=ceiling)
