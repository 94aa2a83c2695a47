"""ALERTS.csv: what a replay raised."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TextIO

from models.detection.alert import Alert, Severity
from models.errors import DomainError

COLUMNS = ("at", "rule", "severity", "login_id", "organisation", "reason")


class WrongAlerts(DomainError):
    """The file is no file of alerts."""


def write_header(file: TextIO) -> None:
    """The first line."""
    csv.writer(file, lineterminator="\n").writerow(COLUMNS)


def write_alerts(file: TextIO, alerts: Iterable[Alert]) -> None:
    """One line per alert."""
    csv.writer(file, lineterminator="\n").writerows(
        (one.at.isoformat(), one.rule, one.severity.value, one.login_id, one.organisation, one.reason) for one in alerts
    )


def read_alerts(lines: Iterable[str]) -> Iterator[Alert]:
    """The alerts of a file, in its order. Raises ``WrongAlerts``."""
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise WrongAlerts(f"警告のファイルの見出しが {','.join(COLUMNS)} ではありません。")
    try:
        for row in reader:
            at, severity = datetime.fromisoformat(row["at"]), Severity(row["severity"])
            yield Alert(at, row["rule"], severity, row["login_id"], row["organisation"], row["reason"])
    except (KeyError, ValueError, TypeError) as error:
        raise WrongAlerts(f"警告のファイルの{reader.line_num}行目を読めません: {error}") from error
