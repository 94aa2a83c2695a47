"""Letters leave, once, or are tried again."""

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.mail.delivery import PAUSES, Delivered, deliver_due
from models.mail.outbox import Letter, LetterState, NotAnAddress, OutboxLetter, queue_letter
from models.mail.post import CannotSend, FilePost, SmtpPost, post_for
from models.settings import Settings
from tests.models.accounts.people import BOX

LETTER = Letter("hanako@town.example", "【再エネ】お知らせ", "本文です。\nhttps://saiene.example/login/password/abc\n")


class Inbox:
    """A mail server's memory."""

    def __init__(self) -> None:
        self.letters: list[email.message.Message] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd calls it so)
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer

    async def handle_RCPT(  # noqa: N802  (aiosmtpd calls it so)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("refused"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[Controller]:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def smtp_to(port: int) -> SmtpPost:
    return SmtpPost(
        Settings(
            instance=Path(),
            mail_server="127.0.0.1",
            mail_port=port,
            mail_start_tls=False,
            mail_from="saiene@saiene.example",
        )
    )


def port_of(server: Controller) -> int:
    assert server.server is not None
    return int(server.server.sockets[0].getsockname()[1])


def queue(session: Session, letter: Letter = LETTER) -> OutboxLetter:
    queue_letter(session, BOX, letter, clock.now())
    session.commit()
    return session.scalars(select(OutboxLetter).order_by(OutboxLetter.id.desc())).first() or OutboxLetter()


def test_a_letter_arrives_once_as_written_and_its_body_is_erased(
    session: Session, inbox: Inbox, server: Controller
) -> None:
    kept = queue(session)
    post = smtp_to(port_of(server))
    assert deliver_due(session, post, BOX, clock.now()) == Delivered(sent=1)
    assert deliver_due(session, post, BOX, clock.now()) == Delivered()
    (arrived,) = inbox.letters
    assert (arrived["To"], arrived["From"], arrived["Subject"]) == (LETTER.to, "saiene@saiene.example", LETTER.subject)
    assert arrived.get_content().replace("\r\n", "\n") == LETTER.body  # type: ignore[attr-defined]
    session.refresh(kept)
    assert (kept.state, kept.sealed_body, kept.attempts) == (LetterState.SENT, "", 1)


def test_an_act_undone_sends_no_letter(session: Session) -> None:
    queue_letter(session, BOX, LETTER, clock.now())
    session.rollback()
    assert deliver_due(session, Unreachable(), BOX, clock.now()) == Delivered()


class Unreachable:
    """A mail server that is down."""

    def send(self, recipient: str, subject: str, body: str) -> None:
        raise CannotSend("ConnectionRefusedError")


def test_while_the_server_is_down_a_letter_waits_ever_longer_and_then_fails(session: Session) -> None:
    kept = queue(session)
    now = clock.now()
    for pause in PAUSES:
        assert deliver_due(session, Unreachable(), BOX, now) == Delivered(put_off=1)
        assert deliver_due(session, Unreachable(), BOX, now + pause - timedelta(seconds=1)) == Delivered()
        now += pause
    assert deliver_due(session, Unreachable(), BOX, now) == Delivered(failed=1)
    session.refresh(kept)
    assert (kept.state, kept.last_error) == (LetterState.FAILED, "ConnectionRefusedError")


def test_a_closed_port_puts_off_and_a_later_server_delivers(session: Session, inbox: Inbox, server: Controller) -> None:
    queue(session)
    port = port_of(server)
    assert deliver_due(session, smtp_to(1), BOX, clock.now()) == Delivered(put_off=1)
    assert deliver_due(session, smtp_to(port), BOX, clock.now() + PAUSES[0]) == Delivered(sent=1)
    assert len(inbox.letters) == 1


def test_a_refused_recipient_is_not_tried_again(session: Session, server: Controller) -> None:
    queue(session, Letter("refused@town.example", "x", "y"))
    assert deliver_due(session, smtp_to(port_of(server)), BOX, clock.now()) == Delivered(failed=1)


def test_without_encryption_a_server_gets_no_letter(session: Session, inbox: Inbox, server: Controller) -> None:
    queue(session)
    settings = Settings(
        instance=Path(), mail_server="127.0.0.1", mail_port=port_of(server), mail_from="saiene@saiene.example"
    )
    assert deliver_due(session, SmtpPost(settings), BOX, clock.now()) == Delivered(put_off=1)
    assert not inbox.letters


def test_a_letter_whose_deliverer_died_is_sent_later(session: Session, tmp_path: Path) -> None:
    queue(session)

    class Dying:
        def send(self, recipient: str, subject: str, body: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_due(session, Dying(), BOX, clock.now())
    session.rollback()
    post = FilePost(tmp_path)
    assert deliver_due(session, post, BOX, clock.now()) == Delivered()
    assert deliver_due(session, post, BOX, clock.now() + timedelta(minutes=10)) == Delivered(sent=1)


def test_a_demonstration_lays_letters_down_as_private_files(session: Session, tmp_path: Path) -> None:
    queue(session)
    post = post_for(Settings(instance=tmp_path, demonstration=True))
    deliver_due(session, post, BOX, clock.now())
    (path,) = (tmp_path / "mail").glob("*.eml")
    assert path.stat().st_mode & 0o077 == 0
    laid = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert "password/abc" in laid.get_content()  # type: ignore[attr-defined]


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\r", "\x1b", "\u2028", "\u202e\n", "\x00", "\x85"])
def test_no_header_can_be_injected(session: Session, tmp_path: Path, mark: str) -> None:
    with pytest.raises(NotAnAddress):
        queue_letter(session, BOX, Letter(f"a@b.example{mark}Bcc: c@d.example", "x", "y"), clock.now())
    kept = queue(session, Letter("a@b.example", f"お知らせ{mark}Bcc: c@d.example", f"x{mark}Bcc: c@d.example"))
    assert deliver_due(session, FilePost(tmp_path), BOX, clock.now()) == Delivered(sent=1)
    laid = email.message_from_bytes(next(tmp_path.glob("*.eml")).read_bytes(), policy=email.policy.default)
    assert laid["Bcc"] is None
    assert "\n" not in kept.subject
