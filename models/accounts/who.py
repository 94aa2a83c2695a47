"""Who said or did something, as timelines and signatures keep it: in the words of that day, whatever comes later."""

from models.accounts.account import Account

LONGEST_WHO = 410
SYSTEM = "システム"
"""Who is named for what happens by itself."""


def who_is(account: Account) -> str:
    """Organisation and name: ``みほん電力 佐藤 花子``."""
    return f"{account.organisation.name} {account.person_name}"


def who_or_system(account: Account | None) -> str:
    """The same; the system itself where nobody acted."""
    return who_is(account) if account is not None else SYSTEM
