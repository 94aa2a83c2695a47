"""An office that is watched, and a clock that tests move."""

import pytest
from sqlalchemy.orm import Session

from tests.models.accounts.conftest import hands  # noqa: F401
from tests.models.people.office import Office, staff


@pytest.fixture
def office(session: Session) -> Office:
    """Everybody in use."""
    made = staff(session)
    session.commit()
    return made
