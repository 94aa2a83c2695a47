"""Whether reports, inspections and audits are made and their findings followed (M11, M13, M19)."""

from datetime import timedelta

from sqlalchemy import select

from models import clock
from models.assurance.finding import Finding
from models.assurance.finding_lists import is_late
from models.assurance.plan import PlanKind, fiscal_year_of, year_of_inspections
from models.assurance.run import latest_run
from models.audit.tables import AuditEvent
from models.inspection.check import Answer, Check, Ground, Result, counted, decided, nobody
from models.reporting.lists import missing_report
from models.reporting.month import last_complete
from models.reporting.report import MonthlyReport

HALF_A_YEAR = timedelta(days=183)


def month_reported(ground: Ground) -> Answer:
    """The last month that is over was reported on in time."""
    today = clock.day_in_japan(ground.now)
    missing = missing_report(ground.session, today)
    if missing is None:
        month = last_complete(today)
        if not counted(ground, MonthlyReport, MonthlyReport.month_code == str(month)):
            return Answer(Result.NOTHING, f"{month.label}には、まだ証跡がありません。")
        return Answer(Result.KEPT, f"{month.label}分の月次報告は、作成・署名されています。")
    evidence = f"{missing.label}分の月次報告がまだありません（期限 {missing.due_on.isoformat()}）。"
    return Answer(Result.NOT_KEPT if today > missing.due_on else Result.UNKNOWN, evidence)


def findings_followed(ground: Ground) -> Answer:
    """No finding's last day has passed without a word that it is done."""
    late = ground.session.scalars(select(Finding).where(is_late(clock.day_in_japan(ground.now)))).all()
    fine = "期限を過ぎた指摘はありません。"
    return nobody([one.reference for one in late], fine, "期限を過ぎた指摘があります", among=counted(ground, Finding))


def audit_planned(ground: Ground) -> Answer:
    """The fiscal year has an external audit in its plan."""
    year = year_of_inspections(ground.session, fiscal_year_of(clock.day_in_japan(ground.now)))
    planned = [one for one in year.items if one.kind is PlanKind.EXTERNAL_AUDIT and one.withdrawn_at is None]
    return decided(
        bool(planned),
        f"{year.fiscal_year}年度の計画に、外部監査が {len(planned)} 件あります。",
        f"{year.fiscal_year}年度の計画に、外部監査がありません。",
    )


def inspected_regularly(ground: Ground) -> Answer:
    """A self-inspection was kept within the last half year."""
    latest = latest_run(ground.session)
    if latest is not None and ground.now - latest.made_at <= HALF_A_YEAR:
        return Answer(Result.KEPT, f"最後の自己点検は {clock.day_in_japan(latest.made_at).isoformat()} です。")
    began = ground.session.scalar(select(AuditEvent.at).order_by(AuditEvent.number).limit(1))
    if began is None or ground.now - began <= HALF_A_YEAR:
        return Answer(Result.UNKNOWN, "運用の開始から半年が経っておらず、保存された自己点検がまだありません。")
    return Answer(Result.NOT_KEPT, "この半年に保存された自己点検がありません。")


CHECKS = (
    Check("month-reported", "M11", "月次報告", "前月の月次報告と署名", month_reported),
    Check("findings-followed", "M13", "指摘への対応", "完了していない指摘の期限", findings_followed),
    Check("audit-planned", "M13", "外部監査の計画", "今年度の点検・監査の計画", audit_planned),
    Check("inspected-regularly", "M19", "定期の自己点検", "保存された自己点検", inspected_regularly),
)
