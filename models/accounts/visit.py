"""A visit: what the server knows of the browser that is asking."""

from dataclasses import dataclass

from models.accounts.account import Account
from models.audit.actor import Actor

LONGEST_USER_AGENT = 300


@dataclass(frozen=True, slots=True)
class Visit:
    """``address`` is the caller's, already freed of untrusted headers; ``browser_token`` the long-lived cookie that
    marks a browser which has completed a sign-in before, and ``device`` is what the trail calls that browser, once it
    is known; ``request`` the request id found in the logs."""

    address: str = ""
    user_agent: str = ""
    browser_token: str = ""
    request: str = ""
    device: str = ""

    def actor(self, account: Account | None = None, session: int | None = None) -> Actor:
        """Who acts in this visit: nobody yet, or the account's person in sign-in session number ``session``."""
        if account is None:
            return Actor(address=self.address, request=self.request, device=self.device)
        return Actor(
            account_id=account.id,
            login_id=account.login_id,
            organisation_id=account.organisation_id,
            organisation=account.organisation.name,
            unit=account.unit,
            address=self.address,
            session=session,
            request=self.request,
            device=self.device,
        )
