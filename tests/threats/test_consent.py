"""Six boxes, each ticked: nothing else that can be sent counts for it."""

import re

from models.accounts.sign_in_session import Rung
from models.consent.texts import ITEM_CODES
from tests.databases.snapshot import changed, snapshot
from tests.threats.conftest import Service

ALL = list(ITEM_CODES)
TICKED = (
    [ALL[0]] * 6,
    ALL[:5],
    ["on"] * 6,
    ["off"] * 6,
    [",".join(ALL)],
    [code.upper() + " " for code in ALL],
    ["1", "2"],
    [],
)


def test_nothing_but_every_box_is_a_consent(service: Service) -> None:
    visitor, _ = service.enter(rung=Rung.SECOND_FACTOR)
    source, token = visitor.visit("/consent").source, visitor.token()
    shown = re.findall(r"[0-9a-f]{64}", source)[0]
    before = snapshot(service.engine)
    for boxes in TICKED:
        sent = {"csrf_token": token, "shown": shown, "agreed": boxes}
        assert visitor.request("POST", "/consent", data=sent).status_code == 422, boxes
        assert visitor.request("POST", "/consent", data={**sent, "consent": "all", "rung": "3"}).status_code == 422
    for words in ("", "0" * 64, "x"):
        sent = {"csrf_token": token, "shown": words, "agreed": ALL}
        assert visitor.request("POST", "/consent", data=sent).status_code == 422, words
    # Elsewhere than in the form they count for nothing.
    for address in (f"/consent?agreed={'&agreed='.join(ALL)}&shown={shown}", "/consent/"):
        assert visitor.request("POST", address, data={"csrf_token": token}).status_code in (404, 422)
    assert changed(before, snapshot(service.engine)) == set()
    assert visitor.visit("/certifications").heading.startswith("利用に当たっての同意")
