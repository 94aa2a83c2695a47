"""An office to act in, by the domain alone."""

import pytest
from sqlalchemy.orm import Session

from tests.models.people.office import Office, staff


@pytest.fixture
def office(session: Session) -> Office:
    """Everybody at their desk, on either database."""
    return staff(session)
