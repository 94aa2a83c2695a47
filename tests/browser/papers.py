"""What is filed in the office of the browser's people: an inspection, a report, a plan, a finding."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models import clock
from models.assurance import following, plan
from models.assurance.finding import FindingSource
from models.assurance.plan import PlanKind, Planned
from models.assurance.run import keep_run
from models.inspection.check import Result
from models.inspection.examining import Inspection, Line
from models.reporting import filing, ordering
from models.reporting.computing import compute
from models.reporting.month import last_complete
from tests.browser.office import viewer_named


def fill_papers(session: Session, manager: str, officer: str) -> None:
    """Lay down one of each."""
    chief, boss = viewer_named(session, manager), viewer_named(session, officer)
    lines = tuple(
        Line(f"check-{one}", "M5", f"点検（{one.label}）", "見たもの", one, "証拠の文です。") for one in Result
    )
    found = Inspection(clock.now().isoformat(timespec="seconds"), "Saiene", "0019", 1, lines)
    keep_run(session, chief.actor, found.to_text(), found.sha256, found.counts)
    month = last_complete(clock.today())
    report = filing.draft(session, chief.actor, compute(session, month), "大きな変化はありません。")
    filing.sign_report(session, chief, report.id, report.sha256, "確認しました。")
    ordering.ask(session, chief, month, "所見を直しました。")
    year = plan.fiscal_year_of(clock.today())
    for kind in PlanKind:
        plan.add_item(session, chief, year, Planned(6, kind, f"{kind.label}の対象", "システム管理者"))
    due_on = clock.today() + timedelta(days=30)
    stated = following.Stated(
        "端末の登録", "端末のない人がいる。", "M5", FindingSource.SELF_INSPECTION, officer, due_on
    )
    made = following.raise_finding(session, boss, stated)
    following.add_note(session, boss, made.id, "登録を依頼した。")
