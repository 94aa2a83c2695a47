"""Which IDs are the same, and which may be issued."""

import pytest
from sqlalchemy.orm import Session

from models.accounts.creation import NewAccount, create_account
from models.accounts.lifecycle import find_by_login_id
from models.accounts.login_ids import NotIssuable, check_issuable, fold_login_id, skeleton
from models.errors import Conflict
from tests.models.accounts.people import BOX, CONSOLE, PUBLIC, Role, add_person


@pytest.mark.parametrize(
    "typed", ["hanako.sato", " Hanako.Sato ", "ｈａｎａｋｏ．ｓａｔｏ", "hanako\u200b.sato", "HANAKO.SATO\u3000"]
)
def test_an_id_is_found_however_it_is_typed(typed: str) -> None:
    assert fold_login_id(typed) == "hanako.sato"


@pytest.mark.parametrize("folded", ["hаnako", "hanαko", "a b c d", "abc", "x" * 33, ".hanako", "花子さん", "hanako\n"])
def test_an_id_outside_the_allowed_form_is_not_issuable(folded: str) -> None:
    with pytest.raises(NotIssuable):
        check_issuable(folded)


@pytest.mark.parametrize(("one", "other"), [("user10", "user1o"), ("paul", "pau1"), ("tarn", "tam"), ("ivvan", "1wan")])
def test_ids_that_look_alike_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("login_id", ["hanako.sato", "HANAKO.SATO", "ｈanako.sato", "hanak0.sat0"])
def test_an_id_that_exists_or_looks_like_one_is_not_issued_again(session: Session, login_id: str) -> None:
    first = add_person(session)
    new = NewAccount(login_id, first.organisation, Role.MEMBER, "佐藤 次郎", "jiro@town.example")
    with pytest.raises(Conflict):
        create_account(session, BOX, CONSOLE, new, PUBLIC)


def test_a_full_width_id_finds_its_account(session: Session) -> None:
    account = add_person(session)
    assert find_by_login_id(session, "ｈａｎａｋｏ．ｓａｔｏ") is account
