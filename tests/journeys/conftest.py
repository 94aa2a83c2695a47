"""An office to play in."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.journeys.office import Office
from tests.models.people.office import staff


@pytest.fixture
def office(app: Flask, session: Session) -> Office:
    """Everybody at their desk, on either database."""
    staff(session, credentials=True)
    return Office(app, session)
