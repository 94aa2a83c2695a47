"""What is typed as a device's name is only a name."""

from collections.abc import Iterator

import pyotp
import pytest
import time_machine
from sqlalchemy.orm import Session

from models import clock
from models.accounts import devices, own_security
from tests.models.accounts.people import BOX, OFFICE, START, add_person, signed_in


@pytest.fixture(autouse=True)
def hands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as coordinates:
        yield coordinates


def test_no_character_in_a_devices_name_keeps_it_from_being_connected(session: Session) -> None:
    account = add_person(session)
    sign_in, _ = signed_in(session)
    for typed in ("\0", "phone\0\r\n\x1b[2J\u2028", "\u202eenohp"):
        own_security.begin_another_device(session, BOX, sign_in)
        connection = devices.connecting(session, BOX, account, sign_in.id)
        assert connection is not None
        code = pyotp.TOTP(connection.typed_key.replace(" ", "")).at(clock.now())
        own_security.confirm_another_device(session, BOX, OFFICE, sign_in, code, typed)
        session.commit()
    labels = [device.label for device in devices.list_devices(session, account.id)]
    assert len(labels) == 4
    assert not [label for label in labels if not label or {"\0", "\r", "\n", "\x1b", "\u2028"} & set(label)]
