"""Ways a letter leaves: as a file (demonstration) or by SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol

from models import clock
from models.settings import Settings

SECONDS_TO_WAIT = 20


class CannotSend(Exception):
    """The letter did not leave. ``for_ever`` means that trying again is useless (the recipient is refused)."""

    def __init__(self, why: str, *, for_ever: bool = False) -> None:
        super().__init__(why)
        self.for_ever = for_ever


class Post(Protocol):
    """Something that takes a letter away; raises ``CannotSend``."""

    def send(self, recipient: str, subject: str, body: str) -> None:
        """Send one letter in plain text."""
        ...


def compose(sender: str, recipient: str, subject: str, body: str) -> EmailMessage:
    """The letter as a message; the library refuses line breaks in headers."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.in_japan(clock.now()))
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


class FilePost:
    """Lays each letter down as a file that any mail program opens; nothing leaves the machine."""

    def __init__(self, folder: Path, sender: str = "saiene@localhost") -> None:
        self.folder = folder
        self.sender = sender

    def send(self, recipient: str, subject: str, body: str) -> None:
        """Write ``<moment>-<random>.eml`` into the folder, readable by the server's user alone."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        message = compose(self.sender, recipient, subject, body)
        mark = message["Message-ID"].split(".")[1]
        path = self.folder / f"{clock.in_japan(clock.now()):%Y%m%dT%H%M%S%f}-{mark}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes())


class SmtpPost:
    """Hands each letter to a mail server; encrypted by STARTTLS with a verified certificate unless switched off."""

    def __init__(self, settings: Settings, context: ssl.SSLContext | None = None) -> None:
        self.settings = settings
        self.context = context or ssl.create_default_context()

    def send(self, recipient: str, subject: str, body: str) -> None:
        """Send over one connection."""
        message = compose(self.settings.mail_from, recipient, subject, body)
        try:
            with smtplib.SMTP(self.settings.mail_server, self.settings.mail_port, timeout=SECONDS_TO_WAIT) as server:
                if self.settings.mail_start_tls:
                    server.starttls(context=self.context)
                if self.settings.mail_username:
                    server.login(self.settings.mail_username, self.settings.mail_password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise CannotSend("the recipient is refused", for_ever=all(code >= 500 for code in codes)) from error
        except (smtplib.SMTPException, OSError, ssl.SSLError) as error:
            raise CannotSend(type(error).__name__) from error


def post_for(settings: Settings) -> Post:
    """Files in demonstration mode, the mail server otherwise."""
    return FilePost(settings.mail_folder) if settings.demonstration else SmtpPost(settings)
