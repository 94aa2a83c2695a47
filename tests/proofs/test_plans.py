"""A word of one or two characters is looked up, never looked for: no search reads the register from end to end (M1)."""

import re
from itertools import cycle

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.certifications.criteria import read_criteria
from models.certifications.search import search
from models.organisations.kinds import OrganisationKind
from models.register.tripwire import opened
from tests.models.certifications.listing import taken_away
from tests.proofs.conftest import Ground
from tests.proofs.plans import plan_of, scanned, statements_of
from tests.proofs.scopes import Organisation

K = OrganisationKind
WORDS = (
    "東",
    "京",
    "ん",
    "a",
    "東京",
    "太陽",
    "a b",
    "東京 太陽",
    "太陽 -東京",
    '"東 京子"',
    "太陽光発電所",
    "%",
    "🌞",
    "𠮷",
)
FILTERS: tuple[dict[str, list[str]], ...] = (
    {},
    {"prefecture": ["22", "14"]},
    {"source": ["太陽光"], "output_kw_from": ["10"], "certified_on_from": ["2014-01-01"]},
    {"operator_name": ["光"]},
    {"sort": ["operator_name"]},
    {"sort": ["-output_kw"], "status": ["失効"]},
)
ORGANISATIONS = (
    Organisation(K.OWNER),
    Organisation(K.GRID_OPERATOR, "tokyo"),
    Organisation(K.LOCAL_GOVERNMENT, "14101"),
    Organisation(K.MINISTRY, laws=("03", "11")),
    Organisation(K.CERTIFIED_OPERATOR, "1"),
)
RARE = ("薬師", "薬", "薬師 太陽", '"薬師"')
CROWD = 15
LOOKED_UP = {"sqlite": r"VIRTUAL TABLE INDEX \d+:M", "postgresql": "ix_register_search_tokens"}
"""What stands in the plan of a search that begins at the index of words."""
WALKED = re.compile(r"SEARCH register_scopes USING \S+ (?:KEY|INDEX \w+) \(kind=\? AND code=\?\)")
"""What stands in SQLite's plan of one that goes through all rows of a scope."""


@pytest.mark.parametrize("organisation", ORGANISATIONS, ids=lambda one: one.kind.value)
def test_no_search_reads_a_table_of_the_register_from_end_to_end(ground: Ground, organisation: Organisation) -> None:
    viewer = ground.viewer(organisation)
    for typed, further in zip(WORDS, cycle(FILTERS), strict=False):
        asked = {"q": [typed], **further}
        criteria = read_criteria(asked, viewer.items)
        with statements_of(ground.session) as seen:
            search(ground.session, viewer, criteria)
        assert seen
        for one in seen:
            assert scanned(ground.session, one) == [], (asked, plan_of(ground.session, one))
        ground.session.rollback()


def test_neither_does_a_file(ground: Ground) -> None:
    viewer = ground.viewer(Organisation(K.OWNER))
    for typed in WORDS[:6]:
        with statements_of(ground.session) as seen:
            taken_away(ground.session, viewer, read_criteria({"q": [typed]}, viewer.items))
        assert [one for one in seen if scanned(ground.session, one)] == []
        ground.session.rollback()


def test_a_scan_would_be_seen(ground: Ground) -> None:
    for statement in (
        "SELECT count(*) FROM register_certifications WHERE operator_name LIKE '%東京%'",
        "SELECT id FROM register_certifications ORDER BY position DESC LIMIT 3",
        "SELECT position FROM register_scopes WHERE source_group = '太陽光'",
    ):
        with statements_of(ground.session) as seen, opened():
            ground.session.execute(text(statement))
        (one,) = seen
        assert len(scanned(ground.session, one)) == 1, statement
        ground.session.rollback()


def test_a_rare_word_is_found_from_the_index(own_ground: Ground) -> None:
    """Not by walking through the rows one may see and asking of each whether it holds the word."""
    session, viewer = own_ground.session, own_ground.viewer(Organisation(K.OWNER))
    # PostgreSQL weighs ways by what it has counted: only in a larger register is looking for a word dear.
    if session.get_bind().dialect.name == "postgresql":
        _crowd(session)
    for typed in RARE:
        with statements_of(session) as seen:
            search(session, viewer, read_criteria({"q": [typed]}, viewer.items))
        assert seen
        for one in seen:
            plan = plan_of(session, one, small=False)
            assert re.search(LOOKED_UP[session.get_bind().dialect.name], plan), plan
            assert not WALKED.search(plan), plan
        session.rollback()


def _crowd(session: Session) -> None:
    """Every facility ``CROWD`` times more, without the rare word."""
    fields = {
        "register_certifications": "jsonb_build_object('id', id + n * 1000, 'facility_id', n || '-' || id)",
        "register_scopes": "'{}'",
        "register_search": "jsonb_build_object('tokens', array_remove(array_remove(tokens, '薬師'), '薬'))",
    }
    with opened():
        for table, changed in fields.items():
            values = f"jsonb_build_object('position', position + n * 1000) || {changed}"
            session.execute(text(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(one, {values})).* "
                f"FROM {table} AS one, generate_series(1, {CROWD}) AS n"
            ))  # fmt: skip
            session.execute(text(f"ANALYZE {table}"))
    session.commit()
