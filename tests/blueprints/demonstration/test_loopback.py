"""A demonstration answers nobody but the machine it runs on."""

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from blueprints.demonstration.loopback import LoopbackOnly, is_loopback


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_answered(address: str) -> None:
    client = Client(LoopbackOnly(Response("answered")))
    assert client.get("/", environ_base={"REMOTE_ADDR": address}).text == "answered"


@pytest.mark.parametrize(
    "address", ["192.0.2.1", "10.0.0.5", "2001:db8::1", "::ffff:192.0.2.1", "", "unix:", "localhost"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_any_other_machine_is_refused(address: str, method: str) -> None:
    client = Client(LoopbackOnly(Response("answered")))
    headers = {"Host": "127.0.0.1", "X-Forwarded-For": "127.0.0.1"}
    refused = client.open("/", method=method, environ_base={"REMOTE_ADDR": address}, headers=headers)
    assert refused.status_code == 403
    assert "answered" not in refused.text
    assert not is_loopback(address)
