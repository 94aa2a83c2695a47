"""Packs of evidence for the external auditor."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from flask import Response, flash, request, stream_with_context, url_for

from blueprints.admin.audit.blueprint import MAY_LOOK, MAY_TAKE, MAY_TAKE_WHOLE, audit
from blueprints.admin.audit.forms import PackOrder
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.deployment import current_settings
from blueprints.formatting import NOTHING, day, moment
from blueprints.formatting import number as grouped
from blueprints.identity import current_viewer, viewer_if_still_admitted
from blueprints.rendering import blame, go_to
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.auditing import pack, pack_list
from models.auditing.pack import EvidencePack, WrongDays, place_of
from models.certifications.export_files import PIECES_A_CHECK
from models.certifications.extract import ExportCut

APRIL = 4


@audit.get("/packs", needs=MAY_LOOK)
def packs() -> Response:
    """The packs there were, and the form for another: the fiscal year so far. Officers order, auditors take."""
    return _page(PackOrder(since=_fiscal_year_began(clock.today()), until=clock.today()))


@audit.post("/packs", needs=MAY_TAKE)
def order_pack() -> Response:
    """Have one made."""
    form = PackOrder()
    if not form.validate():
        return _page(form, status=422)
    try:
        pack.ask(current_session(), current_viewer(), place_of(current_settings()), form.since.day, form.until.day)
    except WrongDays as refused:
        blame(form.until, refused.reason)
        return _page(form, status=422)
    flash("監査資料の作成を始めました。出来上がると、この画面から外部監査人が取得できます。", "success")
    return go_to(url_for("audit.packs"))


@audit.get("/packs/<int:number>/file", needs=MAY_TAKE_WHOLE)
def fetch_pack(number: int) -> Response:
    """The archive, for an auditor: in the whole trail stands what officers do not read about themselves."""
    if request.method == "HEAD":
        return Response()  # fetching is recorded, and nothing is fetched
    found = pack.fetch(current_session(), current_viewer(), number)
    content = stream_with_context(_while_admitted(pack.pieces(found, place_of(current_settings()))))
    response = Response(content, content_type="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"saiene-evidence-{found.id}.zip")
    response.headers.set("Content-Length", str(found.size))
    return response


def _while_admitted(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, as long as the person may have them; the code they gave for it need not stay fresh meanwhile."""
    for number, piece in enumerate(pieces):
        if number % PIECES_A_CHECK == 0 and viewer_if_still_admitted(MAY_LOOK) is None:
            raise ExportCut
        yield piece


def _page(form: PackOrder, status: int = 200) -> Response:
    return answer(_listed(), "audit/packs.html", status=status, form=form)


def _listed() -> AdminList[EvidencePack]:
    may_take = Permission.EVIDENCE_TAKE in current_viewer().permissions

    def name(one: EvidencePack) -> ListCell:
        taken_at = url_for("audit.fetch_pack", number=one.id) if one.ready and may_take else ""
        return ListCell(f"監査資料 {one.id}", taken_at)

    columns = (
        ListColumn[EvidencePack]("監査資料", name, sort="number"),
        ListColumn[EvidencePack]("証跡の期間", lambda one: f"{day(one.first_day)} ～ {day(one.last_day)}", sort="days"),
        ListColumn[EvidencePack]("指示した日時", lambda one: moment(one.asked_at), sort="at"),
        ListColumn[EvidencePack]("指示した人", lambda one: one.asker.person_name, sort="person"),
        ListColumn[EvidencePack]("状態", lambda one: one.state),
        ListColumn[EvidencePack]("バイト", lambda one: grouped(one.size), numeric=True),
        ListColumn[EvidencePack]("SHA-256", lambda one: one.sha256 or NOTHING),
    )
    note = partial(pack_list.record_listed, current_session(), current_viewer())
    spec = pack_list.packs(clock.now())
    return AdminList("packs", "監査資料", spec, columns, lambda one: one.id, note=note)


def _fiscal_year_began(today: date) -> date:
    return date(today.year if today.month >= APRIL else today.year - 1, APRIL, 1)
