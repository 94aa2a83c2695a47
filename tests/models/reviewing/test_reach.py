"""Whom a change of grants reaches: those who really read, and what of theirs names an item that will be hidden."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.sign_in_session import Rung
from models.approvals.approval import hold_approval
from models.certifications.column_preferences import ColumnPreference
from models.certifications.export_files import ExportFile
from models.certifications.export_format import ExportFormat
from models.certifications.saved_searches import SavedSearch
from models.explaining.readers import people_by_kind
from models.organisations.kinds import OrganisationKind, Standing
from models.reviewing.drafts import find_draft
from models.reviewing.putting_in_force import PUT_IN_FORCE, differences_of
from models.reviewing.reach import Reach
from tests.access import people
from tests.models.reviewing.conftest import GRID, TOWN, Committee, cell

HIDDEN, OTHER = "facility_id", "operator_name"


def beside(session: Session, account: Account, role: Role = Role.MEMBER) -> Account:
    """Somebody else in the same organisation."""
    found = people.new_account(session, kind=account.organisation.kind, role=role)
    found.organisation = account.organisation
    session.flush()
    return found


def reaches(committee: Committee, *attributes: OrganisationKind) -> dict[OrganisationKind, Reach]:
    """Whom a draft reaches that hides an item from these attributes."""
    number = committee.draft(dict.fromkeys(cell(HIDDEN, one) for one in attributes))
    draft = find_draft(committee.session, number)
    return {one.attribute: reach for one, reach in differences_of(committee.session, draft, None)}


def stop_kind(account: Account) -> None:
    account.organisation.kind_standing.stopped_at = clock.now()


def bar(account: Account) -> None:
    account.organisation.standing_code = Standing.BARRED.value


def stop(account: Account) -> None:
    account.state_code = AccountState.STOPPED.value


def take_the_reading_role(account: Account) -> None:
    account.role_code = Role.AUDITOR.value


def put_in_a_unit_that_does_not_read(account: Account) -> None:
    account.organisation.units_kept = [{"name": "経理", "reads": False}]
    account.unit = "経理"


def test_people_and_organisations_are_counted_for_each_attribute(committee: Committee) -> None:
    session = committee.session
    grid = people.new_account(session, kind=GRID)
    beside(session, grid, Role.RESPONSIBLE_PERSON)
    beside(session, grid, Role.AUDITOR)
    people.new_account(session, kind=GRID).state_code = AccountState.ISSUED.value
    people.new_account(session, kind=TOWN)
    assert reaches(committee, GRID, TOWN) == {GRID: Reach(3, 2), TOWN: Reach(1, 1)}


@pytest.mark.parametrize("keep_out", [stop_kind, bar, stop, take_the_reading_role, put_in_a_unit_that_does_not_read])
def test_whoever_does_not_read_is_not_reached(committee: Committee, keep_out: Callable[[Account], None]) -> None:
    session = committee.session
    account = people.new_account(session, kind=GRID)
    assert reaches(committee, GRID)[GRID] == Reach(1, 1)
    keep_out(account)
    session.flush()
    assert reaches(committee, GRID)[GRID] == Reach(0, 0)
    assert people_by_kind(session)[GRID] == 0


def keep(session: Session, account: Account, item: str, *, sealed: bool = True) -> None:
    """A saved search that asks for an item, columns that show it, a file that is to have it."""
    now = clock.now()
    sign_in = people.signed_in(session, account, Rung.SECOND_FACTOR).sign_in
    session.add(SavedSearch(account_id=account.id, name="条件", parameters=[[item, "Y000000001"]], saved_at=now))
    session.add(ColumnPreference(account_id=account.id, columns=["scheme", item], chosen_at=now))
    session.add(
        ExportFile(
            number=f"E{account.id}",
            account_id=account.id,
            session_id=sign_in.id,
            asked={"columns": [item]},
            purpose="duty",
            note="",
            format_code=next(iter(ExportFormat)).value,
            rights="",
            conditions=[],
            rows=1,
            columns=1,
            unwritable=[],
            sealed_key="key" if sealed else "",
            asked_at=now,
            expires_at=now,
        )
    )
    session.flush()


def test_what_names_a_hidden_item_is_counted_and_told_to_the_second_person(committee: Committee) -> None:
    session = committee.session
    first = people.new_account(session, kind=GRID)
    keep(session, first, HIDDEN)
    keep(session, beside(session, first), HIDDEN, sealed=False)
    keep(session, beside(session, first), OTHER)
    keep(session, people.new_account(session, kind=TOWN), HIDDEN)
    gone = beside(session, first)
    keep(session, gone, HIDDEN, sealed=False)
    gone.state_code = AccountState.STRUCK_OFF.value
    session.flush()
    expected = Reach(people=3, organisations=1, saved_searches=2, columns=2, files=1)
    assert reaches(committee, GRID) == {GRID: expected}
    approval = committee.propose(committee.draft({cell(HIDDEN, GRID): None}))
    shown = PUT_IN_FORCE.difference(session, hold_approval(session, approval)).changes
    told = next(one for one in shown if one.label == "一般送配電事業者：見えなくなる")
    assert told.before == "1 項目：設備ID（1 組織 3 人）"
    assert told.after == "影響：保存した条件 2 件、列の設定 2 件、書き出しファイル 1 件"


def test_what_is_revealed_cuts_nothing(committee: Committee) -> None:
    session = committee.session
    committee.put_in_force({cell(HIDDEN, GRID): None})
    keep(session, people.new_account(session, kind=GRID), HIDDEN)
    draft = find_draft(session, committee.draft({cell(HIDDEN, GRID): committee.terms()}))
    ((_, reach),) = differences_of(session, draft, None)
    assert reach == Reach(1, 1)
