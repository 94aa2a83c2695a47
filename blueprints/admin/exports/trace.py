"""One file: the act that made it, what became of it, and whether a found one is the same."""

from flask import Response, flash, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField

from blueprints.admin.exports.blueprint import MAY_TRACE, export_traces
from blueprints.admin.uploads import content_of
from blueprints.body_limits import takes_up_to
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to, render
from blueprints.unit_of_work import current_session
from models.certifications.tracing.comparing import Verdict, compare
from models.certifications.tracing.found_file import FoundFile, read_found
from models.certifications.tracing.number import read_digest
from models.certifications.tracing.trace import trace

LARGEST = 50 << 20
takes_up_to("export_traces.compare_found", LARGEST)


class FoundForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The found file itself, or its digest where it may not be passed on."""

    file = FileField("見つかったファイル", description=f"{LARGEST >> 20} MiBまで。照合だけに使い、保存しません。")
    sha256 = StringField(
        "見つかったファイルの照合値（SHA-256）", description="ファイルを渡せないときに、64桁の値を貼り付けます。"
    )

    def found(self) -> FoundFile | None:
        """What was handed in; None for nothing."""
        sent, digest = self.file.data, read_digest(self.sha256.data or "")
        if sent:
            return read_found(content_of(sent))
        return FoundFile(digest, False, {}, 0, None) if digest is not None else None


@export_traces.get("/<string:number>", needs=MAY_TRACE)
def page(number: str) -> Response:
    """Everything the trail knows of it. That it was traced is recorded."""
    if request.method == "HEAD":
        return Response()
    return _page(number, FoundForm(formdata=None))


@export_traces.post("/<string:number>/compare", needs=MAY_TRACE)
def compare_found(number: str) -> Response:
    """Hold a found file against the record; what came of it stands on the file's page."""
    form = FoundForm()
    found = form.found() if form.validate_on_submit() else None
    if found is None:
        blame(form.file, "ファイルを選ぶか、照合値を64桁で入力してください。")
        return _page(number, form, status=422)
    verdict = compare(current_session(), current_viewer(), number, found)
    flash(f"照合しました。{verdict.label}。", "success" if verdict is Verdict.IDENTICAL else "warning")
    return go_to(url_for("export_traces.page", number=number, _anchor="compared"))


def _page(number: str, form: FoundForm, status: int = 200) -> Response:
    found = trace(current_session(), current_viewer(), number)
    verdicts = {one.value: one.label for one in Verdict}
    return render("export_traces/page.html", status=status, trace=found, form=form, verdicts=verdicts)
