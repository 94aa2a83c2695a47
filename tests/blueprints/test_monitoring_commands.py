"""``flask monitoring``: from an invented year to its score, through the files alone."""

from pathlib import Path

from flask import Flask

from models.detection.events_file import COLUMNS
from models.detection.rulebook import SHIPPED_RULES


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


def test_rules_for_a_kind_or_role_that_there_is_not_are_refused_by_name(app: Flask, tmp_path: Path) -> None:
    events, rules = tmp_path / "EVENTS.csv", tmp_path / "rules.toml"
    events.write_text(",".join(COLUMNS) + ",role\n", "utf-8")
    replay = ["monitoring", "replay", str(events), "--out", str(tmp_path / "out.csv"), "--rules", str(rules)]
    for entry, code in (("roles.member", 0), ("roles.boss", 1), ("kinds.grid", 1), ("kinds.bureau.roles.auditor", 1)):
        rules.write_text(f'{SHIPPED_RULES.read_text("utf-8")}\n[abroad.{entry}]\nmode = "alert"\n', "utf-8")
        answer = app.test_cli_runner().invoke(args=replay)
        assert (answer.exit_code, f"「{entry.rpartition('.')[2]}」" in answer.output) == (code, bool(code))


def test_a_file_that_is_none_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    events = tmp_path / "EVENTS.csv"
    events.write_text(",".join(COLUMNS[:-1]) + "\n", "utf-8")
    run = app.test_cli_runner().invoke
    refused = run(args=["monitoring", "replay", str(events), "--out", str(tmp_path / "out.csv")])
    assert refused.exit_code == 1
    assert "country" in refused.output
    assert run(args=["monitoring", "score", str(events), str(events)]).exit_code == 1
