"""Every list of the administration as a file: exactly its rows, no formulas, and the taking recorded (M12)."""

import ast
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

import blueprints
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.catalogue.file_cells import neutral
from models.mail.outbox import OutboxLetter
from tests.access import people
from tests.browser.people import COLLEAGUE, LEAD, READER, TOWN_LEAD, TOWN_MEMBER, account_of, staffed
from tests.databases.recipes import HOST, settings_for_tests
from tests.databases.templates import Databases
from tests.driver.html import elements
from tests.driver.visitor import Visitor

FORMULA = "=HYPERLINK(1)"
LISTS = (
    (READER, "/admin/accounts"),
    (READER, "/admin/organisations"),
    (READER, "/admin/requests"),
    (READER, "/admin/approvals"),
    (READER, "/admin/roll-calls"),
    (READER, "/admin/roll-calls/1"),
    (READER, "/admin/mail"),
    (READER, "/admin/jobs"),
    (READER, "/admin/training"),
    (READER, "/admin/consents"),
    (READER, "/admin/consents/1"),
    (READER, "/admin/incidents"),
    (READER, "/admin/incidents/1/seen"),
    (TOWN_MEMBER, "/incidents"),
    (TOWN_LEAD, "/desk"),
    (TOWN_LEAD, "/desk/training"),
)


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    """Everything that lists can show, some of it called like a formula."""
    url = databases.copy(staffed)
    made = create_engine(url)
    with Session(made) as session:
        for login_id in (TOWN_MEMBER, LEAD, COLLEAGUE):
            person = account_of(session, login_id)
            person.person_name = person.organisation.name = f"{FORMULA}{login_id}"
        letter = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).first()
        assert letter is not None
        letter.subject = FORMULA
        session.commit()
    yield made
    made.dispose()
    databases.drop(url)


@pytest.fixture
def enter(engine: Engine, tmp_path: Path) -> Iterator[object]:
    """Signs somebody in who has given a code just now."""
    from app import create_app
    from models.db import db

    app = create_app(settings_for_tests(engine.url.render_as_string(hide_password=False), tmp_path))

    def sign_in(login_id: str) -> Visitor:
        with Session(engine, expire_on_commit=False) as session:
            token = people.signed_in(session, account_of(session, login_id), Rung.CONSENT).token
            session.commit()
        visitor = Visitor(app)
        visitor.client.set_cookie("__Host-saiene", token, domain=HOST, secure=True, httponly=True)
        return visitor

    yield sign_in
    with app.app_context():
        db.engine.dispose()


def test_every_file_holds_exactly_the_rows_of_its_list(engine: Engine, enter: object) -> None:
    taken, neutralised = [], 0
    for login_id, address in LISTS:
        visitor = enter(login_id)  # type: ignore[operator]
        content = visitor.request("GET", f"{address}?file=csv").get_data(as_text=True)
        head, *lines = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
        shown = [[neutral(cell) for cell in row] for row in every_row(visitor, address, len(head))]
        assert lines == shown, address
        assert not [cell for line in lines for cell in line if neutral(cell) != cell], address
        neutralised += sum(cell.startswith(f"'{FORMULA}") for line in lines for cell in line)
        taken.append(len(lines))
    assert neutralised > len(LISTS) // 2
    with Session(engine) as session:
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.name == EventName.LIST_EXPORTED.value).order_by(AuditEvent.number)
        ).all()
        assert [one.details["rows"] for one in events] == taken
        assert {pattern(one.details["list"]) for one in events} == set(names_in_the_source())


def every_row(visitor: Visitor, address: str, columns: int) -> Iterator[list[str]]:
    """The cells of the list, page by page, as they are read: the table with as many columns, the ticks left out."""
    ahead = [f"{address}?size=20"]
    while ahead:
        page = visitor.visit(ahead.pop())
        for number in range(len(elements(page.tree.root, "table"))):
            rows = [[text for head, text in row.items() if head != "選ぶ"] for row in page.rows(number)]
            if rows and len(rows[0]) == columns:
                yield from rows
                break
        ahead = [link.get("href", "") for link in elements(page.tree.root, "a") if link.get("rel") == "next"]


def names_in_the_source() -> Iterator[str]:
    """The name of every list that is made anywhere in the blueprints, numbers as ``*``: none is left out above."""
    places = {"AdminList": 0, "list_of_people": 1}
    for path in Path(str(blueprints.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
                named = node.args[places[node.func.id]]
                if isinstance(named, ast.Constant):
                    yield str(named.value)
                elif isinstance(named, ast.JoinedStr):
                    yield "".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in named.values)


def pattern(name: str) -> str:
    """A list's name as the trail has it, its number left out."""
    return re.sub(r"\d+$", "*", name)
