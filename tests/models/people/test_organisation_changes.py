"""Organisations changed by a form and by a file: a name at once, what decides rows by two persons."""

from dataclasses import replace

import pytest

from models.administration.two_person_acts import ACTS
from models.approvals.approval import ApprovalKind
from models.audit.event_names import EventName
from models.errors import Conflict
from models.organisations.kinds import OrganisationKind
from models.organisations.registration import OrganisationDetails, Registered, register
from models.people.history import history_of_organisation
from models.people.organisation_changes import OwnRows, change_or_propose
from models.people.organisation_file import COLUMNS
from models.people.organisation_file_acts import take_in
from models.people.uploaded_table import TableUse, UploadedTable, keep_table
from tests.models.people.office import LEAD, MANAGER, OFFICER, Office


def test_a_name_is_changed_at_once_and_a_scope_is_proposed(office: Office) -> None:
    organisation, manager = office.account(LEAD).organisation, office.viewer(MANAGER)
    before = OrganisationDetails.of(organisation)
    renamed = replace(before, name="みほん電力ネットワーク")
    assert change_or_propose(office.session, ACTS, manager, organisation.id, renamed, "改称") is None
    assert organisation.name == "みほん電力ネットワーク"
    moved = replace(renamed, scope_code="kansai")
    approval = change_or_propose(office.session, ACTS, manager, organisation.id, moved, "区域の訂正")
    assert approval is not None
    assert approval.kind is ApprovalKind.CHANGE_SCOPE
    assert organisation.scope_code == before.scope_code


def test_nobody_changes_their_own_organisation_by_either_way(office: Office) -> None:
    own = office.account(MANAGER).organisation
    details = replace(OrganisationDetails.of(own), name="べつの名")
    with pytest.raises(OwnRows):
        change_or_propose(office.session, ACTS, office.viewer(MANAGER), own.id, details, "改称")
    with pytest.raises(OwnRows):
        take_in(
            office.session,
            ACTS,
            office.viewer(MANAGER),
            _table(office, f"{own.kind.label},{own.name},,,,a.example"),
            "追加",
        )


def test_a_file_proposes_new_organisations_together_and_each_change_by_itself(office: Office) -> None:
    table = _table(
        office,
        "一般送配電事業者,みほん電力,kansai,,,",
        "一般送配電事業者,てほん電力,hokuriku,,,",
        "一般送配電事業者,あたらしい電力,shikoku,,,",
        "一般送配電事業者,もうひとつの電力,kyushu,,,",
    )
    take_in(office.session, ACTS, office.viewer(MANAGER), table, "年度の見直し")
    proposed = [event.details["kind"] for event in office.events(EventName.APPROVAL_PROPOSED)]
    assert sorted(proposed) == ["change_scope", "change_scope", "register_organisations"]
    assert office.account(LEAD).organisation.scope_code == "tokyo"
    with pytest.raises(Conflict):
        take_in(office.session, ACTS, office.viewer(MANAGER), table, "もう一度")


def _table(office: Office, *lines: str) -> UploadedTable:
    content = "\n".join([",".join(COLUMNS), *lines]).encode()
    return keep_table(
        office.session, office.viewer(MANAGER), TableUse.ORGANISATIONS, "organisations.csv", content, COLUMNS
    )


def test_the_way_to_the_act_of_two_persons_is_shown_to_whoever_may_look_at_it(office: Office) -> None:
    why = Registered("届出による", office.account(MANAGER).id, 7)
    made = register(
        office.session, office.viewer(OFFICER).actor, OrganisationDetails(OrganisationKind.OCCTO, "みほん機関"), why
    )
    for who, approval in ((OFFICER, 7), (LEAD, None)):
        (line,) = history_of_organisation(office.session, office.viewer(who), made.id)
        assert (line.what, line.by, line.approval) == ("登録", f"{OFFICER}（みほん庁）", approval)
        assert line.sentence == f"提案：{MANAGER}（みほん運用）、届出による"
