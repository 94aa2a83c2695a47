"""People at the pages of signing in: they type what they know, in the forms they find."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consent.texts import ITEM_CODES
from models.mail.outbox import OutboxLetter
from tests.driver.page import Page
from tests.driver.visitor import Visitor
from tests.models.accounts.people import BOX, PASSWORD, code

ALL_BOXES = list(ITEM_CODES)


def give_password(visitor: Visitor, login_id: str = "hanako.sato", password: str = PASSWORD) -> Page:
    """The first page."""
    return visitor.submit("sign-in", login_id=login_id, password=password)


def give_code(visitor: Visitor, typed: str = "") -> Page:
    """The second page."""
    return visitor.submit("code-form", code=typed or code())


def agree(visitor: Visitor, boxes: list[str] | None = None, expect: int = 200) -> Page:
    """The consent page."""
    return visitor.submit("consent", {"agreed": ALL_BOXES if boxes is None else boxes}, expect=expect)


def sign_in(visitor: Visitor, login_id: str = "hanako.sato", path: str = "/account") -> Page:
    """All the way to a page, wherever consent is asked."""
    visitor.visit(path)
    give_password(visitor, login_id)
    page = give_code(visitor)
    return agree(visitor) if "同意" in page.heading else page


def letters(session: Session) -> list[tuple[str, str]]:
    """Recipients and bodies of all letters written so far, oldest first."""
    session.rollback()
    found = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).all()
    read = [(letter.recipient, BOX.open("letter", letter.sealed_body)) for letter in found if letter.sealed_body]
    session.rollback()
    return read
