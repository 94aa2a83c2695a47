"""A finding from a failed check to its end, by two persons (M13)."""

from datetime import timedelta

import time_machine

from models import clock
from models.assurance.reminding import remind_of_findings
from models.audit.event_names import EventName
from tests.blueprints.admin.conftest import Office
from tests.blueprints.people import letters
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.models.accounts.people import BOX, PUBLIC

STEPS = (
    EventName.FINDING_RAISED,
    EventName.FINDING_NOTED,
    EventName.FINDING_FILE_ADDED,
    EventName.FINDING_DONE,
    EventName.FINDING_RETURNED,
    EventName.FINDING_CLOSED,
)


def id_of(office: Office, name: str) -> str:
    """The login ID of somebody who entered under this name."""
    from sqlalchemy.orm import Session

    from models.accounts.account import Account

    with Session(office.engine) as session:
        return session.get_one(Account, office.find(name)).login_id


def raise_by_hand(visitor: Visitor, owner: str, due_on: str = "2026-06-30", *, expect: int = 200) -> Page:
    visitor.visit("/admin/findings/new")
    return visitor.submit(
        "raise",
        title="証跡の確認の手順",
        promise="M13",
        source="external_audit",
        detail="手順書がない。",
        owner=owner,
        due_on=due_on,
        expect=expect,
    )


def test_a_failed_check_becomes_a_finding_that_another_person_closes(
    office: Office, manager: Visitor, officer: Visitor, auditor: Visitor
) -> None:
    owner = id_of(office, "管理 一郎")
    manager.visit("/admin/inspection")
    manager.submit("run")
    page = auditor.visit("/admin/findings/new?run=1&check=devices-connected")
    form = page.form("raise")[0]
    assert (form.value("title"), form.value("promise")) == ("本人の端末による確認", "M5")
    page = auditor.submit("raise", owner=owner, due_on="2026-06-10")
    assert page.heading == "指摘 K-2026-0001"
    assert "担当している指摘" in manager.visit("/admin").text

    manager.visit("/admin/findings/1/note")
    manager.submit("note", text="端末の登録を依頼した。")
    manager.visit("/admin/findings/1/file")
    manager.submit("file-form", file=("proof.txt", b"proof"))
    manager.visit("/admin/findings/1/done")
    assert "対応の終了を記録しました。" in manager.submit("done", text="全員が登録した。").text
    assert "完了を確認できるのは、保有者担当と外部監査人です。" not in officer.visit("/admin/findings/1/confirm").text
    page = officer.submit("confirm", wish="give_back", text="一人残っている。")
    assert "差戻し" in page.text
    manager.visit("/admin/findings/1/done")
    manager.submit("done", text="残る一人も登録した。")
    assert "完了の確認を待つ指摘" in auditor.visit("/admin").text
    auditor.visit("/admin/findings/1/confirm")
    page = auditor.submit("confirm", wish="close", text="一覧で確かめた。")
    assert "完了" in page.text
    assert "ファイルを加える" not in page.text
    auditor.visit("/admin/findings/1/files/1")
    assert auditor.response.get_data() == b"proof"
    assert [name.rpartition(":")[2] for name, _account, _details in office.events(*STEPS)] == [
        "raise", "note", "add", "finish", "return", "finish", "close",
    ]  # fmt: skip


def test_nobody_confirms_or_puts_off_their_own(office: Office, officer: Visitor, manager: Visitor) -> None:
    raise_by_hand(manager, id_of(office, "保有 二郎"))
    officer.visit("/admin/findings/1/duty")
    page = officer.submit("duty", due_on="2027-03-31", why="忙しい")
    assert "自分が担当する指摘の担当と期限は、自分では変えられません。" in page.text
    officer.visit("/admin/findings/1/done")
    officer.submit("done", text="直した。")
    assert "自分が対応した指摘の完了は、自分では確認できません。" in officer.visit("/admin/findings/1/confirm").text
    manager.visit("/admin/findings/1/confirm", expect=403)


def test_an_owner_who_cannot_and_a_day_that_is_over_are_told_at_their_fields(
    office: Office, auditor: Visitor, manager: Visitor
) -> None:
    page = raise_by_hand(auditor, id_of(office, "監査 三郎"), expect=422)
    assert "担当にできるのは、利用中のシステム管理者又は保有者担当のIDです。" in page.text
    page = raise_by_hand(auditor, id_of(office, "管理 一郎"), "2026-05-30", expect=422)
    assert "期限は、今日以降の日付で入力してください。" in page.text


def test_a_day_that_has_passed_is_written_about_once(
    office: Office, manager: Visitor, officer: Visitor, hands: time_machine.Traveller
) -> None:
    from sqlalchemy.orm import Session, sessionmaker

    from models.mail.outgoing import Outgoing

    raise_by_hand(manager, id_of(office, "管理 一郎"), "2026-06-10")
    sessions, outgoing = sessionmaker(office.engine, expire_on_commit=False), Outgoing(BOX, PUBLIC)
    hands.shift(timedelta(days=9))
    assert remind_of_findings(sessions, outgoing, clock.now()) == 0, "the last day itself is in time"
    hands.shift(timedelta(days=3))
    assert [remind_of_findings(sessions, outgoing, clock.now()) for _ in range(2)] == [1, 0]
    with Session(office.engine) as session:
        told = letters(session)
    assert len(told) == 2, "the owner of the finding and the officer"
    assert all("K-2026-0001" in body and "手順書" not in body for _to, body in told)
