"""What came of a file that was taken in, as the console tells it, and how far it has come meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from models.certifications.intake import ImportReport, Progress, item_label

SHOWN_REFUSALS = 50


@dataclass
class Pace:
    """How much was read, and since when."""

    facilities: int = 0
    rows: int = 0
    began: float = field(default_factory=time.monotonic)

    def add(self, report: ImportReport) -> None:
        """One more file was read."""
        self.facilities += report.facilities
        self.rows += report.facilities + report.parcels

    def describe(self) -> str:
        """How many facilities and rows, in how many seconds."""
        seconds = time.monotonic() - self.began
        a_second = self.rows / max(seconds, 0.001)
        return f"{self.facilities:,} 設備（{self.rows:,} 行）を {seconds:,.1f} 秒（毎秒 {a_second:,.0f} 行）"


def show(report: ImportReport, pace: Pace) -> None:
    """Print a report, and how fast it came about; which certification changed in what only for a dry run."""
    done = "取込みの試行（変更していません）" if report.dry_run else "取込み完了"
    click.echo(f"{printable(report.file)}: {done}")
    click.echo(
        f"  新規 {report.added:,} 件、変更 {report.changed:,} 件、変更なし {report.unchanged:,} 件、"
        f"取り込めない行 {len(report.refused):,} 行"
    )
    for key, count in report.changed_items.most_common():
        click.echo(f"  変更された項目 {item_label(key)}: {count:,} 件")
    _show_vanished(report)
    if report.dry_run:
        for facility_id, keys in report.preview:
            click.echo(f"  変更 {facility_id}: {'、'.join(map(item_label, keys))}")
    pace.add(report)
    click.echo(f"  {pace.describe()}")
    show_refused(report)


def _show_vanished(report: ImportReport) -> None:
    if report.vanished or report.returned:
        click.echo(
            f"  うち、掲載がなくなった設備 {report.vanished:,} 件、再び掲載された設備 {report.returned:,} 件"
            f"（前回までの掲載 {report.standing:,} 件）"
        )
    if report.dry_run:
        for facility_id in report.vanished_preview:
            click.echo(f"  掲載がなくなった設備 {facility_id}")
    if report.withheld:
        click.echo(
            f"  掲載がなくなった設備が {report.withheld:,} 件あり、"
            f"前回までの掲載 {report.standing:,} 件の1割を超えます。"
            "掲載がなくなった日は記録していません。一覧の全体が入ったファイルであることを確認し、"
            "--accept-vanished を付けて取り込み直してください。",
            err=True,
        )
    if report.unread_ids:
        click.echo(
            f"  設備IDを読めない行が {report.unread_ids:,} 行あるため、掲載がなくなった設備を判定していません。",
            err=True,
        )


def show_refused(report: ImportReport) -> None:
    """Print the rows that could not be taken over, the first of them one by one."""
    for row in report.refused[:SHOWN_REFUSALS]:
        place = "、".join(part for part in (row.sheet, f"{row.row}行目", row.column) if part)
        click.echo(f"  取り込めない行 {place}: {row.reason}", err=True)
    if len(report.refused) > SHOWN_REFUSALS:
        click.echo(f"  ほか {len(report.refused) - SHOWN_REFUSALS:,} 行", err=True)


def printable(name: str) -> str:
    """A file's name for the terminal, which would obey what is not printable in it."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


@contextmanager
def progress(name: str) -> Iterator[Progress]:
    """A bar that runs up to the rows of the file; nothing where nobody looks at a terminal."""
    with click.progressbar(length=1, label=name) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(min(done, total) - bar.pos)

        yield tell
