"""The demonstration's passwords are random for each installation."""

from models.accounts.passwords import PasswordContext, check_password_policy
from models.demonstration.cast import everybody
from models.demonstration.credentials import new_password


def test_no_two_passwords_are_alike_and_all_pass_the_policy() -> None:
    context = PasswordContext("demo-tokyo-member", "星笛丘 晴空", "見本")
    made = {new_password(context) for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_password_policy(password, context)


def test_every_fixed_id_is_of_the_agreed_form() -> None:
    ids = [part.login_id for part in everybody()]
    assert len(set(ids)) == len(ids)
    assert all(login_id.startswith("demo-") and login_id.isascii() and len(login_id) <= 32 for login_id in ids)
