"""Whether what is taken away is limited, stated and traceable (M12, B4)."""

from sqlalchemy import select

from models.audit.event_names import EventName, Outcome
from models.audit.tables import AuditEvent
from models.certifications.quota import A_WHILE, STEP_UP_ROWS, Limits
from models.inspection.check import Answer, Check, Ground, nobody

ROWS_A_FILE, ROWS_A_DAY, FILES_IN_A_WHILE, MINUTES = 10_000, 50_000, 3, 10
STEP_UP_ABOVE = 1_000
LOOKED_AT = 1_000


def limits_as_decided(ground: Ground) -> Answer:
    """What one person may take away is no more than was decided."""
    limits = Limits.of(ground.settings)
    minutes = int(A_WHILE.total_seconds() // 60)
    values = (
        (f"1ファイル {limits.rows_a_file:,} 行（{ROWS_A_FILE:,} 行以下）", limits.rows_a_file <= ROWS_A_FILE),
        (f"1日 {limits.rows_a_day:,} 行（{ROWS_A_DAY:,} 行以下）", limits.rows_a_day <= ROWS_A_DAY),
        (
            f"{minutes}分間に {limits.files_in_a_while} ファイル（{MINUTES}分間に {FILES_IN_A_WHILE} 以下）",
            limits.files_in_a_while <= FILES_IN_A_WHILE and minutes >= MINUTES,
        ),
        (f"{STEP_UP_ROWS:,} 行を超えると再確認（{STEP_UP_ABOVE:,} 行以下）", STEP_UP_ROWS <= STEP_UP_ABOVE),
    )
    fine = f"{'、'.join(words for words, _kept in values)}。"
    looser = [words for words, kept in values if not kept]
    return nobody(looser, fine, "書き出しの上限が、定めより緩くなっています", among=len(values))


def files_traceable(ground: Ground) -> Answer:
    """The latest files taken away state their purpose and bear a number."""
    event = AuditEvent
    exported = event.name == EventName.CERTIFICATIONS_EXPORTED.value, event.outcome == Outcome.DONE.value
    chosen = select(event.number, event.details).where(*exported).order_by(event.at.desc()).limit(LOOKED_AT)
    found = ground.session.execute(chosen).all()
    offenders = [f"{number}" for number, told in found if not (told.get("purpose") and told.get("file_number"))]
    fine = f"最近の {len(found):,} 件の書き出しのすべてに、目的とファイル番号が記録されています。"
    return nobody(offenders, fine, among=len(found), wrong="目的又はファイル番号のない書き出しの記録があります")


CHECKS = (
    Check("limits-as-decided", "M12", "書き出しの上限", "この環境の設定", limits_as_decided),
    Check(
        "files-traceable",
        "B4",
        "書き出しの目的とファイル番号",
        f"最近の {LOOKED_AT:,} 件の書き出しの記録",
        files_traceable,
    ),
)
