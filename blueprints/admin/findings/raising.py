"""Raising a finding: by hand, from an audit, or from a check that failed."""

from flask import Response, flash, request, url_for

from blueprints.admin.findings.blueprint import MAY_RAISE, findings
from blueprints.admin.findings.forms import RaiseForm
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.typed import whole
from blueprints.unit_of_work import current_session
from models.assurance.finding import FindingSource
from models.assurance.following import WrongDueDay, WrongOwner, raise_finding
from models.inspection.failed import failed_line

_FIELDS = {WrongOwner: "owner", WrongDueDay: "due_on"}


@findings.get("/new", needs=MAY_RAISE)
def ask() -> Response:
    """The form; filled in with what a kept inspection says of a check, where the address names one."""
    run, code = whole(request.args.get("run")), request.args.get("check", "")
    line = failed_line(current_session(), run, code)
    form = RaiseForm(formdata=None, source=FindingSource.OTHER.value)
    if line is not None:
        form = RaiseForm(
            formdata=None,
            check=line.code,
            title=line.title,
            promise=line.promise,
            source=FindingSource.SELF_INSPECTION.value,
            detail=line.evidence,
        )
    return render("findings/new.html", form=form)


@findings.post("/new", needs=MAY_RAISE)
def make() -> Response:
    """Write it down."""
    form = RaiseForm()
    if not form.validate_on_submit():
        return render("findings/new.html", status=422, form=form)
    try:
        made = raise_finding(current_session(), current_viewer(), form.stated())
    except tuple(_FIELDS) as error:
        blame(form[_FIELDS[type(error)]], error.reason)
        return render("findings/new.html", status=422, form=form)
    flash(f"指摘 {made.reference} を登録しました。", "success")
    return go_to(url_for("findings.page", number=made.id))
