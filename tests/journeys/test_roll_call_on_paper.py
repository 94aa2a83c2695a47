"""The record of a roll-call on paper: everybody, answered or not, by whom and when, and where it is signed."""

from blueprints.formatting import moment
from models.people.roll_call import RollCallEntry
from tests.journeys.office import LEAD, MANAGER, MEMBER, OFFICER, Office
from tests.models.people.office import EVERYBODY, OTHER_LEAD

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
