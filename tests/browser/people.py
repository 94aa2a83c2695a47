"""Who sits before the browser, and the register they look at."""

import pyotp
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account, Role
from models.accounts.passwords import hash_password
from models.certifications.saved_searches import SavedSearch
from models.organisations.kinds import OrganisationKind
from tests.factories.stock import stocked
from tests.models.accounts.people import KEY, PASSWORD, add_organisation, add_person

READER, NEWCOMER, MANAGER = "hanako.sato", "jiro.tanaka", "ichiro.suzuki"
"""Someone who sees everything, and so has the longest pages; someone whose device is not connected yet; someone who
may not read the register."""


def staffed(url: str) -> None:
    """The register in small, and the three people; the first has saved a search and shares it."""
    stocked(url)
    engine = create_engine(url)
    with Session(engine) as session:
        agency = add_organisation(session, "みほん保有庁", OrganisationKind.OWNER)
        reader = add_person(session, READER, agency, Role.OWNER_OFFICER)
        session.flush()
        session.add(_question_of(reader))
        add_person(session, NEWCOMER, agency, credentials=False).password_hash = hash_password(PASSWORD)
        contractor = add_organisation(session, "みほん運用会社", OrganisationKind.CONTRACTOR)
        add_person(session, MANAGER, contractor, Role.SYSTEM_MANAGER)
        session.commit()
    engine.dispose()


def _question_of(reader: Account) -> SavedSearch:
    return SavedSearch(
        account_id=reader.id,
        name="太陽光の設備",
        parameters=[["source", "太陽光"]],
        shared_with=reader.organisation_id,
        saved_at=clock.now(),
    )


def account_of(session: Session, login_id: str) -> Account:
    """The account with this ID."""
    return session.scalars(select(Account).where(Account.login_id == login_id)).one()


def give_password(page: Page, login_id: str = READER) -> None:
    """The first page."""
    page.get_by_label("ID", exact=True).fill(login_id)
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="次へ進む").click()


def give_code(page: Page, key: str = KEY) -> None:
    """The second page."""
    page.get_by_label("確認コード").fill(pyotp.TOTP(key).at(clock.now()))
    page.get_by_role("main").get_by_role("button").first.click()


def agree(page: Page) -> None:
    """The consent page: every box, then the button."""
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="すべてに同意して利用を始める").click()


def heading(page: Page, text: str) -> None:
    """The page in view has this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
