"""Every list of the administration as a file: exactly its rows, no formulas, and the taking recorded (M12)."""

import ast
import csv
import io
import re
from collections.abc import Callable, Iterator
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
from tests.browser.looking_back import OPERATOR
from tests.browser.people import COLLEAGUE, LEAD, MANAGER, READER, TOWN_LEAD, TOWN_MEMBER, account_of, staffed
from tests.databases.recipes import HOST, settings_for_tests
from tests.databases.templates import Databases
from tests.driver.html import elements
from tests.driver.visitor import Visitor
from tests.factories.stock import CORRECTED

FORMULA = "=HYPERLINK(1)"
LISTS = (
    (READER, "/admin/accounts", "accounts"),
    (READER, "/admin/organisations", "organisations"),
    (READER, "/admin/requests", "requests"),
    (READER, "/admin/approvals", "approvals"),
    (READER, "/admin/roll-calls", "roll-calls"),
    (READER, "/admin/roll-calls/1", "roll-call-*"),
    (READER, "/admin/mail", "mail"),
    (READER, "/admin/jobs", "jobs"),
    (READER, "/admin/training", "training"),
    (READER, "/admin/consents", "consents"),
    (READER, "/admin/consents/1", "consents-*"),
    (READER, "/admin/incidents", "incident-cases"),
    (READER, "/admin/incidents/1/seen", "viewing-acts"),
    (READER, "/admin/editions", "editions"),
    (READER, "/admin/register/import", "imports"),
    (READER, "/admin/monitoring", "alerts"),
    (READER, "/admin/audit/packs", "packs"),
    (READER, "/admin/monitoring/rules", "rule-editions"),
    (READER, "/admin/cases", "cases"),
    (READER, "/admin/cases/1/seen", "case-acts"),
    (READER, "/admin/exports", "exports"),
    (READER, "/admin/export-limits", "export-limit-changes"),
    (READER, "/admin/texts", "texts"),
    (READER, "/admin/findings", "findings"),
    (READER, "/admin/inspection", "inspections"),
    (READER, "/admin/reports", "monthly-reports"),
    (READER, "/admin/inquiries", "inquiry-cases"),
    (READER, "/admin/why/scopes", "scopes"),
    (READER, "/admin/why/item/operator_name", "item-readers"),
    (READER, f"/admin/why/facility/{CORRECTED}", "facility-readers"),
    (MANAGER, "/admin/paper-requests", "paper-requests"),
    (READER, "/certifications/export/requests", "export-requests"),
    (TOWN_MEMBER, "/incidents", "incidents"),
    (TOWN_LEAD, "/desk", "people"),
    (TOWN_LEAD, "/desk/training", "desk-training"),
    (TOWN_LEAD, "/desk/cases", "desk-cases"),
    (OPERATOR, "/operator/inquiries", "inquiries"),
)
"""Who takes which list as a file, and its name in the trail, numbers as ``*``."""
OWN_FORM = {"audit"}
"""Lists whose file has a form of its own, and its own tests."""


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
def enter(engine: Engine, tmp_path: Path) -> Iterator[Callable[[str], Visitor]]:
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


@pytest.mark.parametrize(("login_id", "address", "name"), LISTS, ids=[name for _login_id, _address, name in LISTS])
def test_a_file_holds_exactly_the_rows_of_its_list(
    engine: Engine, enter: Callable[[str], Visitor], login_id: str, address: str, name: str
) -> None:
    visitor = enter(login_id)
    content = visitor.request("GET", f"{address}?file=csv").get_data(as_text=True)
    head, *lines = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
    shown = [[neutral(cell) for cell in row] for row in every_row(visitor, address, len(head))]
    assert lines == shown
    assert not [cell for line in lines for cell in line if neutral(cell) != cell]
    with Session(engine) as session:
        taken = session.scalars(select(AuditEvent).where(AuditEvent.name == EventName.LIST_EXPORTED.value)).one()
        assert (re.sub(r"\d+$", "*", taken.details["list"]), taken.details["rows"]) == (name, len(lines))


def test_what_a_spreadsheet_would_calculate_is_taken_as_words(enter: Callable[[str], Visitor]) -> None:
    for address in ("/admin/accounts", "/admin/organisations", "/admin/mail"):
        content = enter(READER).request("GET", f"{address}?file=csv").get_data(as_text=True)
        assert f"'{FORMULA}" in content.replace('""', '"'), address


def test_no_list_is_left_out() -> None:
    assert set(names_in_the_source()) - OWN_FORM == {name for _login_id, _address, name in LISTS}


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
    """The name of every list that is made anywhere in the blueprints, numbers as ``*``."""
    places = {"AdminList": 0, "list_of_people": 1}
    for path in Path(str(blueprints.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
                by_word = [keyword.value for keyword in node.keywords if keyword.arg == "name"]
                named = by_word[0] if by_word else node.args[places[node.func.id]]
                if isinstance(named, ast.Constant):
                    yield str(named.value)
                elif isinstance(named, ast.JoinedStr):
                    yield "".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in named.values)
