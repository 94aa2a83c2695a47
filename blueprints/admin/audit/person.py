"""What this person has seen: on screen, on paper, as a file."""

from datetime import timedelta
from urllib.parse import urlencode

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from blueprints.admin.audit.blueprint import MAY_LOOK, MAY_TAKE, audit
from blueprints.admin.audit.forms import PersonQuestion
from blueprints.admin.sending import traced_table
from blueprints.formatting import day, moment
from blueprints.identity import current_viewer
from blueprints.rendering import go_to, render
from blueprints.unit_of_work import current_session
from models import clock
from models.accounts.account import Account
from models.audit.event_meanings import label_of
from models.audit.event_names import EventName
from models.audit.trail_file import known_since
from models.auditing import person_reading
from models.certifications.viewing_record import Watched, read_edge
from models.list_cursor import ListCursor
from models.lists import DEFAULT_SIZE, SIZES

_HEAD = (
    "設備ID", "登録情報の番号", "回数", "うち完了していないファイル", "最初に示された日時", "最後に示された日時",
)  # fmt: skip
DAYS_AT_FIRST = 90
FILES_SHOWN = 20


@audit.get("/person", needs=MAY_LOOK)
def person() -> Response:
    """The question, and its answer: the acts added up, the files not taken whole, and each facility once."""
    form = _form()
    found = _asked(form)
    if found is None:
        return render("audit/person_ask.html", status=422 if form.errors else 200, form=form)
    account, watched = found
    session, size = current_session(), request.args.get("size", DEFAULT_SIZE, type=int)
    size = size if size in SIZES else DEFAULT_SIZE
    edge = read_edge(request.args.get("after", ""), request.args.get("before", ""))
    reading = person_reading.reading_of(session, current_viewer(), watched, size, edge)
    page = reading.page
    return render(
        "audit/person.html",
        account=account,
        watched=watched,
        acts=[(label_of(one.name), one) for one in reading.acts],
        files=reading.files,
        files_shown=reading.files.untaken[:FILES_SHOWN],
        exports_url=_exports_url(watched, account),
        page=page,
        known_since=known_since(session, watched.since),
        previous_url=_url(watched, account, size, page.preceding) if page.preceding else "",
        next_url=_url(watched, account, size, page.following) if page.following else "",
        sizes=[{"size": one, "url": _url(watched, account, one), "current": one == size} for one in SIZES],
        file_url=f"{url_for('audit.person_file')}?{urlencode(_question(watched, account))}",
    )


@audit.get("/person.csv", needs=MAY_TAKE)
def person_file() -> Response:
    """Every facility of the answer."""
    if request.method == "HEAD":
        return Response()  # taking it is recorded, and nothing is taken
    found = _asked(_form())
    if found is None:
        return go_to(url_for("audit.person"))
    account, watched = found
    event, seen = person_reading.every_facility_seen(current_session(), current_viewer(), watched)
    about = (("ログインID", account.login_id), ("期間", f"{day(watched.first_day)} から {day(watched.last_day)} まで"))
    return traced_table("saiene-person-reading", event, about, _HEAD, map(_cells, seen))


def _form() -> PersonQuestion:
    """The question as the address states it; the last three months where it states no days."""
    today = clock.today()
    days = {"since": (today - timedelta(days=DAYS_AT_FIRST)).isoformat(), "until": today.isoformat()}
    given = {name: value for name, value in request.args.items() if value.strip()}
    return PersonQuestion(formdata=MultiDict(days | given), meta={"csrf": False})


def _asked(form: PersonQuestion) -> tuple[Account, Watched] | None:
    """Who, and which days; None while nobody is named, or nobody has the ID, which the form then says."""
    if not form.login_id.text or not form.validate():
        return None
    account = person_reading.person_asked(current_session(), form.login_id.text)
    if account is None:
        form.login_id.errors = [*form.login_id.errors, "このログインIDのアカウントはありません。"]
        return None
    return account, Watched(account.id, form.since.day, form.until.day)


def _cells(one: person_reading.SeenBy) -> tuple[object, ...]:
    return (one.facility_id, one.key, one.times, one.in_untaken, moment(one.first_at), moment(one.last_at))


def _question(watched: Watched, account: Account) -> dict[str, str]:
    return {
        "login_id": account.login_id,
        "since": watched.first_day.isoformat(),
        "until": watched.last_day.isoformat(),
    }


def _exports_url(watched: Watched, account: Account) -> str:
    days = {"since": watched.first_day.isoformat(), "until": watched.last_day.isoformat()}
    asked = {"actor": account.login_id, "act": EventName.CERTIFICATIONS_EXPORTED.value, **days}
    return f"{url_for('audit.index')}?{urlencode(asked)}"


def _url(watched: Watched, account: Account, size: int, cursor: ListCursor | None = None) -> str:
    pairs = [*_question(watched, account).items()]
    pairs += [("size", str(size))] if size != DEFAULT_SIZE else []
    pairs += [cursor.parameter()] if cursor else []
    return f"{url_for('audit.person')}?{urlencode(pairs)}"
