"""The office of ``tests.models.people.office`` at its browsers: whoever is in it, their letters, what they did."""

import re
from dataclasses import dataclass

import pyotp
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.accounts.account import Account
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.mail.outbox import OutboxLetter
from models.organisations.organisation import Organisation
from tests.access import people as browsers
from tests.blueprints.people import agree, give_password
from tests.driver.visitor import Visitor
from tests.models.accounts.people import BOX, KEY, PASSWORD
from tests.models.people.office import COLLEAGUE, LEAD, MANAGER, MEMBER, OFFICER, SECOND

__all__ = ["COLLEAGUE", "LEAD", "MANAGER", "MEMBER", "OFFICER", "SECOND", "Office"]
DEVICE_KEY = re.compile(r"\b(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}\b")
COOKIE, HOST = "__Host-saiene", "saiene.example"


@dataclass
class Office:
    """The application over its database, and the people in it by ID."""

    app: Flask
    session: Session

    def look_again(self) -> None:
        """See the database as it is now, and hold nothing of it."""
        self.session.rollback()
        self.session.expire_all()

    def person(self, login_id: str) -> Account:
        """The account as it stands now."""
        self.look_again()
        chosen = select(Account).where(Account.login_id == login_id).execution_options(populate_existing=True)
        return self.session.execute(chosen).scalar_one()

    def organisation(self, name: str) -> Organisation:
        """The organisation as it stands now."""
        self.look_again()
        chosen = select(Organisation).where(Organisation.name == name).execution_options(populate_existing=True)
        return self.session.execute(chosen).scalar_one()

    def browser(self, login_id: str) -> Visitor:
        """Somebody at their desk, signed in with a fresh code."""
        self.look_again()
        person = browsers.signed_in(self.session, self.person(login_id), Rung.CONSENT)
        self.session.commit()
        visitor = Visitor(self.app)
        visitor.client.set_cookie(COOKIE, person.token, domain=HOST, secure=True, httponly=True)
        return visitor

    def sign_in(self, login_id: str, password: str = PASSWORD, key: str = KEY, path: str = "/") -> Visitor:
        """Through the forms: ID and password, code, consent where it is asked."""
        visitor = Visitor(self.app)
        visitor.visit(path)
        give_password(visitor, login_id, password)
        visitor.submit("code-form", code=pyotp.TOTP(key).at(clock.now()), expect=None)
        if "同意" in visitor.page.heading:
            agree(visitor)
        return visitor

    def first_sign_in(self, email: str, password: str) -> tuple[Visitor, str, str]:
        """From the letter to the first page: password, device, recovery codes, consent. With the ID and the key."""
        body = next(one for one in self.letters(email) if "IDは" in one)
        found = re.search(r"IDは (\S+) です", body)
        assert found is not None
        return self.first_sign_in_again(email, found[1], password)

    def first_sign_in_again(self, email: str, login_id: str, password: str) -> tuple[Visitor, str, str]:
        """The same for an ID that is known: as if it were the first time."""
        visitor = Visitor(self.app)
        visitor.visit(self.link(email))
        visitor.submit("new-password", password=password)
        give_password(visitor, login_id, password)
        shown = DEVICE_KEY.search(visitor.page.text)
        assert shown is not None
        key = shown[0].replace(" ", "")
        visitor.submit("code-form", code=pyotp.TOTP(key).at(clock.now()))
        visitor.submit("kept-form", kept=True)
        agree(visitor)
        return visitor, login_id, key

    def letters(self, to: str) -> list[str]:
        """The letters written to an address, oldest first."""
        self.look_again()
        found = self.session.scalars(select(OutboxLetter).where(OutboxLetter.recipient == to).order_by(OutboxLetter.id))
        return [BOX.open("letter", one.sealed_body) for one in found]

    def link(self, to: str) -> str:
        """The path of the link in the last letter that holds one."""
        lines = [line for body in self.letters(to) for line in body.splitlines() if line.startswith("https://")]
        return lines[-1].removeprefix(f"https://{HOST}")

    def events(self, *names: EventName) -> list[AuditEvent]:
        """These events, oldest first."""
        self.look_again()
        return list(
            self.session.scalars(select(AuditEvent).where(AuditEvent.name.in_(names)).order_by(AuditEvent.number))
        )
