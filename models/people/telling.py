"""Letters about somebody's account: to its person and to the responsible persons of the organisation."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.accounts.account import Account
from models.accounts.locking import responsible_persons
from models.mail import people_letters
from models.mail.outgoing import Outgoing


def tell(session: Session, outgoing: Outgoing, account: Account, subject: str, sentence: str, now: datetime) -> None:
    """Tell the person, and everybody who answers for them, what was done to the account."""
    outgoing.send(session, people_letters.to_person(account.email, account.person_name, subject, sentence), now)
    for one in responsible_persons(session, account):
        about = people_letters.about_person(
            one.email, one.person_name, account.person_name, account.login_id, subject, sentence
        )
        outgoing.send(session, about, now)
