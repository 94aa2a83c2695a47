"""An office that is watched, and a clock that tests move."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from models.db import SessionFactory
from tests.models.accounts.conftest import hands  # noqa: F401
from tests.models.people.office import Office, staff


@pytest.fixture
def office(session: Session) -> Office:
    """Everybody in use."""
    made = staff(session)
    session.commit()
    return made


@pytest.fixture
def sessions(session: Session) -> SessionFactory:
    """Opens sessions on the office's database."""
    return sessionmaker(session.get_bind(), expire_on_commit=False)
