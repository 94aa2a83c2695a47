"""Taking a catalogue into use: one act, closed until everybody works with it, and no grant ever revives (M9, M18)."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, event, func, insert, select
from sqlalchemy.orm import Session

from models import clock
from models.access.visible_items import NOTHING_VISIBLE, visible_items
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.catalogue.catalogue import Catalogue, read_catalogue, use_catalogue
from models.catalogue.first_edition import load_first_edition
from models.catalogue.grants import Grant, GrantsEdition
from models.catalogue.recorded import CatalogueItem, Standing, record_catalogue, standing
from models.cataloguing.difference import difference
from models.cataloguing.taking import CatalogueRefused, propose, take
from models.errors import DomainError
from models.inspection.doctor import Verdict, examine
from models.inspection.readiness import is_ready
from models.organisations.kinds import OrganisationKind
from models.settings import Settings
from models.words import folder_in_use
from tests.amount import searches
from tests.databases.recipes import migrated
from tests.databases.templates import Databases
from tests.factories.facilities import IMPORTER

SPRINGS = Path(__file__).parents[2] / "foreign" / "springs"
KIND = OrganisationKind.OWNER
Without = Callable[..., Path]


@pytest.fixture(autouse=True)
def springs() -> Iterator[None]:
    """This process runs with a small catalogue."""
    before = folder_in_use()
    use_catalogue(SPRINGS)
    yield
    use_catalogue(before)


@pytest.fixture
def without(tmp_path: Path) -> Without:
    """Makes the catalogue without some of its items."""

    def make(*keys: str) -> Path:
        folder = tmp_path / f"without-{'-'.join(keys)}"
        shutil.copytree(SPRINGS, folder, dirs_exist_ok=True)
        for name, column in (("items.csv", 1), ("grants.csv", 0)):
            lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [line for line in lines if line.split(",")[column] not in keys]
            (folder / name).write_text("".join(kept), encoding="utf-8")
        return folder

    return make


def seen(session: Session) -> set[str]:
    return set(visible_items(session, KIND, clock.now()).by_key)


def enact(session: Session, number: int, keys: list[str], begins: datetime | None = None) -> None:
    """One more edition, in force at once or when it ``begins``."""
    session.add(GrantsEdition(number=number, in_force_from=begins or clock.now(), proposal=False, note=""))
    session.flush()
    day = datetime(2026, 4, 1, tzinfo=UTC).date()
    said = {"ground": "duty", "reference": "x", "reviewer": "x", "reviewed_on": day, "note": ""}
    grant = {"edition": number, "attribute": KIND.value, **said}
    if keys:
        session.execute(insert(Grant), [{**grant, "item": key} for key in keys])
    session.commit()


def test_the_first_edition_puts_its_catalogue_on_record(session: Session) -> None:
    assert standing(session) is Standing.UNRECORDED
    assert load_first_edition(session, IMPORTER)
    session.commit()
    assert standing(session) is Standing.RECORDED
    assert {"facility_id", "quality"} <= seen(session)


def test_an_edition_without_a_catalogue_on_record_shows_nothing(session: Session) -> None:
    enact(session, 1, ["facility_id"])
    assert visible_items(session, KIND, clock.now()) is NOTHING_VISIBLE


def test_what_is_visible_is_one_statement(session: Session) -> None:
    """The catalogue on record is found by the statement that finds the edition: a request costs none more."""
    load_first_edition(session, IMPORTER)
    session.commit()
    seen(session)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))
    seen(session)
    assert len(asked) == 1, asked


def test_taking_is_one_act_and_closes_every_process_that_runs_with_another(
    session: Session, settings: Settings, without: Without
) -> None:
    load_first_edition(session, IMPORTER)
    session.commit()
    smaller = without("fee")
    assert take(session, IMPORTER, settings_of(settings), smaller)
    session.commit()
    assert standing(session) is Standing.ANOTHER
    assert not is_ready(session)
    told = next(one for one in examine(session, settings) if one.subject == "閲覧項目")
    assert (told.verdict, "再起動してください" in told.sentence) == (Verdict.BAD, True)
    assert visible_items(session, KIND, clock.now()) is NOTHING_VISIBLE
    use_catalogue(settings_of(settings).catalogue_folder)  # the process is started anew
    assert is_ready(session)
    assert "facility_id" in seen(session)
    assert "fee" not in seen(session)
    written = session.scalars(select(AuditEvent).where(AuditEvent.name == EventName.CATALOGUE_TAKEN.value)).all()[-1]
    assert (written.details["added"], written.details["removed"], written.details["items"]) == (0, 1, 29)
    assert written.details["sha256"] == read_catalogue(smaller).digest
    assert not take(session, IMPORTER, settings_of(settings), smaller)


def settings_of(settings: Settings) -> Settings:
    """A deployment that installs its catalogue in its instance folder."""
    return Settings(instance=settings.instance, database_url=settings.database_url)


def test_an_item_that_came_again_is_seen_only_under_a_later_edition(session: Session, without: Without) -> None:
    load_first_edition(session, IMPORTER)
    session.commit()
    enact(session, 2, ["facility_id", "fee"])
    assert seen(session) == {"facility_id", "fee"}
    for folder in (without("fee"), SPRINGS):
        record_catalogue(session, IMPORTER, read_catalogue(folder))
        session.commit()
    assert standing(session) is Standing.RECORDED, "the same catalogue as at first, in the same process"
    assert seen(session) == {"facility_id"}
    enact(session, 3, ["facility_id", "fee"])
    assert seen(session) == {"facility_id", "fee"}


def test_an_edition_that_was_decided_before_and_comes_into_force_later_revives_nothing(
    session: Session, without: Without
) -> None:
    load_first_edition(session, IMPORTER)
    session.commit()
    record_catalogue(session, IMPORTER, read_catalogue(without("fee")))
    session.commit()
    enact(session, 2, ["facility_id", "fee"], datetime(2099, 1, 1, tzinfo=UTC))
    record_catalogue(session, IMPORTER, read_catalogue(SPRINGS))
    session.commit()
    assert set(visible_items(session, KIND, datetime(2099, 1, 2, tzinfo=UTC)).by_key) == {"facility_id"}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("H-505,fee,5,手数料,Fee,全源泉,integer", "H-505,fee,5,手数料,Fee,全源泉,decimal"),
        ("H-505,fee", "H-599,fee"),
        ("H-505,fee", "H-505,charge"),
    ],
)
def test_a_key_or_a_code_never_names_something_else_not_even_after_it_was_gone(
    session: Session, settings: Settings, without: Without, was: str, becomes: str
) -> None:
    load_first_edition(session, IMPORTER)
    record_catalogue(session, IMPORTER, read_catalogue(without("fee")))
    session.commit()
    changed = without()
    for name in ("items.csv", "grants.csv"):
        text = (changed / name).read_text(encoding="utf-8").replace(was, becomes)
        if becomes.endswith("charge") and name == "grants.csv":
            text = text.replace("fee,", "charge,")
        (changed / name).write_text(text, encoding="utf-8")
    assert propose(session, changed).difference.refused
    with pytest.raises(CatalogueRefused, match="以前の項目と違います"):
        take(session, IMPORTER, settings_of(settings), changed)
    session.rollback()
    assert not (settings.instance / "catalogue").exists()


def test_a_catalogue_with_a_problem_is_not_taken_and_nothing_is_installed(
    session: Session, settings: Settings, without: Without
) -> None:
    with pytest.raises(CatalogueRefused, match="facility_id"):
        take(session, IMPORTER, settings_of(settings), without("facility_id"))
    assert not (settings.instance / "catalogue").exists()
    assert session.scalar(select(func.count()).select_from(CatalogueItem)) == 0


def test_a_deployment_whose_settings_name_a_folder_takes_that_one_alone(
    session: Session, settings: Settings, without: Without
) -> None:
    """The settings of these tests name the springs' folder."""
    with pytest.raises(DomainError, match="別のフォルダー"):
        take(session, IMPORTER, settings, without("fee"))
    assert take(session, IMPORTER, settings, SPRINGS)
    assert not (settings.instance / "catalogue").exists()


