"""Who sits before the browser, and the register they look at."""

from dataclasses import replace
from datetime import date, timedelta

import pyotp
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, object_session

from models import clock
from models.access.presence import viewer_of
from models.accounts import sessions
from models.accounts.account import Account, Role
from models.accounts.passwords import hash_password
from models.accounts.visit import Visit
from models.audit.actor import Actor
from models.certifications.criteria import read_criteria
from models.certifications.proposals.proposal import ImportProposal, ProposalKind, Stage
from models.certifications.saved_searches import SavedSearch
from models.certifications.search import search
from models.incidents.deadlines import AuthorityReport
from models.incidents.drafts import keep_draft
from models.incidents.handling import tell_authority
from models.organisations.kinds import OrganisationKind
from models.publishing.documents import document_named
from models.publishing.publication import lay_before
from models.publishing.words import Section, read_typed
from models.register.report import ImportReport
from models.register.workbooks.rows import RefusedRow
from tests.browser.looking_back import fill_looking_back
from tests.browser.office import fill_office
from tests.browser.papers import fill_papers
from tests.databases.templates import upon
from tests.factories import incidents
from tests.factories.stock import stocked
from tests.factories.texts import publish
from tests.models.accounts.people import KEY, PASSWORD, add_organisation, add_person
from tests.models.training.people import add_pass

READER, NEWCOMER, MANAGER, LEAD = "hanako.sato", "jiro.tanaka", "ichiro.suzuki", "shiro.abe"
"""Someone who sees everything, and so has the longest pages; someone whose device is not connected yet; someone who
may not read the register; a responsible person whose training is late."""
COLLEAGUE, TOWN_MEMBER, TOWN_LEAD = "saburo.takagi", "shiro.ito", "goro.kato"
COMING = date(2099, 4, 1)
"""Another who sees everything; people of a town, the second its responsible person."""


@upon(stocked, by_day=True)
def staffed(url: str) -> None:
    """The register in small, and the people; the first has saved a search and shares it."""
    engine = create_engine(url)
    with Session(engine) as session:
        agency = add_organisation(session, "みほん保有庁", OrganisationKind.OWNER)
        reader = add_person(session, READER, agency, Role.OWNER_OFFICER)
        session.flush()
        session.add(_question_of(reader))
        add_pass(session, reader, clock.today())
        session.add(_proposal_of(add_person(session, COLLEAGUE, agency, Role.OWNER_OFFICER)))
        add_person(session, NEWCOMER, agency, credentials=False).password_hash = hash_password(PASSWORD)
        bureau = add_organisation(session, "みほん経済産業局", OrganisationKind.BUREAU)
        add_person(session, LEAD, bureau, Role.RESPONSIBLE_PERSON).issued_at = clock.now() - timedelta(days=100)
        contractor = add_organisation(session, "みほん運用会社", OrganisationKind.CONTRACTOR)
        add_person(session, MANAGER, contractor, Role.SYSTEM_MANAGER)
        town = add_organisation(session, "みほん市", OrganisationKind.LOCAL_GOVERNMENT)
        add_person(session, TOWN_MEMBER, town)
        add_person(session, TOWN_LEAD, town, Role.RESPONSIBLE_PERSON)
        _incidents(session)
        fill_office(session, READER, TOWN_LEAD, TOWN_MEMBER)
        fill_papers(session, MANAGER, READER)
        drafts_of_texts(session, reader)
        fill_looking_back(session, READER, COLLEAGUE, TOWN_MEMBER, MANAGER)
        session.commit()
    engine.dispose()


def drafts_of_texts(session: Session, reader: Account) -> None:
    """A draft of the terms with every kind of difference, a draft of six items that waits for approval, and six items
    that are published and not in force yet.
    """
    ahead = clock.today() + timedelta(days=30)
    terms = document_named("terms")
    words = terms.versions(session)[-1].words
    first, *others = words.sections
    changed = replace(first, paragraphs=read_typed(f"{first.typed}\n\n加えた文です。\n・一つ目\n・二つ目"))
    sections = (*others[2:], changed, Section("雑則", read_typed("雑則を定めます。")))
    told = ("目的を補い、雑則を加えました。",)
    publish(session, reader, "terms", ahead, words=replace(words, sections=sections), changes=told, draft=True)
    items = document_named("consent:bureau")
    words = items.versions(session)[-1].words
    sections = (replace(words.sections[0], paragraphs=read_typed("目的を改めました。")), *words.sections[1:])
    words = replace(words, sections=sections)
    row = publish(session, reader, items.name, ahead, words=words, changes=told, draft=True)
    viewer = viewer_of(session, reader, Actor(account_id=reader.id), clock.now())
    lay_before(session, viewer, [(row.id, row.revision)], "制度の見直し")
    publish(session, reader, "consent:auditor", COMING)


def _question_of(reader: Account) -> SavedSearch:
    return SavedSearch(
        account_id=reader.id,
        name="太陽光の設備",
        parameters=[["source", "太陽光"]],
        shared_with=reader.organisation_id,
        saved_at=clock.now(),
    )


def _proposal_of(colleague: Account) -> ImportProposal:
    """A file that a colleague has uploaded: everything there is to tell of one."""
    person = object_session(colleague)
    assert person is not None
    sign_in = sessions.begin(person, colleague.id, Visit(), "", clock.now())[1]
    report = ImportReport("06.山形県.xlsx", facilities=60, parcels=80, added=3, changed=25, unchanged=20)
    report.refused = [RefusedRow("認定設備", number, "新規認定日", "値がありません。") for number in range(5, 65)]
    report.preview = [(f"A{number:06}C22", ("output_kw", "operator_name")) for number in range(100_001, 100_021)]
    report.changed_items.update({"output_kw": 20, "operator_name": 25})
    report.vanished, report.vanished_preview, report.withheld, report.standing = 2, ["A100008C13", "A100009C13"], 40, 90
    proposal = ImportProposal(
        kind_code=ProposalKind.PUBLISHED.value,
        stage_code=Stage.READY.value,
        file_name="06.山形県_再生可能エネルギー発電事業計画の認定情報.xlsx",
        sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        size=1_234_567,
        strict=False,
        accept_vanished=True,
        reason="2026年5月の公表による月次の更新",
        token="0" * 32,
        sealed_key="x",
        proposed_by=colleague.id,
        proposed_in=sign_in.id,
        proposed_at=clock.now(),
        expires_at=clock.now() + timedelta(days=7),
    )
    proposal.tell(report)
    return proposal


def _incidents(session: Session) -> None:
    """A case about the colleague, who has looked around; a report that waits for the town's responsible person."""
    colleague = incidents.viewer(session, COLLEAGUE)
    search(session, colleague, read_criteria({"source": ["太陽光"]}, colleague.items))
    today = clock.today()
    case = incidents.reported(session, READER, person=COLLEAGUE, noticed_on=today, happened_on=today)
    incidents.reported(session, TOWN_MEMBER, noticed_on=today, happened_on=today)
    reader = incidents.viewer(session, READER)
    tell_authority(session, reader, case.id, AuthorityReport.FINAL, today)
    keep_draft(session, reader, replace(incidents.REPORT, noticed_on=today, happened_on=today))


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
