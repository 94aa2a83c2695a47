"""An edition comes into force while a file is made: the file holds what the edition it cites grants, or is cut."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.accounts.sign_in_session import Rung
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Grant
from models.certifications import export
from models.certifications.criteria import read_criteria
from models.certifications.export_order import Wish
from models.certifications.extract import ExportCut
from models.certifications.quota import Limits
from models.db import begin_writing
from models.legal.purposes import Purpose
from models.organisations.kinds import OrganisationKind
from tests.access.people import new_account, signed_in
from tests.amount import ROUNDS
from tests.factories.editions import put_edition, withdraw
from tests.factories.viewers import viewer_of
from tests.races.racing import Racers

OWNER, NAME = OrganisationKind.OWNER, "operator_name"
LIMITS = Limits(10**6, 10**9, 10**6)


@pytest.fixture
def two(stock: Session) -> Iterator[Racers]:
    racers = Racers(stock.get_bind().engine, 2)
    yield racers
    racers.close()


def test_a_file_holds_an_item_only_under_an_edition_that_grants_it(stock: Session, two: Racers) -> None:
    person = signed_in(stock, new_account(stock, kind=OWNER), Rung.CONSENT)
    actor = replace(viewer_of(stock, OWNER).actor, account_id=person.account.id, session=person.sign_in.id)
    stock.commit()

    def present(session: Session) -> Viewer:
        return replace(viewer_of(session, OWNER), actor=actor)

    def take(session: Session) -> list[str] | None:
        """The columns of a whole file, or None when it was cut."""
        viewer = present(session)
        wish = Wish(read_criteria({"columns": ["facility_id", NAME]}, viewer.items), Purpose.AUDIT_INSPECTION)
        session.commit()
        with export.order(session, viewer, wish, "", LIMITS, proved=True) as extract:
            session.commit()
            try:
                for _cells in extract.batches(lambda: present(session)):
                    pass
            except ExportCut:
                return None
            assert extract.taken == len(extract.keys) > 0
            return [item.key for item in extract.order.criteria.columns]

    def close(session: Session) -> None:
        begin_writing(session)
        withdraw(session, NAME)

    taken: list[list[str] | None] = []
    for _ in range(ROUNDS):
        put_edition(stock, OWNER, [item.key for item in catalogue().items])
        stock.commit()
        found, _ = two.race(take, close)
        assert found is None or isinstance(found, list)
        taken.append(found)
        assert NAME not in (two.race(take, lambda _session: None)[0] or [NAME])
        stock.rollback()
    events = stock.scalars(select(AuditEvent).where(AuditEvent.name == EventName.CERTIFICATIONS_EXPORTED.value)).all()
    assert len(events) == 2 * ROUNDS
    for event in events:
        cited = exists().where(Grant.edition == event.edition, Grant.item == NAME, Grant.attribute == OWNER.value)
        assert (NAME in event.details["items"]) is stock.scalar(select(cited))
