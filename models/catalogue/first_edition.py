"""Loading the first edition of grants: a proposal, until the owner's reviewers confirm or change it."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import clock
from models.audit.actor import Actor
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.catalogue.attribute import ProposedGrant
from models.catalogue.catalogue import Catalogue, catalogue
from models.catalogue.files import GRANTS, WrongCatalogue, all_right, grant_lines
from models.catalogue.grants import BegunEdition, Grant, GrantsEdition
from models.catalogue.recorded import record_catalogue
from models.db import begin_writing, note_sizes
from models.words import folder_in_use

NUMBER = 1
REVIEWED_ON = date(2026, 4, 1)
REVIEW_DUE_ON = date(2027, 3, 31)
REVIEWER = "初期案（保有者の点検前）"


def load_first_edition(session: Session, actor: Actor) -> bool:
    """Put edition 1 in force if there is none yet; tell whether it was loaded.

    The catalogue it belongs to goes on record with it. Raises ``WrongCatalogue`` for a grant of an unknown item,
    attribute or ground.
    """
    begin_writing(session)
    if session.scalar(select(GrantsEdition.number).limit(1)) is not None:
        return False
    rows, now = proposed_grants(), clock.now()
    record_catalogue(session, actor, catalogue())
    note = "項目一覧の閲覧者案から作成した初版（提案）"
    session.add(GrantsEdition(number=NUMBER, in_force_from=now, proposal=True, note=note, made_at=now))
    session.flush()
    session.add(BegunEdition(edition=NUMBER, at=now))
    session.execute(insert(Grant), rows)
    note_sizes(session, Grant)
    details = {"edition": NUMBER, "grants": len(rows)}
    record(session, Event(EventName.GRANTS_EDITION_LOADED, actor, edition=NUMBER, details=details))
    return True


def proposed_grants() -> list[dict[str, object]]:
    """The grants of the first edition, as rows of the grants table."""
    return [_grant(catalogue(), one) for one in _lines()]


def _lines() -> list[ProposedGrant]:
    return list(all_right(GRANTS, grant_lines(folder_in_use())))


def _grant(whole: Catalogue, one: ProposedGrant) -> dict[str, object]:
    attribute = next((found for found in whole.attributes if found.code == one.attribute), None)
    ground = next((found for found in whole.grounds if found.code == one.ground), None)
    if one.item not in whole.by_key or attribute is None or ground is None:
        names = f"{one.item}・{one.attribute}・{one.ground}"
        raise WrongCatalogue(f"閲覧権限の初版に、項目・利用者属性・理由のどれかが一覧に無い行があります: {names}")
    return {
        "edition": NUMBER,
        "attribute": attribute.rows.value,
        "item": one.item,
        "ground": ground.test.value,
        "reference": one.reference,
        "reviewer": REVIEWER,
        "reviewed_on": REVIEWED_ON,
        "note": one.note,
        "less_will_not_do": one.less_will_not_do,
        "review_due_on": REVIEW_DUE_ON,
    }
