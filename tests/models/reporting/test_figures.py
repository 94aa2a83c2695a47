"""The monthly report's figures, recounted by plain SQL that knows nothing of how they were worked out (M11)."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.audit.actor import Actor
from models.audit.event_names import EventName, NumbersOf
from models.audit.recorder import Event, record
from models.looking_back.acts import LookKind, kind_of
from models.reporting.acts import SHOWING
from models.reporting.comparing import compare
from models.reporting.computing import compute
from models.reporting.document import Document, Section, Table, Value
from models.reporting.month import Month, WrongMonth
from tests.models.auditing.conftest import remove_guards

OCTOBER = Month(2026, 10)
SINCE, UNTIL = "2026-09-30 15:00:00", "2026-10-31 15:00:00"
USING = "('register:certification:list', 'register:certification:read', 'register:certification:export')"
IN_OCTOBER = f"at >= '{SINCE}' AND at < '{UNTIL}'"


@pytest.fixture
def report(filled: Session, hands: time_machine.Traveller) -> Document:
    return compute(filled, OCTOBER)


def section(report: Document, code: str) -> Section:
    return next(one for one in report.sections if one.code == code)


def cells(table: Table, *heads: str) -> Iterator[tuple[Value, ...]]:
    """The values of these columns, row by row."""
    positions = [[column.label for column in table.columns].index(head) for head in heads]
    for row in table.rows:
        yield tuple(row[position] for position in positions)


def counted(session: Session, statement: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.execute(text(statement))]


def test_every_account_is_counted_as_a_recount_counts_it(filled: Session, report: Document) -> None:
    def times(name: str, outcome: str = "done") -> str:
        return f"SUM(CASE WHEN name = '{name}' AND outcome = '{outcome}' THEN 1 ELSE 0 END)"

    refused = (times("register:certification:absent", "refused"), times("access:page:refuse", "refused"))
    recount = counted(
        filled,
        f"SELECT login_id, organisation, {times('sign-in:session:start')}, {times('register:certification:list')}, "
        f"{times('register:certification:read')}, {times('register:certification:export')}, "
        f"{refused[0]} + {refused[1]} FROM audit_events WHERE {IN_OCTOBER} AND organisation <> '' "
        "GROUP BY login_id, organisation ORDER BY organisation, login_id",
    )
    table = section(report, "accounts").tables[0]
    heads = ("ID", "組織", "サインイン", "検索・一覧", "設備の表示", "書き出し", "拒否")
    assert list(cells(table, *heads)) == sorted(recount, key=lambda row: (str(row[1]), str(row[0])))
    assert len(recount) == 9


def test_numbers_that_a_page_shows_unasked_are_no_use_of_the_register(
    filled: Session, hands: time_machine.Traveller, report: Document
) -> None:
    hands.move_to("2026-10-20T14:00:00Z")
    actor = Actor(10, "person-10", 1, "みどり電力")
    details = {"asked": {}, "total": 9, "items": []}
    for about in (NumbersOf.HOME, NumbersOf.EXPORT, NumbersOf.BREAKDOWN):
        record(filled, Event(EventName.CERTIFICATIONS_LISTED, actor, object=about, details=details))
    hands.move_to("2026-11-10T01:00:00Z")
    searches = [
        [value for who, value in cells(section(one, "accounts").tables[0], "ID", "検索・一覧") if who == "person-10"]
        for one in (report, compute(filled, OCTOBER))
    ]
    assert searches[1] == [int(str(searches[0][0])) + 1], "a breakdown was asked for"


def test_what_is_seen_in_a_preview_is_use_and_whatever_is_a_look_to_its_owner_was_shown(
    filled: Session, hands: time_machine.Traveller
) -> None:
    looks = {name.value for name in EventName if kind_of(name.value) is not LookKind.OTHER}
    assert {*looks, EventName.PERSON_READING_ASKED.value} == {*SHOWING}
    hands.move_to("2026-10-20T14:00:00Z")
    actor = Actor(77, "officer-77", 7, "資源エネルギー庁")
    seen = {"as": "", "asked": {}, "items": []}
    record(filled, Event(EventName.PREVIEW_READ, actor, object="facility:A", certifications=(900,), details=seen))
    hands.move_to("2026-11-10T01:00:00Z")
    table = section(compute(filled, OCTOBER), "accounts").tables[0]
    assert ("officer-77", 1, 1) in cells(table, "ID", "設備の表示", "異なる設備")


def test_different_facilities_are_counted_once_for_a_person_and_once_for_their_organisation(
    filled: Session, report: Document
) -> None:
    shown = (
        "FROM audit_event_facilities AS f JOIN audit_events AS e ON e.number = f.event_number "
        f"WHERE e.{IN_OCTOBER.replace('AND at', 'AND e.at')}"
    )
    each = counted(filled, f"SELECT e.login_id, COUNT(DISTINCT f.certification_id) {shown} GROUP BY e.login_id")
    assert set(cells(section(report, "accounts").tables[0], "ID", "異なる設備")) == set(each)
    together = counted(
        filled, f"SELECT e.organisation, COUNT(DISTINCT f.certification_id) {shown} GROUP BY e.organisation"
    )
    assert set(cells(section(report, "organisations").tables[0], "組織", "異なる設備")) == set(together)
    overall = counted(filled, f"SELECT COUNT(DISTINCT f.certification_id) {shown}")[0][0]
    assert f"{overall} 件の異なる設備" in section(report, "overall").sentence


def test_hours_and_weekdays_are_those_of_japan(filled: Session, report: Document) -> None:
    sqlite = filled.get_bind().dialect.name == "sqlite"
    hour = "CAST(strftime('%H', at, '+9 hours') AS INTEGER)" if sqlite else "EXTRACT(HOUR FROM at + INTERVAL '9 hours')"
    if not sqlite:
        filled.execute(text("SET TIME ZONE 'UTC'"))
    recount = {
        f"{int(str(at))}時": number
        for at, number in counted(
            filled, f"SELECT {hour}, COUNT(*) FROM audit_events WHERE name IN {USING} AND {IN_OCTOBER} GROUP BY 1"
        )
    }
    by_hour, by_weekday, odd = section(report, "hours").tables
    assert {at: number for at, number in by_hour.rows if number} == recount
    assert sum(number for _day, number in cells(by_weekday, "曜日", "閲覧の操作") if isinstance(number, int)) == sum(
        recount.values()
    )
    assert 0 < sum(row[2] for row in odd.rows if isinstance(row[2], int)) < sum(recount.values())


def test_rows_taken_are_the_sum_of_the_files(filled: Session, report: Document) -> None:
    sqlite = filled.get_bind().dialect.name == "sqlite"
    total = "json_extract(details, '$.total')" if sqlite else "CAST(details ->> 'total' AS INTEGER)"
    files, rows = counted(
        filled,
        f"SELECT COUNT(*), SUM({total}) FROM audit_events "
        f"WHERE name = 'register:certification:export' AND {IN_OCTOBER}",
    )[0]
    by_purpose, listed = section(report, "exports").tables
    assert sum(row[1] for row in by_purpose.rows if isinstance(row[1], int)) == files == len(listed.rows)
    assert sum(row[2] for row in by_purpose.rows if isinstance(row[2], int)) == rows
    assert sum(number for (number,) in cells(section(report, "accounts").tables[0], "書き出した行")) == rows  # type: ignore[misc]


def test_an_address_is_new_where_the_organisation_never_signed_in_from_it(filled: Session, report: Document) -> None:
    began = "name = 'sign-in:session:start'"
    recount = counted(
        filled,
        f"SELECT DISTINCT organisation, address FROM audit_events WHERE {began} AND {IN_OCTOBER} EXCEPT "
        f"SELECT organisation, address FROM audit_events WHERE {began} AND at < '{SINCE}'",
    )
    assert recount, "the month has new addresses"
    assert list(cells(section(report, "addresses").tables[1], "組織", "アドレス")) == sorted(recount)


def test_failures_are_counted_by_the_account_they_were_meant_for(filled: Session, report: Document) -> None:
    recount = counted(
        filled,
        "SELECT COUNT(*) FROM audit_events "
        f"WHERE outcome = 'refused' AND name = 'sign-in:password:check' AND {IN_OCTOBER}",
    )
    assert sum(row[1] for row in section(report, "accounts").tables[1].rows if isinstance(row[1], int)) == recount[0][0]


def test_the_trail_is_whole_and_its_last_hash_is_the_months(filled: Session, report: Document) -> None:
    first, last, number = counted(
        filled, f"SELECT MIN(number), MAX(number), COUNT(*) FROM audit_events WHERE {IN_OCTOBER}"
    )[0]
    head = counted(filled, f"SELECT hash FROM audit_events WHERE number = {last}")[0][0]
    told = dict(section(report, "trail").tables[0].rows)
    assert (told["記録の件数"], told["最初の番号"], told["最後の番号"]) == (str(number), str(first), str(last))
    assert (told["欠けている番号"], told["つながらない記録"], told["この月の最後のハッシュ値"]) == ("0", "0", head)
    assert told["内容がハッシュ値と合わない記録"] == "0"


@pytest.mark.parametrize(
    ("change", "unjoined", "rewritten"),
    [
        ("UPDATE audit_events SET login_id = 'x' WHERE number = {first} + 3", 0, 1),
        ("UPDATE audit_events SET hash = 'x' WHERE number = {first} + 3", 1, 1),
        ("UPDATE audit_events SET hash = '{head}' WHERE number = {last}", 1, 1),
        ("DELETE FROM audit_event_facilities WHERE event_number = {shown}", 0, 1),
        ("DELETE FROM audit_events WHERE number = {first} + 3", 1, 0),
    ],
)
def test_an_event_of_the_month_that_was_tampered_with_is_counted(
    filled: Session, hands: time_machine.Traveller, change: str, unjoined: int, rewritten: int
) -> None:
    record(filled, Event(EventName.SIGNED_OUT, Actor()))  # November begins after October's last
    filled.commit()
    first, last = counted(filled, f"SELECT MIN(number), MAX(number) FROM audit_events WHERE {IN_OCTOBER}")[0]
    between = f"event_number BETWEEN {first} AND {last}"
    shown = counted(filled, f"SELECT MIN(event_number) FROM audit_event_facilities WHERE {between}")[0][0]
    remove_guards(filled)
    filled.execute(text(change.format(first=first, last=last, shown=shown, head="f" * 64)))
    told = dict(section(compute(filled, OCTOBER), "trail").tables[0].rows)
    assert (told["つながらない記録"], told["内容がハッシュ値と合わない記録"]) == (str(unjoined), str(rewritten))


def test_the_same_month_comes_out_the_same_however_much_later_it_is_worked_out(
    filled: Session, report: Document, hands: time_machine.Traveller
) -> None:
    hands.shift(90 * 86_400)
    again = compute(filled, OCTOBER)
    assert compare(report, again) == []
    assert report.made_at != again.made_at
    kept = Document.of_text(report.to_text())
    assert (kept, kept.to_text()) == (report, report.to_text())
    assert compare(compute(filled, Month(2026, 9)), report)


def test_a_month_that_is_not_over_is_not_reported_on(session: Session, hands: time_machine.Traveller) -> None:
    with pytest.raises(WrongMonth):
        compute(session, Month(2026, 11))
