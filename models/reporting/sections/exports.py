"""Files taken away: by purpose, and the largest with their numbers (B4)."""

from collections import Counter
from heapq import nlargest

from sqlalchemy import select

from models import clock
from models.audit.tables import AuditEvent
from models.legal.purposes import Purpose
from models.reporting.acts import Act, is_act, within
from models.reporting.document import Column, Section, Table
from models.reporting.ground import Ground

SHOWN = 100


def exports(ground: Ground) -> Section:
    """Every file counts by its purpose; the largest hundred are listed."""
    event = AuditEvent
    statement = select(event.at, event.login_id, event.organisation, event.details).where(
        is_act(Act.EXPORT), within(ground.month)
    )
    files: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    listed = []
    for at, login_id, organisation, details in ground.session.execute(statement):
        purpose = Purpose(details["purpose"]).label
        files[purpose] += 1
        rows[purpose] += details["total"]
        written = f"{clock.in_japan(at):%Y-%m-%d %H:%M}"
        listed.append((details["total"], details["file_number"], written, login_id, organisation, purpose))
        if len(listed) > 2 * SHOWN:
            listed = nlargest(SHOWN, listed)
    by_purpose = Table(
        "目的ごとの書き出し",
        (Column("目的"), Column("ファイル", numeric=True), Column("行", numeric=True, bar=True)),
        tuple((purpose, files[purpose], rows[purpose]) for purpose in sorted(files)),
    )
    columns = (
        Column("ファイル番号"),
        Column("日時"),
        Column("ID"),
        Column("組織"),
        Column("目的"),
        Column("行", numeric=True),
    )
    largest = tuple((*line[1:], line[0]) for line in nlargest(SHOWN, listed))
    note = f"行の多い順に、{SHOWN} 件までです。"
    sentence = (
        f"{ground.month.label}に、{sum(files.values()):,} のファイルで {sum(rows.values()):,} 行が書き出されました。"
    )
    return Section("exports", "書き出し", sentence, (by_purpose, Table("書き出したファイル", columns, largest, note)))
