"""The record of a roll-call on paper: everybody, answered or not, by whom and when, and where it is signed."""

from sqlalchemy import select

from blueprints.formatting import moment
from models.accounts.account import AccountState
from models.people.roll_call import RollCallEntry
from tests.journeys.office import LEAD, MANAGER, MEMBER, OFFICER, Office
from tests.models.people.office import EVERYBODY, OTHER_LEAD, OTHER_MEMBER

SIGNERS = ["回答した責任者", "情報管理責任者", "システム保有者"]


def test_the_record_on_paper_has_everybody_with_who_answered_and_when(office: Office) -> None:
    manager, lead = office.browser(MANAGER), office.browser(LEAD)
    manager.visit("/admin/roll-calls")
    manager.submit("今の四半期の棚卸しを始める")
    office.look_again()
    entries = {one.login_id: one for one in office.session.query(RollCallEntry)}
    lead.visit("/desk/roll-calls/1")
    lead.submit("roll-call", {f"answer-{entries[LEAD].id}": "kept"})
    office.look_again()
    answered = office.session.get_one(RollCallEntry, entries[LEAD].id)
    name = answered.person_name

    manager.visit("/admin/roll-calls/1")
    manager.follow("この棚卸しの記録を印刷する")
    everybody = {row["ID"]: row for row in manager.page.rows("一人ずつの回答")}
    assert sorted(everybody) == sorted(EVERYBODY)
    assert everybody[LEAD] == {
        "組織": "みほん電力",
        "氏名": name,
        "ID": LEAD,
        "役割": "システム利用責任者",
        "回答": "在籍・必要",
        "回答した人": f"{name}（本人の申告）",
        "回答した日時": moment(answered.answered_at),
    }
    silent = everybody[OTHER_LEAD]
    assert [silent[head] for head in ("回答", "回答した人", "回答した日時")] == ["未回答", "―", "―"]
    assert manager.page.terms()["未回答"] == f"{len(EVERYBODY) - 1} 名"
    assert [row["立場"] for row in manager.page.rows("署名")] == SIGNERS

    lead.visit("/desk/roll-calls/1")
    page = lead.follow("未回答の人を含む記録を印刷する")
    own = [(row["ID"], row["回答"]) for row in page.rows("一人ずつの回答")]
    assert sorted(own) == [(LEAD, "在籍・必要"), (MEMBER, "未回答")]
    assert page.terms()["対象"] == "みほん電力 2 名"
    assert [row["立場"] for row in page.rows("署名")] == SIGNERS

    officer = office.browser(OFFICER)
    theirs = officer.visit("/desk/roll-calls/1/paper").rows("一人ずつの回答")
    assert {row["役割"] for row in theirs} == {"システム管理者", "外部監査人", "保有者担当"}


def test_an_officer_answers_on_the_same_page_for_an_organisation_without_a_responsible_person(office: Office) -> None:
    manager, officer = office.browser(MANAGER), office.browser(OFFICER)
    manager.visit("/admin/roll-calls")
    manager.submit("今の四半期の棚卸しを始める")
    office.person(OTHER_LEAD).state_code = AccountState.STOPPED.value
    office.session.commit()
    page = officer.visit("/desk/roll-calls/1")
    assert page.terms()["組織"] == "4 組織"
    assert {row["組織"] for row in page.rows("回答を待っている人")} == {
        "みほん庁", "みほん運用", "みほん監査法人", "てほん電力",
    }  # fmt: skip
    officer.follow("複数の人をまとめて「在籍・必要」と回答する")
    assert "てほん電力" in {row["組織"] for row in officer.page.rows()}
    chosen = select(RollCallEntry.id).where(RollCallEntry.login_id == OTHER_MEMBER)
    number = office.session.scalars(chosen).one()
    officer.visit(f"/desk/roll-calls/1/keep?row={number}")
    assert "てほん電力" in officer.page.text
    officer.submit("在籍・必要と回答する")
    assert [row["ID"] for row in officer.page.rows("回答した人")] == [OTHER_MEMBER]
