"""The files of detection: acts, alerts, truth, countries."""

import gzip
import io
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.detection.addresses import place_of
from models.detection.alert import Alert, Severity
from models.detection.alerts_file import read_alerts, write_alerts, write_header
from models.detection.countries import ELSEWHERE, SHIPPED_COUNTRIES, WrongCountryFile, read_countries
from models.detection.events_file import COLUMNS, EventReader, WrongEvents, write_events
from models.detection.scoring import Episode, read_truth, score, write_truth
from models.detection.signal import Act
from tests.models.detection.acts import MONDAY, SOMEONE, act

HEADER = ",".join(COLUMNS)
GOOD = "2025-06-02T10:00:00+09:00,sato,東北,grid_operator,系統部,153.150.1.9,d1,view,A012345C13,1,JP"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{GOOD}\n",
        f"\ufeff{HEADER}\r\n{GOOD}\r\n\r\n",
        f"{HEADER}\n" + ",".join(f'"{cell}"' for cell in GOOD.split(",")),
        f"further,{HEADER}\nx,{GOOD}\n",
    ],
)
def test_marks_line_ends_quotes_and_further_columns_are_no_faults(text: str) -> None:
    reader = EventReader(io.StringIO(text, newline=""))
    (one,) = reader
    assert (one.login_id, one.act, one.rows, one.at) == ("sato", Act.VIEW, 1, MONDAY)
    assert reader.faults.number == 0


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (GOOD.replace("+09:00", ""), "時差"),
        (GOOD.replace("2025-06-02T", "yesterday "), "日時"),
        (GOOD.replace(",view,", ",looked,"), "looked"),
        (GOOD.replace(",1,JP", ",-1,JP"), "rows"),
        (GOOD.replace(",1,JP", ",１,JP"), "rows"),
        (GOOD.replace("sato", ""), "login_id"),
        (GOOD.replace("2025", "2024"), "古い"),
        ("a,b", "列"),
    ],
)
def test_a_wrong_line_is_named_and_left_out_or_stops_everything(line: str, word: str) -> None:
    text = f"{HEADER}\n{GOOD}\n{line}\n{GOOD}\n"
    reader = EventReader(io.StringIO(text))
    assert len(list(reader)) == 2
    assert reader.faults.number == 1
    assert reader.faults.named[0].startswith("3行目")
    assert word in reader.faults.named[0]
    with pytest.raises(WrongEvents, match="3行目"):
        list(EventReader(io.StringIO(text), strict=True))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(WrongEvents, match="country"):
        list(EventReader(io.StringIO(HEADER.removesuffix(",country") + "\n")))


def test_acts_alerts_and_truth_come_back_as_they_were_written() -> None:
    file = io.StringIO()
    assert write_events(file, [SOMEONE, act(Act.VIEW, 1, facility_id="A012345C13")]) == 2
    assert next(iter(EventReader(io.StringIO(file.getvalue())))) == SOMEONE
    alert = Alert(MONDAY, "abroad", Severity.STOP, "sato", "東北", "理由、「引用」")
    file = io.StringIO()
    write_header(file)
    write_alerts(file, [alert])
    assert list(read_alerts(io.StringIO(file.getvalue()))) == [alert]
    episode = Episode("curiosity", MONDAY, MONDAY + timedelta(days=1), frozenset({"a", "b"}), "東北")
    file = io.StringIO()
    write_truth(file, [episode], 1234)
    assert read_truth(io.StringIO(file.getvalue())) == ([episode], 1234)


def test_the_score_counts_in_time_late_and_false() -> None:
    episode = Episode("slow-drip", MONDAY, MONDAY + timedelta(days=9), frozenset({"sato"}), "東北")

    def alarm(hours: float, login_id: str, severity: Severity = Severity.ALERT) -> Alert:
        return Alert(MONDAY + timedelta(hours=hours), "frequency", severity, login_id, "東北", "")

    in_time = score([alarm(24, "sato"), alarm(25, "sato"), alarm(1, "suzuki")], [episode], 500)
    assert (in_time.recall, in_time.false_alarms, in_time.false_per_thousand) == (1.0, {"frequency": 1}, 2.0)
    late = score([alarm(24.1, "sato"), alarm(1, "sato", Severity.WATCH), alarm(-1, "sato")], [episode], 1000)
    assert (late.recall, late.misuses["slow-drip"].ever, late.false_per_thousand) == (0.0, 1, 1.0)
    for hours, expected in ((72, 1), (72.1, 0)):
        assert score([alarm(hours, "sato")], [episode], 1).misuses["slow-drip"].in_three_days == expected
    assert score([alarm(1, "")], [episode], 1).recall == 1.0


@pytest.mark.parametrize(
    ("address", "range_"),
    [
        ("153.150.1.9", "153.150.1.0"),
        ("153.150.1.9:443", "153.150.1.0"),
        ("::ffff:153.150.1.9", "153.150.1.0"),
        ("2002:9996:0109::1", "153.150.1.0"),
        ("64:ff9b::9996:0109", "153.150.1.0"),
        ("[2400:4050:1:2::3]:443", "2400:4050:1::"),
        ("fe80::1%eth0", "fe80::"),
        ("10.1.2.3", "10.1.2.0"),
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2::3", "2001:db8:1:2::3"),
        ("not an address", "?not an address"),
    ],
)
def test_an_address_is_compared_without_mapping_tunnel_and_port(address: str, range_: str) -> None:
    assert place_of(address).range == range_


def test_the_shipped_ranges_tell_japan_from_elsewhere_and_leave_the_office_alone() -> None:
    of = read_countries(SHIPPED_COUNTRIES).of
    assert [of(one) for one in ("126.1.2.3", "::ffff:126.1.2.3", "2400:4050::1")] == ["JP"] * 3
    assert [of(one) for one in ("185.220.101.7", "8.8.8.8", "2001:4860:4860::8888")] == [ELSEWHERE] * 3
    assert [of(one) for one in ("10.0.0.1", "127.0.0.1", "203.0.113.9", "2001:db8::1", "x")] == [""] * 5


def test_a_file_of_ones_own_is_read_and_a_wrong_line_named(tmp_path: Path) -> None:
    plain, packed, wrong = tmp_path / "a.csv", tmp_path / "a.csv.gz", tmp_path / "b.csv"
    rows = "start,end,country\n1.0.0.0,1.0.0.255,AU\n"
    plain.write_text("\ufeff" + rows, "utf-8")
    packed.write_bytes(gzip.compress(rows.encode()))
    wrong.write_text(rows + "9.0.0.0,1.0.0.0,AU\n", "utf-8")
    assert [read_countries(one).of("1.0.0.7") for one in (plain, packed)] == ["AU", "AU"]
    for path in (wrong, tmp_path / "none.csv"):
        with pytest.raises(WrongCountryFile):
            read_countries(path)
    with pytest.raises(WrongCountryFile, match="3行目"):
        read_countries(wrong)


def test_a_file_of_ipv4_alone_puts_every_ipv6_address_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reader:
        def get(self, address: IPv4Address | IPv6Address) -> dict[str, object] | None:
            if address.version == 6:
                raise ValueError("You attempted to look up an IPv6 address in an IPv4-only database")
            return {"country": {"iso_code": "jp"}}

    library = SimpleNamespace(open_database=lambda _path: Reader())
    monkeypatch.setattr("models.detection.countries.import_module", lambda _name: library)
    of = read_countries(Path("countries.mmdb")).of
    assert [of("1.0.16.1"), of("2400:4000::1"), of("::ffff:1.0.16.1")] == ["JP", ELSEWHERE, "JP"]
