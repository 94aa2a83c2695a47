"""Applying by a file: which organisation each line is for, whom it moves, and what became of it (M6)."""

import pytest
from sqlalchemy import select

from models.accounts.account import AccountState, Role
from models.accounts.standing import StopReason
from models.errors import Conflict, NotFound
from models.people import deciding
from models.people.bulk_applying import Line, apply_for_all, columns_for, lines_of
from models.people.request import AccountRequest
from models.people.stopping import stop_person
from models.people.uploaded_table import TableUse, UnreadableTable, UploadedTable, keep_table, own_table
from tests.models.people.office import (
    LEAD,
    MANAGER,
    MEMBER,
    OFFICER,
    OTHER_LEAD,
    OUTGOING,
    SECOND,
    Office,
)
from tests.models.people.test_many_letters import statements

HEAD = "組織,氏名,部署・役職,メールアドレス,担当する業務,利用開始日,部門,役割,電話番号,異動前のID"


def uploaded(office: Office, who: str, *rows: str, head: str = HEAD) -> UploadedTable:
    viewer = office.viewer(who)
    columns, optional = columns_for(viewer)
    content = "\n".join((head, *rows)).encode()
    return keep_table(office.session, viewer, TableUse.APPLICATIONS, "申請.csv", content, columns, optional)


def row(organisation: object, name: str, role: str = "", telephone: str = "03-0000-0000", former_id: str = "") -> str:
    return f"{organisation},{name},課,{name}@town.example,照合,,,{role},{telephone},{former_id}"


def outcomes(lines: list[Line]) -> list[str]:
    return [one.outcome_label for one in lines]


def test_an_officer_applies_for_the_responsible_persons_of_many_organisations(office: Office) -> None:
    chubu = office.account(OTHER_LEAD).organisation_id
    rows = (
        row("みほん電力", "one"),
        row(chubu, "two", Role.RESPONSIBLE_PERSON.label),
        row("みほん運用", "three", Role.SYSTEM_MANAGER.label),
        row("", "four"),
        row("無い組織", "five"),
        row("99999999999999999999", "six"),
        row("みほん電力", "seven", Role.MEMBER.label),
        row("みほん運用", "eight"),
    )
    table, officer = uploaded(office, OFFICER, *rows), office.viewer(OFFICER)
    shown = lines_of(office.session, officer, table)
    assert outcomes(shown) == ["申請できる"] * 3 + ["申請できない"] * 5
    assert office.session.scalars(select(AccountRequest)).all() == []
    assert [(one.organisation, one.role) for one in shown[:2]] == [
        ("みほん電力", Role.RESPONSIBLE_PERSON.label),
        ("てほん電力", Role.RESPONSIBLE_PERSON.label),
    ]
    assert [one.problem for one in shown[3:]] == [
        "組織の名称か番号を書いてください。",
        "組織「無い組織」は登録されていません。",
        "組織「99999999999999999999」は登録されていません。",
        "役割は「システム利用責任者」です。",
        "役割は「システム管理者」か「システム利用責任者」です。",
    ]
    apply_for_all(office.session, OUTGOING, officer, table)
    made = office.session.scalars(select(AccountRequest).order_by(AccountRequest.id)).all()
    assert [(one.organisation.name, one.role) for one in made] == [
        ("みほん電力", Role.RESPONSIBLE_PERSON),
        ("てほん電力", Role.RESPONSIBLE_PERSON),
        ("みほん運用", Role.SYSTEM_MANAGER),
    ]
    # One letter to each of those who issue accounts, whichever they issue.
    assert [len(office.letters(one)) for one in (MANAGER, SECOND, OFFICER)] == [1, 1, 0]


def test_a_line_is_checked_once_when_it_is_sent(office: Office) -> None:
    number = 50
    table = uploaded(office, OFFICER, *(row("みほん電力", f"p{one}") for one in range(number)))
    officer = office.viewer(OFFICER)
    with statements(office) as sent:
        apply_for_all(office.session, OUTGOING, officer, table)
    assert sum("FROM account_requests" in one for one in sent) == number
    assert len(sent) < number * 8


def test_what_became_of_each_line_is_kept_whatever_happens_afterwards(office: Office) -> None:
    table, officer = uploaded(office, OFFICER, row("みほん電力", "one"), row("", "two")), office.viewer(OFFICER)
    apply_for_all(office.session, OUTGOING, officer, table)
    made = office.session.scalars(select(AccountRequest)).one()
    deciding.refuse(office.session, OUTGOING, office.viewer(MANAGER), made.id, "重複")
    office.session.commit()
    kept = lines_of(office.session, officer, own_table(office.session, officer, TableUse.APPLICATIONS, table.id))
    assert outcomes(kept) == ["申請した", "申請しなかった"]
    assert [(one.organisation, one.request, one.problem) for one in kept] == [
        ("みほん電力", str(made.id), ""),
        ("", "", "組織の名称か番号を書いてください。"),
    ]
    with pytest.raises(Conflict, match="すでに申請"):
        apply_for_all(office.session, OUTGOING, officer, table)
    with pytest.raises(NotFound):
        own_table(office.session, office.viewer(SECOND), TableUse.APPLICATIONS, table.id)


def test_an_officers_file_has_to_name_organisations(office: Office) -> None:
    with pytest.raises(UnreadableTable, match="組織"):
        uploaded(office, OFFICER, row("", "one").removeprefix(","), head=HEAD.removeprefix("組織,"))


def test_a_responsible_person_applies_for_their_own_organisation_alone(office: Office) -> None:
    own, other = office.account(LEAD).organisation, office.account(OTHER_LEAD).organisation
    rows = [row(one, f"p{number}") for number, one in enumerate(("", own.name, own.id, other.name, other.id, "無い"))]
    lines = lines_of(office.session, office.viewer(LEAD), uploaded(office, LEAD, *rows))
    assert outcomes(lines) == ["申請できる"] * 3 + ["申請できない"] * 3
    # Whether there is such an organisation is not told.
    assert {one.problem for one in lines[3:]} == {"申請できるのは、自分の所属する組織のアカウントだけです。"}
    plain = uploaded(office, LEAD, row("", "one").removeprefix(","), head=HEAD.removeprefix("組織,"))
    apply_for_all(office.session, OUTGOING, office.viewer(LEAD), plain)
    assert office.session.scalars(select(AccountRequest)).one().organisation_id == own.id


def test_whoever_applies_for_nobody_applies_for_nobody_by_a_file(office: Office) -> None:
    table = uploaded(office, MANAGER, row("", "one"))
    assert [one.asked for one in lines_of(office.session, office.viewer(MANAGER), table)] == [None]
    with pytest.raises(Conflict, match="申請できる行がありません"):
        apply_for_all(office.session, OUTGOING, office.viewer(MANAGER), table)


def test_a_file_moves_people_from_other_organisations(office: Office) -> None:
    stop_person(office.session, OUTGOING, office.viewer(LEAD), office.account(MEMBER).id, StopReason.TRANSFER, "異動")
    person = office.account(MEMBER)
    line = f",{person.person_name},課,{person.email},照合,,,,,{MEMBER}"
    apply_for_all(office.session, OUTGOING, office.viewer(OTHER_LEAD), uploaded(office, OTHER_LEAD, line))
    made = office.session.scalars(select(AccountRequest)).one()
    deciding.issue(office.session, OUTGOING, office.viewer(MANAGER), made.id)
    assert office.account(MEMBER).state is AccountState.STRUCK_OFF