def test_the_difference_says_who_loses_sight_of_what(session: Session, without: Without) -> None:
    load_first_edition(session, IMPORTER)
    session.commit()
    found = propose(session, without("fee")).difference
    assert found.removed == ("H-505 手数料（fee）",)
    assert sorted(found.lost) == ["温泉台帳の保有者: 1 項目（手数料）", "許可を受けた者: 1 項目（手数料）"]
    back = difference(session, read_catalogue(without("fee")), read_catalogue(SPRINGS))
    assert [one.startswith("H-505 手数料（fee）　以前にあった項目です") for one in back.added] == [True]


def test_an_item_that_becomes_internal_is_lost_to_those_who_may_never_see_it(
    session: Session, settings: Settings, without: Without
) -> None:
    load_first_edition(session, IMPORTER)
    session.commit()
    changed = without()
    text = (changed / "items.csv").read_text(encoding="utf-8")
    assert text.count("Fee,全源泉,integer,円,no,no,") == 1
    text = text.replace("Fee,全源泉,integer,円,no,no,", "Fee,全源泉,integer,円,no,yes,")
    (changed / "items.csv").write_text(text, encoding="utf-8")
    lines = (changed / "grants.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (changed / "grants.csv").write_text("".join(one for one in lines if "fee,permit" not in one), encoding="utf-8")
    holder = OrganisationKind.CERTIFIED_OPERATOR
    assert "fee" in visible_items(session, holder, clock.now())
    assert propose(session, changed).difference.lost == ("許可を受けた者: 1 項目（手数料）",)
    take(session, IMPORTER, settings_of(settings), changed)
    session.commit()
    use_catalogue(settings_of(settings).catalogue_folder)
    assert ("fee" in visible_items(session, holder, clock.now()), "fee" in seen(session)) == (False, True)
    assert len(visible_items(session, holder, clock.now()).by_key) > 0


@cache
def part_of(whole: Catalogue, kept: frozenset[str]) -> Catalogue:
    """The catalogue with ``kept`` alone of the items that come and go."""
    items = tuple(item for item in whole.items if item.key in kept or item.key not in KEYS)
    return replace(whole, items=items, digest=hashlib.sha256("".join(sorted(kept)).encode()).hexdigest())


KEYS = ("fee", "pump", "ph", "laboratory")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("catalogue"), st.frozensets(st.sampled_from(KEYS))),
        st.tuples(st.just("edition"), st.frozensets(st.sampled_from(KEYS))),
    ),
    max_size=8,
)


@searches(ordinary=15, deep=200)
@given(steps=STEPS)
def test_whatever_comes_and_goes_an_item_is_seen_only_by_a_grant_made_while_it_was_there(
    databases: Databases, steps: list[tuple[str, frozenset[str]]]
) -> None:
    """Against a model that knows nothing but the story: a grant counts as long as its item stays."""
    url = databases.copy(migrated)
    engine, whole = create_engine(url), read_catalogue(SPRINGS)
    with Session(engine) as session:
        record_catalogue(session, IMPORTER, part_of(whole, frozenset(KEYS)))
        session.commit()
        there, granted = frozenset(KEYS), frozenset[str]()
        for number, (kind, keys) in enumerate(steps, start=1):
            if kind == "catalogue":
                there, granted = keys, granted & keys
                record_catalogue(session, IMPORTER, part_of(whole, there))
                session.commit()
            else:
                granted = keys & there
                enact(session, number, sorted(keys))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("models.access.visible_items.catalogue", partial(part_of, whole, there))
                assert seen(session) == granted, steps[:number]
    engine.dispose()
    databases.drop(url)
