"""Who acts: the values an audit event keeps, frozen at the moment of the act."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a session, a command at the console, or nobody yet.

    Ids and names are copied, not referenced: the trail must still say who it was when the account is long gone.
    ``session`` is the sign-in session's number, ``request`` the request id found in the logs. ``device`` tells browsers
    apart: the same for everybody who signs in with one, and empty until somebody has.
    """

    account_id: int | None = None
    login_id: str = ""
    organisation_id: int | None = None
    organisation: str = ""
    unit: str = ""
    address: str = ""
    session: int | None = None
    request: str = ""
    device: str = ""

    @classmethod
    def at_console(cls, name: str) -> Self:
        """Someone with access to the server, acting by a ``flask`` command under the operating system's user name."""
        return cls(login_id=f"console:{name}")

    @classmethod
    def worker(cls) -> Self:
        """The process that does jobs, where it acts for nobody: it clears away what is over."""
        return cls(login_id="worker")
