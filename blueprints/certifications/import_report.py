"""What an import tells at the console: counts, changed items, refused rows, and how fast it went."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from models.certifications.intake import ImportReport, Progress, item_label

SHOWN_REFUSALS = 50


@dataclass
class Stopwatch:
    """How many rows were dealt with, and since when."""

    rows: int = 0
    begun: float = field(default_factory=time.perf_counter)

    def describe(self) -> str:
        """``1,000 行、0.5 秒（毎秒 2,000 行）``."""
        seconds = max(time.perf_counter() - self.begun, 0.001)
        return f"{self.rows:,} 行、{seconds:,.1f} 秒（毎秒 {self.rows / seconds:,.0f} 行）"


def show(report: ImportReport, watch: Stopwatch) -> None:
    """The whole report; what changed in which certification only for a dry run."""
    done = "取込みの試行（変更していません）" if report.dry_run else "取込み完了"
    click.echo(f"{printable(report.file)}: {done}　{watch.describe()}")
    click.echo(
        f"  新規 {report.added:,} 件、変更 {report.changed:,} 件、変更なし {report.unchanged:,} 件、"
        f"取り込めない行 {len(report.refused):,} 行"
    )
    for key, count in report.changed_items.most_common():
        click.echo(f"  変更された項目 {item_label(key)}: {count:,} 件")
    if report.dry_run:
        for facility_id, keys in report.preview:
            click.echo(f"  変更 {facility_id}: {'、'.join(map(item_label, keys))}")
    show_refused(report)


def show_refused(report: ImportReport) -> None:
    """The first refused rows with their places and reasons, and how many more there are."""
    for row in report.refused[:SHOWN_REFUSALS]:
        place = "、".join(part for part in (row.sheet, f"{row.row}行目", row.column) if part)
        click.echo(f"  取り込めない行 {place}: {row.reason}", err=True)
    if len(report.refused) > SHOWN_REFUSALS:
        click.echo(f"  ほか {len(report.refused) - SHOWN_REFUSALS:,} 行", err=True)


def printable(name: str) -> str:
    """A file's name for the terminal, which would obey what is not printable in it."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


@contextmanager
def progress(name: str, watch: Stopwatch) -> Iterator[Progress]:
    """A bar that runs up to the rows of the file; nothing where nobody looks at a terminal."""
    with click.progressbar(length=1, label=name) as bar:

        def tell(done: int, total: int) -> None:
            watch.rows = done
            bar.length = max(total, 1)
            bar.update(min(done, total) - bar.pos)

        yield tell
