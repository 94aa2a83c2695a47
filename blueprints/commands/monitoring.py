"""``flask monitoring``: the rules of detection over a file of acts, and how good they are."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask.cli import AppGroup

from models.detection.alerts_file import read_alerts, write_alerts, write_header
from models.detection.countries import SHIPPED_COUNTRIES, read_countries
from models.detection.detector import CountryOf
from models.detection.events_file import EventReader, write_events
from models.detection.replay import replay
from models.detection.rulebook import RuleBook, read_rules, shipped_rules
from models.detection.scoring import Score, read_truth, score, write_truth
from models.detection.signal import Signal
from models.detection.simulator.year import Year
from models.errors import DomainError
from models.monitoring.audiences import check_audiences

monitoring_cli = AppGroup("monitoring", help="不正な利用の検知（規則の再生、評価）")
SHOWN_EVERY = 100_000
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)


@monitoring_cli.command("replay")
@click.argument("events", type=EXISTING)
@click.option("--out", required=True, type=WRITABLE, help="警告を書き出すファイル（ALERTS.csv）")
@click.option("--rules", "rules_file", type=EXISTING, help="規則と閾値のファイル（省略時は同梱の rules.toml）")
@click.option("--countries", type=EXISTING, help="国別のアドレスのファイル（.csv、.csv.gz、.mmdb。省略時は同梱の一覧）")
@click.option("--no-lookup", is_flag=True, help="国の記載がない行の国を調べない")
@click.option("--watch", is_flag=True, help="弱い兆候（watch）も書き出す")
@click.option("--strict", is_flag=True, help="読めない行があれば、そこで止める")
def replay_events(
    events: Path, out: Path, rules_file: Path | None, countries: Path | None, no_lookup: bool, watch: bool, strict: bool
) -> None:
    """Raise over EVENTS what the rules would have raised, and write it to a file."""
    try:
        rules = read_rules(rules_file) if rules_file else shipped_rules()
        check_audiences(rules)
        country_of = None if no_lookup else read_countries(countries or SHIPPED_COUNTRIES).of
        with events.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            reader = EventReader(lines, strict=strict)
            written = _write(out, _with_progress(reader), rules, country_of, watch=watch)
    except DomainError as error:
        raise click.ClickException(error.reason) from error
    for fault in reader.faults.named:
        click.echo(fault, err=True)
    click.echo(f"{reader.read:,} 行を読み、{written:,} 件を {out} に書き出しました。")
    if reader.faults.number:
        click.echo(f"{reader.faults.number:,} 行は読めないため、除きました。", err=True)


def _write(out: Path, signals: Iterable[Signal], rules: RuleBook, country_of: CountryOf | None, *, watch: bool) -> int:
    number = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        write_header(file)
        for alert in replay(signals, rules, country_of):
            if watch or alert.severity.is_alarm:
                write_alerts(file, [alert])
                number += 1
    return number


def _with_progress(signals: Iterable[Signal]) -> Iterator[Signal]:
    for number, signal in enumerate(signals, 1):
        yield signal
        if number % SHOWN_EVERY == 0:
            click.echo(f"  {number:,} 行（{signal.at:%Y-%m-%d}）", err=True)


@monitoring_cli.command("simulate")
@click.option("--out", required=True, type=WRITABLE, help="操作の記録を書き出すファイル（EVENTS.csv）")
@click.option("--truth", required=True, type=WRITABLE, help="不正の一覧を書き出すファイル（TRUTH.csv）")
@click.option("--seed", default=1, show_default=True, help="同じ数からは同じ1年ができる")
@click.option("--people", default=300, show_default=True, type=click.IntRange(min=30), help="利用者の人数")
@click.option("--days", default=365, show_default=True, type=click.IntRange(min=1), help="日数")
def simulate(out: Path, truth: Path, seed: int, people: int, days: int) -> None:
    """Invent a year of ordinary work and misuse."""
    year = Year(seed, people, days)
    with out.open("w", encoding="utf-8", newline="") as file:
        written = write_events(file, _with_progress(year.signals()))
    with truth.open("w", encoding="utf-8", newline="") as file:
        write_truth(file, year.episodes, year.account_days)
    click.echo(f"{written:,} 行と、不正 {len(year.episodes)} 件（利用 {year.account_days:,} 人日）を書き出しました。")


@monitoring_cli.command("score")
@click.argument("alerts", type=EXISTING)
@click.argument("truth", type=EXISTING)
def score_alerts(alerts: Path, truth: Path) -> None:
    """Say how much of the misuse was found within 24 hours, and how many alarms were false."""
    try:
        with truth.open(encoding="utf-8-sig", newline="") as lines:
            episodes, account_days = read_truth(lines)
        with alerts.open(encoding="utf-8-sig", newline="") as lines:
            result = score(read_alerts(lines), episodes, account_days)
    except DomainError as error:
        raise click.ClickException(error.reason) from error
    for line in _lines(result):
        click.echo(line)


def _lines(result: Score) -> Iterator[str]:
    for misuse, found in sorted(result.misuses.items()):
        later = f"72時間以内 {found.in_three_days}、後で見つけたものを含め {found.ever}"
        yield f"{misuse:20} {found.in_time} / {found.episodes}（24時間以内。{later}）"
    yield f"再現率 {result.recall:.1%}（24時間以内）"
    for rule, number in sorted(result.false_alarms.items()):
        yield f"誤警告 {rule} {number}"
    yield f"誤警告 {result.false_per_thousand:.2f} 件（1,000人日あたり、{result.account_days:,}人日）"
