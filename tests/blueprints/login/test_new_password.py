"""Forgotten passwords and first ones."""

import re
from collections.abc import Callable

from sqlalchemy.orm import Session

from tests.blueprints.people import give_code, give_password, letters, sign_in
from tests.driver.visitor import Visitor
from tests.models.accounts.people import PASSWORD, add_person

NEW = "vier Möwen über dem Hafenkran"


def ask(visitor: Visitor, login_id: str = "hanako.sato") -> str:
    visitor.visit("/login")
    visitor.follow("パスワードを忘れた場合")
    return visitor.submit("reset", login_id=login_id).text


def path_in_letter(session: Session) -> str:
    _, body = letters(session)[-1]
    found = re.search(r"https://saiene\.example(/login/password/\S+)", body)
    assert found is not None
    return found[1]


def test_a_new_password_is_set_by_the_link_in_the_letter(session: Session, visitor: Visitor) -> None:
    add_person(session)
    ask(visitor)
    path = path_in_letter(session)
    visitor.visit(path)
    assert "15文字以上" in visitor.submit("new-password", password="short", expect=422).errors[0]
    assert visitor.submit("new-password", password=NEW).heading == "サインイン"
    assert visitor.visit(path, expect=404).heading == "このアドレスは使えません"
    visitor.visit("/login")
    assert visitor.submit("sign-in", login_id="hanako.sato", password=PASSWORD, expect=422).errors
    assert give_password(visitor, password=NEW).heading == "確認コードの入力"
    give_code(visitor)


def test_unknown_and_known_ids_get_the_same_answer(session: Session, visitor: Visitor) -> None:
    add_person(session)
    assert ask(visitor) == ask(visitor, "nobody.here")
    assert [to for to, _ in letters(session)] == ["hanako.sato@town.example", ""]


def test_an_invented_link_is_unusable(visitor: Visitor) -> None:
    assert visitor.visit("/login/password/abc", expect=404).heading == "このアドレスは使えません"


def test_a_reset_signs_every_browser_out(
    session: Session, visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    add_person(session)
    sign_in(visitor)
    other = new_visitor()
    ask(other)
    other.visit(path_in_letter(session))
    other.submit("new-password", password=NEW)
    assert visitor.visit("/account").heading == "サインイン"
