"""The limits of exports: lowered by two officers, never raised above the deployment's, every change listed (B4)."""

from datetime import timedelta

from models import clock
from models.approvals.approval import Approval
from tests.blueprints.incidents.conftest import Office
from tests.blueprints.operator.conftest import lower
from tests.factories.incidents import LEAD, MEMBER, OFFICER, SECOND_OFFICER

LIST = "/certifications/export?columns=facility_id&columns=operator_name&columns=source&source=太陽光"


def test_limits_are_lowered_by_two_and_never_raised_above_the_deployments(office: Office) -> None:
    lower(office, 3)
    assert "1ファイルに書き出せるのは3件までです。" in office.visitor(MEMBER).visit(LIST).text
    assert "1ファイルに書き出せるのは" not in office.visitor(LEAD).visit(LIST).text
    officer = office.visitor(OFFICER)
    officer.visit("/admin/export-limits/grid_operator/member")
    page = officer.submit("limits", rows_a_file="10001", reason="試行", expect=422)
    assert "この運用で設定できるのは、1ファイル 10,000 件" in page.errors[0]
    page = officer.submit("limits", rows_a_file="-1", reason="試行", expect=422)
    officer.visit("/admin/export-limits/contractor/system_manager", expect=404)
    [line] = [row for row in officer.visit("/admin/export-limits").rows() if row["1ファイルの件数"] == "3"]
    assert line["役割"] == "利用者"
    assert clock.today().isoformat()[:4] in line["変更した日時"]


def test_every_change_of_the_limits_is_listed_with_what_became_of_it(office: Office) -> None:
    lower(office, 3)
    officer = office.visitor(OFFICER)
    officer.visit("/admin/export-limits/grid_operator/responsible_person")
    officer.submit("limits", rows_a_file="5", reason="次の試行")
    path = "/admin/export-limits"
    first, second = officer.visit(path).rows("書き出しの上限の変更")[::-1]
    assert (first["状態"], first["1ファイルの件数"], first["理由"]) == ("承認・実施済み", "3", "試行")
    assert (second["状態"], second["1ファイルの件数"], second["決めた人"]) == ("承認待ち", "5", "―")
    today = clock.today()
    for asked, lines in (
        ("state=proposed", [second]),
        ("state=carried_out&kind=grid_operator&role=member", [first]),
        ("role=responsible_person", [second]),
        ("kind=bureau", []),
        (f"proposer={OFFICER}&since={today}&until={today}&sort=rows_a_file", [first, second]),
        (f"proposer={SECOND_OFFICER}", []),
        (f"until={today - timedelta(days=1)}", []),
        *((f"sort={sort}", [first, second]) for sort in ("at", "files", "rows_a_day", "whose", "proposer")),
    ):
        page = officer.visit(f"{path}?{asked}")
        assert "使えない条件" not in page.text, asked
        assert page.rows("書き出しの上限の変更") == lines if lines else "提案はありません" in page.text
    with office.sessions() as session:
        over = session.get_one(Approval, 2)
        over.expires_at = clock.now()
        session.commit()
    [line] = officer.visit(f"{path}?state=expired").rows("書き出しの上限の変更")
    assert line["状態"] == "期限切れ"
