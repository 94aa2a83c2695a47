"""``flask monitoring``: from an invented year to its score, through the files alone."""

from pathlib import Path

from flask import Flask

from models.detection.events_file import COLUMNS


def test_a_year_is_simulated_replayed_and_scored(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    events, truth, alerts = (str(tmp_path / name) for name in ("EVENTS.csv", "TRUTH.csv", "ALERTS.csv"))
    year = ["monitoring", "simulate", "--out", events, "--truth", truth, "--people", "30", "--days", "50"]
    assert run(args=year).exit_code == 0
    replayed = run(args=["monitoring", "replay", events, "--out", alerts, "--strict"])
    assert replayed.exit_code == 0, replayed.output
    first, *lines = Path(alerts).read_text("utf-8").splitlines()
    assert first == "at,rule,severity,login_id,organisation,reason"
    assert lines
    assert not [line for line in lines if ",watch," in line]
    scored = run(args=["monitoring", "score", alerts, truth])
    assert scored.exit_code == 0
    assert "再現率" in scored.output


def test_a_file_that_is_none_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    events = tmp_path / "EVENTS.csv"
    events.write_text(",".join(COLUMNS[:-1]) + "\n", "utf-8")
    run = app.test_cli_runner().invoke
    refused = run(args=["monitoring", "replay", str(events), "--out", str(tmp_path / "out.csv")])
    assert refused.exit_code == 1
    assert "country" in refused.output
    assert run(args=["monitoring", "score", str(events), str(events)]).exit_code == 1
