"""Loading the first edition of grants: a proposal, until the owner's reviewers confirm or change it."""

import csv
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.catalogue import FOLDER, WrongCatalogue, catalogue
from models.catalogue.grants import Grant, GrantsEdition, Ground
from models.db import begin_writing
from models.organisations.kinds import OrganisationKind

NUMBER = 1
REVIEWED_ON = date(2026, 4, 1)
REVIEW_DUE_ON = date(2027, 3, 31)
REVIEWER = "初期案（保有者の点検前）"


def load_first_edition(session: Session, actor: Actor) -> bool:
    """Put edition 1 in force if there is none yet; tell whether it was loaded.

    Raises ``WrongCatalogue`` for a grant of an unknown item, attribute or ground.
    """
    begin_writing(session)
    if session.scalar(select(GrantsEdition.number).limit(1)) is not None:
        return False
    rows, now = proposed_grants(), clock.now()
    note = "項目一覧の閲覧者案から作成した初版（提案）"
    session.add(GrantsEdition(number=NUMBER, in_force_from=now, proposal=True, note=note, made_at=now))
    session.flush()
    session.execute(insert(Grant), rows)
    details = {"edition": NUMBER, "grants": len(rows)}
    record(session, Event(EventName.GRANTS_EDITION_LOADED, actor, edition=NUMBER, details=details))
    return True


def proposed_grants() -> list[dict[str, object]]:
    """The grants of the first edition, as rows of the grants table."""
    return [_grant(row) for row in _lines()]


def _lines() -> list[dict[str, str]]:
    with (FOLDER / "grants_edition_1.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _grant(row: dict[str, str]) -> dict[str, object]:
    if row["item"] not in catalogue().by_key:
        raise WrongCatalogue(f"閲覧権限の初版に、項目一覧に無い項目があります: {row['item']}")
    return {
        "edition": NUMBER,
        "attribute": OrganisationKind(row["attribute"]).value,
        "item": row["item"],
        "ground": Ground(row["ground"]).value,
        "reference": row["duty_or_article"],
        "reviewer": REVIEWER,
        "reviewed_on": REVIEWED_ON,
        "note": row["note"],
        "less_will_not_do": "",
        "review_due_on": REVIEW_DUE_ON,
    }
