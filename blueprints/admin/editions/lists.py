"""The list of editions, and the drafts that are to become one."""

from flask import Response, url_for

from blueprints.admin.editions.blueprint import MAY_EDIT, MAY_LOOK, editions
from blueprints.admin.editions.forms import BeginForm
from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.formatting import moment
from blueprints.identity import current_viewer
from blueprints.rendering import blame, go_to
from blueprints.typed import whole
from blueprints.unit_of_work import abandon, current_session
from models import clock
from models.access.permissions import Permission
from models.catalogue.grants import GrantsEdition
from models.errors import DomainError
from models.reviewing import drafting
from models.reviewing.drafts import open_drafts
from models.reviewing.editions import Editions, EditionState, name_of, standing_of
from models.reviewing.editions import editions as all_editions

TAGS = {EditionState.IN_FORCE: "good", EditionState.COMING: "attention"}


@editions.get("", needs=MAY_LOOK)
def index() -> Response:
    """What is in force, what is to come, what was; and the drafts."""
    return _page(BeginForm(formdata=None))


@editions.post("/drafts", needs=MAY_EDIT)
def begin() -> Response:
    """On to the new draft."""
    form = BeginForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    equal_to = whole(form.equal_to.data) or None
    try:
        number = drafting.begin(current_session(), current_viewer(), form.title.text, equal_to)
    except DomainError as error:
        abandon()
        blame(form.title, error.reason)
        return _page(form, status=422)
    return go_to(url_for("editions.draft", number=number))


def _page(form: BeginForm, status: int = 200) -> Response:
    session = current_session()
    may_edit = Permission.GRANTS_REVIEW in current_viewer().permissions
    listed = _list(standing_of(session, clock.now()))
    drafts = open_drafts(session)
    return answer(listed, "editions/index.html", status=status, form=form, drafts=drafts, may_edit=may_edit)


def _list(standing: Editions) -> AdminList[GrantsEdition]:
    def state(one: GrantsEdition) -> ListCell:
        found = standing.state(one)
        return ListCell(found.label, tag=TAGS.get(found, "neutral"))

    def name(one: GrantsEdition) -> ListCell:
        return ListCell(f"第{one.number}版", url_for("editions.page", number=one.number))

    def who(account: int | None) -> str:
        return name_of(current_session(), account)

    columns = (
        ListColumn(label="版", cell=name, sort="number"),
        ListColumn(label="状態", cell=state),
        ListColumn[GrantsEdition](label="発効", cell=lambda one: moment(one.in_force_from), sort="from"),
        ListColumn[GrantsEdition](label="説明", cell=lambda one: one.note, sort="note"),
        ListColumn[GrantsEdition](label="提案した人", cell=lambda one: who(one.proposed_by), sort="proposer"),
        ListColumn[GrantsEdition](label="承認した人", cell=lambda one: who(one.approved_by), sort="approver"),
    )
    return AdminList(
        name="editions",
        caption="閲覧権限の版",
        spec=all_editions(standing),
        columns=columns,
        key=lambda one: one.number,
        empty="閲覧権限の版がありません。誰も、どの項目も閲覧できません。",
    )
